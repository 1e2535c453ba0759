//! The one place where a refusal by another component becomes an HTTP refusal.

use strongroom_model::audit::AuthenticationFailure;
use strongroom_model::metadata::Problem as FieldProblem;
use strongroom_model::{FormatName, RotationStep};
use strongroom_ports::catalogue::Failure;
use strongroom_ports::{administration, authentication, vault};

use crate::body::{person, token};
use crate::header::{basic_challenge, challenge};
use crate::json;
use crate::message::ResponseHeader;
use crate::problem::{OauthError, Problem, Refusal};
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
            vault::Error::Forbidden(reason) => Self::forbidden(reason),
            vault::Error::NotFound => Self::new(Refusal::NotFound, "no such secret or owner"),
            vault::Error::NameTaken => {
                Self::new(Refusal::NameTaken, "another secret of the owner has the name")
            }
            vault::Error::Stale(state) => {
                Self::new(Refusal::Stale, "the secret is not as `If-Match` expects it")
                    .with_header(entity_tag(state.version.get(), state.revision))
            }
            vault::Error::Invalid(problems) => Self::invalid(problems),
            vault::Error::UnknownFormat(formats) => {
                let names: Vec<&str> = formats.iter().map(FormatName::as_str).collect();
                let names = names.join("`, `");
                Self::malformed(format!("the query parameter `format` must be one of `{names}`"))
            }
            vault::Error::NotRepresentable(problems) => Self::new(
                Refusal::NotRepresentable,
                "the value cannot be given in this format unchanged; see `errors`",
            )
            .with_errors(problems),
            vault::Error::TypeFailed => {
                Self::new(Refusal::TypeFailed, "the secret's type failed; the log says why")
            }
            vault::Error::Refused { step, failure } => refused(step, failure),
            vault::Error::RotationChanged => Self::new(
                Refusal::RotationChanged,
                "the secret or its rotation was changed by another request meanwhile; read it again",
            ),
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
    let vault::Error::Invalid(problems) = error else { return error.into() };
    Problem::malformed("the query is not valid; see `errors`").with_errors(problems)
}

/// A refusal of what has neither query nor body: what is not valid is the secret.
pub(crate) fn of_service(error: vault::Error) -> Problem {
    let vault::Error::Invalid(problems) = error else { return error.into() };
    let detail = "this cannot be done with the secret; see `errors`";
    Problem::new(Refusal::Invalid, detail).with_errors(problems)
}

/// What a type says of its service. Its messages are held to one line and to no piece of a value
/// where it is plugged in.
fn refused(step: Option<RotationStep>, failure: Failure) -> Problem {
    let what = match step {
        Some(RotationStep::Revoke) => {
            "the new value is current, but the one before could not be revoked".to_owned()
        }
        Some(step) => format!("the rotation stopped at `{step}` and the value is as before"),
        None => "the check could not be made".to_owned(),
    };
    let problem = match failure {
        Failure::Rejected(said) => {
            Problem::new(Refusal::CredentialRejected, format!("{what}: {said}"))
        }
        Failure::Unavailable(said) => {
            Problem::new(Refusal::ServiceUnavailable, format!("{what}: {said}"))
                .with_header(ResponseHeader::new("retry-after", "10"))
        }
        Failure::Invalid(problems) => {
            Problem::new(Refusal::Invalid, format!("{what}; see `errors`")).with_errors(problems)
        }
        Failure::Failed(said) => Problem::new(Refusal::ServiceFailed, format!("{what}: {said}")),
    };
    problem.at_step(step)
}

impl From<administration::Error> for Problem {
    fn from(error: administration::Error) -> Self {
        match error {
            administration::Error::Forbidden(reason) => Self::forbidden(reason),
            administration::Error::NotFound => Self::new(Refusal::NotFound, "no such thing"),
            administration::Error::NameTaken => Self::new(Refusal::NameTaken, "the name is taken"),
            administration::Error::LastOwner => Self::new(
                Refusal::LastOwner,
                "the organization would be without an Owner who can sign in; make somebody else \
                 its Owner first",
            ),
            administration::Error::Invalid(problems) => Self::invalid(in_our_names(problems)),
            administration::Error::NotSupported => Self::new(
                Refusal::NotSupported,
                "this installation decides by roles alone and has no policies",
            ),
            administration::Error::Unavailable => unavailable(),
            administration::Error::Internal => internal(),
        }
    }
}

/// A refusal that says which name is taken.
pub(crate) fn taken(detail: &'static str) -> impl FnOnce(administration::Error) -> Problem {
    move |error| match error {
        administration::Error::NameTaken => Problem::new(Refusal::NameTaken, detail),
        administration::Error::Forbidden(_)
        | administration::Error::NotFound
        | administration::Error::LastOwner
        | administration::Error::Invalid(_)
        | administration::Error::NotSupported
        | administration::Error::Unavailable
        | administration::Error::Internal => error.into(),
    }
}

/// The authorizer's names for lifetimes are ours for what expires.
fn in_our_names(mut problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    for problem in &mut problems {
        let ours = match problem.field.as_str() {
            "lifetime_seconds" | "lifetime-seconds" => token::EXPIRES_IN,
            "token_lifetime_seconds" | "token-lifetime-seconds" => person::TOKEN_EXPIRES_IN,
            _ => continue,
        };
        ours.clone_into(&mut problem.field);
    }
    problems
}

impl From<authentication::Failure> for Problem {
    fn from(failure: authentication::Failure) -> Self {
        match failure {
            authentication::Failure::Rejected(reason) => {
                Self::new(Refusal::Unauthenticated, rejected(reason)).with_header(challenge(true))
            }
            authentication::Failure::Unavailable => unavailable(),
            authentication::Failure::Internal => internal(),
        }
    }
}

const fn rejected(reason: AuthenticationFailure) -> &'static str {
    match reason {
        // Not told apart: neither says anything of what exists.
        AuthenticationFailure::Malformed | AuthenticationFailure::Unknown => {
            "the token is not valid"
        }
        AuthenticationFailure::Expired => "the token has expired",
        AuthenticationFailure::NotYetValid => {
            "the token is not valid yet: its `nbf` or `iat` lies in the future"
        }
        AuthenticationFailure::Issuer => "the token's issuer, `iss`, is not one that is accepted",
        AuthenticationFailure::Audience => {
            "the token was made for somebody else: its audience, `aud`, is not one that is accepted"
        }
        AuthenticationFailure::Algorithm => {
            "the token is signed with an algorithm that is not accepted from its issuer"
        }
        AuthenticationFailure::Key => {
            "the token's issuer has no key such as the token was signed with"
        }
        AuthenticationFailure::Signature => "the token's signature is not valid",
        AuthenticationFailure::TokenType => "the token was made for something else: see its `typ`",
        AuthenticationFailure::Claims => {
            "a claim that is needed is missing from the token, or has a wrong form"
        }
        AuthenticationFailure::Suspended => "the person is suspended or was removed",
        AuthenticationFailure::Revoked => "the client was revoked or has expired",
    }
}

/// A refusal of a client's id and secret.
pub(crate) fn of_login(failure: authentication::Failure) -> Problem {
    let detail = match failure {
        authentication::Failure::Rejected(reason) => match reason {
            AuthenticationFailure::Expired | AuthenticationFailure::Revoked => {
                "the client was revoked or has expired"
            }
            AuthenticationFailure::Malformed
            | AuthenticationFailure::Unknown
            | AuthenticationFailure::NotYetValid
            | AuthenticationFailure::Issuer
            | AuthenticationFailure::Audience
            | AuthenticationFailure::Algorithm
            | AuthenticationFailure::Key
            | AuthenticationFailure::Signature
            | AuthenticationFailure::TokenType
            | AuthenticationFailure::Claims
            | AuthenticationFailure::Suspended => "no client has this id and secret",
        },
        authentication::Failure::Unavailable => return unavailable(),
        authentication::Failure::Internal => return internal(),
    };
    invalid_client(detail)
}

pub(crate) fn invalid_client(detail: &'static str) -> Problem {
    Problem::new(Refusal::Unauthenticated, detail)
        .with_header(basic_challenge())
        .with_error(OauthError::InvalidClient)
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

pub(crate) fn no_such_type() -> Problem {
    Problem::new(Refusal::NotFound, "no such type is loaded")
}

/// A client owns no secrets: `user/me` is nobody.
pub(crate) fn no_user() -> Problem {
    Problem::new(Refusal::NotFound, "the caller is a client, which has no secrets of its own")
}
