//! The body that gives a member a role.

use strongroom_model::{OwnerKind, Role};

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const ROLE_NAME: &str = "role";

pub(crate) const ROLE: [Member; 1] = [Member::required(
    ROLE_NAME,
    Shape::Role(&[OwnerKind::Organization, OwnerKind::Project]),
    "Of an organization `Owner`, `Maintainer` or `Contributor`; of a project `Owner`, `Writer` or \
     `Reader`.",
)];

/// The role, which must be one that can be held on such an owner.
pub(crate) fn role(json: Json, on: OwnerKind) -> Result<Role, Problem> {
    let mut members = Members::read(json, &ROLE);
    let role = members.parsed::<Role>(ROLE_NAME);
    if role.is_some_and(|role| !role.fits(on)) {
        members.problem(ROLE_NAME, &format!("must be a role of {}", article(on)));
    }
    members.finish()?;
    role.ok_or_else(crate::status::internal)
}

const fn article(kind: OwnerKind) -> &'static str {
    match kind {
        OwnerKind::Organization => "an organization",
        OwnerKind::Project => "a project",
        OwnerKind::User => "a user",
    }
}
