//! The bodies that create and change a group.

use strongroom_ports::directory::GroupChange;

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
const CLAIM: &str = "claim";

pub(crate) const CREATE: [Member; 2] = [
    Member::required(NAME, Shape::Name, "Unique within the organization."),
    Member::optional(
        CLAIM,
        Shape::Identifier,
        "The name by which tokens of the identity provider claim the group, unique within the \
         organization. Where it is missing, its members are those added here.",
    ),
];

pub(crate) const CHANGE: [Member; 2] = [
    Member::optional(NAME, Shape::Name, "Stays as it is where it is missing."),
    Member::optional(
        CLAIM,
        Shape::NullableIdentifier,
        "Stays as it is where it is missing; null takes it away.",
    ),
];

pub(crate) struct Creation {
    pub(crate) name: String,
    pub(crate) claim: Option<String>,
}

impl Creation {
    pub(crate) fn read(json: Json) -> Result<Self, Problem> {
        let mut members = Members::read(json, &CREATE);
        let (name, claim) = (members.text(NAME), members.text(CLAIM));
        members.finish()?;
        Ok(Self { name: name.ok_or_else(crate::status::internal)?, claim })
    }
}

pub(crate) fn change(json: Json) -> Result<GroupChange, Problem> {
    let mut members = Members::read(json, &CHANGE);
    let change = GroupChange { name: members.text(NAME), claim: members.nullable_text(CLAIM) };
    members.finish()?;
    Ok(change)
}
