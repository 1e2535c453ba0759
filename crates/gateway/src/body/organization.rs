//! The bodies that create and rename an organization.

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";

pub(crate) const CREATE: [Member; 1] =
    [Member::required(NAME, Shape::Name, "What people call it.")];

pub(crate) const CHANGE: [Member; 1] =
    [Member::required(NAME, Shape::Name, "What people call it from now on.")];

/// The name in either body.
pub(crate) fn name(json: Json) -> Result<String, Problem> {
    let mut members = Members::read(json, &CREATE);
    let name = members.text(NAME);
    members.finish()?;
    name.ok_or_else(crate::status::internal)
}
