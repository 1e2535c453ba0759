//! The body that creates a project.

use strongroom_model::Id;

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
const ORGANIZATION: &str = "organization";

pub(crate) const CREATE: [Member; 2] = [
    Member {
        name: NAME,
        shape: Shape::Name,
        required: true,
        about: "Unique within the organization.",
    },
    Member {
        name: ORGANIZATION,
        shape: Shape::Id,
        required: false,
        about: "May be missing where the caller has a role in exactly one organization.",
    },
];

pub(crate) struct Creation {
    pub(crate) name: String,
    pub(crate) organization: Option<Id>,
}

impl Creation {
    pub(crate) fn read(json: Json) -> Result<Self, Problem> {
        let mut members = Members::read(json, &CREATE);
        let name = members.text(NAME);
        let organization = members.text(ORGANIZATION).and_then(|text| match text.parse() {
            Ok(id) => Some(id),
            Err(why) => {
                let why: strongroom_model::ParseError = why;
                members.problem(ORGANIZATION, &why.to_string());
                None
            }
        });
        members.finish()?;
        let name = name.ok_or_else(crate::status::internal)?;
        Ok(Self { name, organization })
    }
}

/// The refusal of a creation that names no organization where the caller's do not decide it.
pub(crate) fn organization_required() -> Problem {
    Problem::invalid(vec![strongroom_model::metadata::Problem::new(
        ORGANIZATION,
        "is required: the caller does not have a role in exactly one organization",
    )])
}
