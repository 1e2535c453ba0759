//! The one place where a refusal by another component becomes an HTTP refusal.

use strongroom_ports::{administration, authentication, vault};

use crate::header::challenge;
use crate::json;
use crate::message::ResponseHeader;
use crate::problem::{Problem, Refusal};
use crate::target;

/// Version and revision as an entity tag.
pub(crate) fn entity_tag(version: u32, revision: u32) -> ResponseHeader {
    ResponseHeader::new("etag", format!("\"{version}.{revision}\""))
}

fn unavailable() -> Problem {
    Problem::new(Refusal::Unavailable, "try again later")
        .with_header(ResponseHeader::new("retry-after", "1"))
}

pub(crate) fn internal() -> Problem {
    Problem::new(Refusal::Internal, "the request could not be served; the log says why")
}

impl From<vault::Error> for Problem {
    fn from(error: vault::Error) -> Self {
        match error {
            vault::Error::Forbidden => Self::new(Refusal::Forbidden, "the caller may not do this"),
            vault::Error::NotFound => Self::new(Refusal::NotFound, "no such secret or owner"),
            vault::Error::NameTaken => {
                Self::new(Refusal::NameTaken, "another secret of the owner has the name")
            }
            vault::Error::Stale(state) => {
                Self::new(Refusal::Stale, "the secret is not as `If-Match` expects it")
                    .with_header(entity_tag(state.version.get(), state.revision))
            }
            vault::Error::Invalid(problems) => Self::invalid(problems),
            vault::Error::Corrupt => Self::new(
                Refusal::Corrupt,
                "the value was changed where it is stored, or its database belongs to another root key",
            ),
            vault::Error::Unavailable => unavailable(),
            vault::Error::Internal => internal(),
        }
    }
}

/// A refusal of what has a query and no body: what is not valid is the query.
pub(crate) fn of_query(error: vault::Error) -> Problem {
    match error {
        vault::Error::Invalid(problems) => {
            Problem::malformed("the query is not valid; see `errors`").with_errors(problems)
        }
        vault::Error::Forbidden
        | vault::Error::NotFound
        | vault::Error::NameTaken
        | vault::Error::Stale(_)
        | vault::Error::Corrupt
        | vault::Error::Unavailable
        | vault::Error::Internal => error.into(),
    }
}

impl From<administration::Error> for Problem {
    fn from(error: administration::Error) -> Self {
        match error {
            administration::Error::Forbidden => {
                Self::new(Refusal::Forbidden, "the caller may not do this")
            }
            administration::Error::NotFound => Self::new(Refusal::NotFound, "no such thing"),
            administration::Error::NameTaken => {
                Self::new(Refusal::NameTaken, "another project of the organization has the name")
            }
            administration::Error::Invalid(problems) => Self::invalid(problems),
            administration::Error::Unavailable => unavailable(),
            administration::Error::Internal => internal(),
        }
    }
}

impl From<authentication::Failure> for Problem {
    fn from(failure: authentication::Failure) -> Self {
        match failure {
            // Not told apart: neither says anything of what exists.
            authentication::Failure::Malformed | authentication::Failure::Unknown => {
                Self::new(Refusal::Unauthenticated, "the token is not valid")
                    .with_header(challenge(true))
            }
            authentication::Failure::Expired => {
                Self::new(Refusal::Unauthenticated, "the token has expired")
                    .with_header(challenge(true))
            }
            authentication::Failure::Unavailable => unavailable(),
            authentication::Failure::Internal => internal(),
        }
    }
}

impl From<target::Error> for Problem {
    fn from(error: target::Error) -> Self {
        match error {
            target::Error::MalformedEscape => Self::malformed(error.to_string()),
            target::Error::ForbiddenSegment => no_such_route(),
        }
    }
}

impl From<json::Error> for Problem {
    fn from(error: json::Error) -> Self {
        match error {
            json::Error::Empty
            | json::Error::Syntax { .. }
            | json::Error::TooDeep { .. }
            | json::Error::TooMany { .. }
            | json::Error::Duplicate { .. } => Self::malformed(error.to_string()),
        }
    }
}

pub(crate) fn no_such_route() -> Problem {
    Problem::new(Refusal::NoSuchRoute, "no route has this path")
}
