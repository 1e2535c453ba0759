//! The body that creates a client.

use strongroom_model::limits;
use strongroom_ports::clients::NewClient;

use super::{Member, Members, Shape, scope, token};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";

pub(crate) const CREATE: [Member; 3] = [
    Member::required(NAME, Shape::Name, "Unique among the clients of its owner."),
    Member::required(
        token::EXPIRES_IN,
        Shape::Seconds(limits::TOKEN_SECONDS),
        "Seconds from now; at most a year.",
    ),
    Member::required(
        scope::SCOPES,
        scope::SHAPE,
        "What the client can do, within its owner and none of it beyond its maker's own; at least \
         one.",
    ),
];

pub(crate) fn creation(json: Json) -> Result<NewClient, Problem> {
    let mut members = Members::read(json, &CREATE);
    let name = members.text(NAME);
    let lifetime_seconds = members.whole_number(token::EXPIRES_IN);
    let scopes = members.scopes();
    members.finish()?;
    let (Some(name), Some(lifetime_seconds), Some(scopes)) = (name, lifetime_seconds, scopes)
    else {
        return Err(crate::status::internal());
    };
    Ok(NewClient { name, lifetime_seconds, scopes })
}
