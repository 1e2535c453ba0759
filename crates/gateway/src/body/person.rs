//! The bodies that create and change a person.

use strongroom_model::OwnerKind;
use strongroom_ports::directory::{NewPerson, PersonChange};
use strongroom_ports::principals::ExternalIdentity;

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
const EMAIL: &str = "email";
const ROLE: &str = "role";
const IDENTITY: &str = "identity";
const ISSUER: &str = "issuer";
const SUBJECT: &str = "subject";
pub(crate) const TOKEN_EXPIRES_IN: &str = "token_expires_in";
const ACTIVE: &str = "active";

const WEEK: i64 = 7 * 24 * 60 * 60;

pub(crate) const CREATE: [Member; 5] = [
    Member::required(NAME, Shape::Name, "What others call the person."),
    Member::optional(EMAIL, Shape::Identifier, "For people to read; nothing is sent there."),
    Member::optional(
        ROLE,
        Shape::Role(&[OwnerKind::Organization]),
        "In the organization. Where it is missing, that is left to groups.",
    ),
    Member::optional(
        IDENTITY,
        Shape::Object("ExternalIdentity", &EXTERNAL),
        "Whose tokens of an identity provider are the person's.",
    ),
    Member::optional(
        TOKEN_EXPIRES_IN,
        Shape::Seconds(WEEK),
        "Seconds that a first token lives, at most a week. Where it is missing there is none.",
    ),
];

const EXTERNAL: [Member; 2] = [
    Member::required(ISSUER, Shape::Identifier, "`iss` of the tokens, exactly."),
    Member::required(SUBJECT, Shape::Identifier, "`sub` of the tokens, exactly."),
];

pub(crate) const CHANGE: [Member; 2] = [
    Member::optional(NAME, Shape::Name, "Stays as it is where it is missing."),
    Member::optional(
        ACTIVE,
        Shape::Boolean,
        "`false` suspends the person and ends all their tokens; `true` brings back who is suspended \
         or removed.",
    ),
];

pub(crate) fn creation(json: Json) -> Result<NewPerson, Problem> {
    let mut members = Members::read(json, &CREATE);
    let name = members.text(NAME);
    let email = members.text(EMAIL);
    let role = members.parsed(ROLE);
    let identity = members.object(IDENTITY, &EXTERNAL, |identity| {
        let (issuer, subject) = (identity.text(ISSUER), identity.text(SUBJECT));
        Some(ExternalIdentity { issuer: issuer?, subject: subject? })
    });
    let token_lifetime_seconds = members.whole_number(TOKEN_EXPIRES_IN);
    members.finish()?;
    let name = name.ok_or_else(crate::status::internal)?;
    Ok(NewPerson { name, email, role, identity, token_lifetime_seconds })
}

pub(crate) fn change(json: Json) -> Result<PersonChange, Problem> {
    let mut members = Members::read(json, &CHANGE);
    let change = PersonChange { name: members.text(NAME), active: members.boolean(ACTIVE) };
    members.finish()?;
    Ok(change)
}
