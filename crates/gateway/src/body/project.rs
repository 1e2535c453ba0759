//! The bodies that create and change a project.

use strongroom_model::{Id, Visibility};
use strongroom_ports::administration::ProjectChange;

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
const ORGANIZATION: &str = "organization";
const VISIBILITY: &str = "visibility";

pub(crate) const CREATE: [Member; 3] = [
    Member::required(NAME, Shape::Name, "Unique within the organization."),
    Member::optional(
        ORGANIZATION,
        Shape::Id,
        "May be missing where the caller sees exactly one organization.",
    ),
    Member::optional(
        VISIBILITY,
        Shape::Visibility,
        "Who may see the project without a role in it; `private` where it is missing.",
    ),
];

pub(crate) const CHANGE: [Member; 2] = [
    Member::optional(NAME, Shape::Name, "Stays as it is where it is missing."),
    Member::optional(VISIBILITY, Shape::Visibility, "Stays as it is where it is missing."),
];

pub(crate) struct Creation {
    pub(crate) name: String,
    pub(crate) organization: Option<Id>,
    pub(crate) visibility: Visibility,
}

impl Creation {
    pub(crate) fn read(json: Json) -> Result<Self, Problem> {
        let mut members = Members::read(json, &CREATE);
        let name = members.text(NAME);
        let organization = members.parsed(ORGANIZATION);
        let visibility = members.parsed(VISIBILITY).unwrap_or(Visibility::Private);
        members.finish()?;
        let name = name.ok_or_else(crate::status::internal)?;
        Ok(Self { name, organization, visibility })
    }
}

pub(crate) fn change(json: Json) -> Result<ProjectChange, Problem> {
    let mut members = Members::read(json, &CHANGE);
    let change = ProjectChange { name: members.text(NAME), visibility: members.parsed(VISIBILITY) };
    members.finish()?;
    Ok(change)
}

/// The refusal of a creation that names no organization where the caller's do not decide it.
pub(crate) fn organization_required() -> Problem {
    Problem::invalid(vec![strongroom_model::metadata::Problem::new(
        ORGANIZATION,
        "is required: the caller does not see exactly one organization",
    )])
}
