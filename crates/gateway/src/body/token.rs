//! The body that creates a token.

use strongroom_model::limits;
use strongroom_ports::administration::NewToken;

use super::{Member, Members, Shape, scope};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
pub(crate) const EXPIRES_IN: &str = "expires_in";

pub(crate) const CREATE: [Member; 3] = [
    Member::required(NAME, Shape::Name, "What the token is for."),
    Member::required(
        EXPIRES_IN,
        Shape::Seconds(limits::TOKEN_SECONDS),
        "Seconds from now; at most a year. The new token expires no later than the one that makes \
         it.",
    ),
    Member::optional(
        scope::SCOPES,
        scope::SHAPE,
        "What the token can do, none of it beyond its maker's own. All of that where it is missing.",
    ),
];

pub(crate) fn creation(json: Json) -> Result<NewToken, Problem> {
    let mut members = Members::read(json, &CREATE);
    let name = members.text(NAME);
    let lifetime_seconds = members.whole_number(EXPIRES_IN);
    let scopes = members.scopes();
    members.finish()?;
    let (Some(name), Some(lifetime_seconds)) = (name, lifetime_seconds) else {
        return Err(crate::status::internal());
    };
    Ok(NewToken { name, lifetime_seconds, scopes })
}
