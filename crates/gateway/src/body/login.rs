//! The body by which a client signs in: RFC 6749, section 4.4.2, as a form or as JSON.

use strongroom_model::metadata::Problem as FieldProblem;
use strongroom_secret_bytes::SecretBytes;

use super::{Member, Members, Shape};
use crate::json;
use crate::problem::{OauthError, Problem};
use crate::target;

const GRANT_TYPE: &str = "grant_type";
const CLIENT_ID: &str = "client_id";
const CLIENT_SECRET: &str = "client_secret";
const SCOPE: &str = "scope";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const MEDIA_TYPES: [&str; 2] = ["application/json", FORM];

/// The one way to sign in that there is.
pub(crate) const CLIENT_CREDENTIALS: &str = "client_credentials";

pub(crate) const LOGIN: [Member; 4] = [
    Member::required(GRANT_TYPE, Shape::GrantType, "`client_credentials`."),
    Member::optional(
        CLIENT_ID,
        Shape::Identifier,
        "The client's id, unless `Authorization: Basic` has it.",
    ),
    Member::optional(
        CLIENT_SECRET,
        Shape::Secret,
        "The client's secret, unless `Authorization: Basic` has it: never both.",
    ),
    Member::optional(
        SCOPE,
        Shape::Identifier,
        "Not taken: a client's scopes are set where it is made.",
    ),
];

/// What a client sent in the body. What is empty counts as missing (section 3.2).
#[derive(Default)]
pub(crate) struct Login {
    pub(crate) grant_type: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<SecretBytes>,
    pub(crate) scope: Option<String>,
}

impl Login {
    pub(crate) fn of_json(body: &[u8]) -> Result<Self, Problem> {
        let mut members = Members::read(json::read(body)?, &LOGIN);
        let read = Self {
            grant_type: members.text(GRANT_TYPE).filter(is_given),
            client_id: members.text(CLIENT_ID).filter(is_given),
            client_secret: members.text(CLIENT_SECRET).filter(is_given).map(SecretBytes::from),
            scope: members.text(SCOPE).filter(is_given),
        };
        let problems = members.into_problems();
        if problems.is_empty() { Ok(read) } else { Err(invalid(problems)) }
    }

    /// Parameters that nobody knows are passed over, as section 3.2 wants it; ours stand there once.
    pub(crate) fn of_form(body: &[u8]) -> Result<Self, Problem> {
        let malformed = |_| {
            let detail = "the body is not a form: percent-encoded UTF-8, with `&` between";
            Problem::malformed(detail).with_error(OauthError::InvalidRequest)
        };
        let text = std::str::from_utf8(body).map_err(|_| malformed(()))?;
        let decode = |raw| target::decode(raw, true).map_err(|_| malformed(()));
        let mut read = Self::default();
        let mut seen: Vec<&'static str> = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name)?;
            let Some(member) = LOGIN.iter().find(|member| member.name == name) else { continue };
            if seen.contains(&member.name) {
                return Err(invalid(vec![FieldProblem::new(member.name, "must stand there once")]));
            }
            seen.push(member.name);
            let value = Some(decode(value)?.into_owned()).filter(is_given);
            match member.name {
                GRANT_TYPE => read.grant_type = value,
                CLIENT_ID => read.client_id = value,
                CLIENT_SECRET => read.client_secret = value.map(SecretBytes::from),
                _ => read.scope = value,
            }
        }
        Ok(read)
    }
}

#[expect(clippy::ptr_arg, reason = "a filter's")]
fn is_given(text: &String) -> bool {
    !text.is_empty()
}

fn invalid(problems: Vec<FieldProblem>) -> Problem {
    Problem::malformed("the body is not valid; see `errors`")
        .with_errors(problems)
        .with_error(OauthError::InvalidRequest)
}
