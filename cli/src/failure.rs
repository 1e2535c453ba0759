//! What went wrong, told to a person on standard error and to a script by the exit code.

use std::fmt;
use std::process::ExitCode;

use strongroom_client::{Error, Kind, Problem};

use crate::login::Failure;
use crate::manage::audit::NotIntact;
use crate::words::plain;

/// For the help of a program.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed here: a file, an argument's meaning, a child that could not be started
  2  the command line makes no sense
  3  there is no such thing, or none that the credential may know of
  4  not allowed, or the credential is not taken
  5  the server cannot be reached or cannot answer now
  6  it is not as it was expected to be: changed by others, or the name is taken
  7  the server refuses what was given: a field or a format
  8  the audit log is not as it was written, or cannot be verified
run ends as its command does.";

/// Tells of a failure and gives the program's exit code.
#[must_use]
pub fn end(program: &str, done: anyhow::Result<()>) -> ExitCode {
    use std::io::Write as _;
    let Err(error) = done else { return ExitCode::SUCCESS };
    if let Some(Ended(code)) = error.downcast_ref() {
        return ExitCode::from(*code);
    }
    // Standard error may be gone; there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{program}: {}", Told(&error));
    ExitCode::from(code(&error))
}

/// A command that was run has ended with this, and told of it what it had to.
#[derive(Debug, thiserror::Error)]
#[error("the command ended with {0}")]
pub(crate) struct Ended(pub(crate) u8);

/// Of [`EXIT_CODES`].
fn code(whole: &anyhow::Error) -> u8 {
    if whole.is::<NotIntact>() {
        return 8;
    }
    let Some(error) = of_client(whole) else {
        return if provider_is_away(whole) { 5 } else { 1 };
    };
    if let Error::Unreachable { .. } | Error::NotStrongroom { .. } | Error::Trust(_) = error {
        return 5;
    }
    if let Error::NoCredential | Error::NoToken = error {
        return 4;
    }
    if let Error::NoTokenObtained(_) = error {
        return if provider_is_away(whole) { 5 } else { 4 };
    }
    if let Error::Unresolved { .. } = error {
        return 3;
    }
    if let Error::Uncertain = error {
        return 6;
    }
    match error.kind() {
        None => 1,
        Some(Kind::NotFound) => 3,
        Some(Kind::Unauthenticated | Kind::Forbidden) => 4,
        Some(Kind::NameTaken | Kind::Stale | Kind::RotationChanged | Kind::LastOwner) => 6,
        Some(
            Kind::Invalid
            | Kind::NotRepresentable
            | Kind::CredentialRejected
            | Kind::BodyTooLarge
            | Kind::MalformedRequest
            | Kind::NotSupported,
        ) => 7,
        Some(_) => 5,
    }
}

pub(crate) fn of_client(error: &anyhow::Error) -> Option<&Error> {
    error.chain().find_map(|cause| cause.downcast_ref())
}

/// Whether it is a provider of identities that could not be asked for a token.
fn provider_is_away(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref()).any(Failure::is_of_the_way)
}

/// A failure, with the server's words in full where the server refused.
pub(crate) struct Told<'a>(pub(crate) &'a anyhow::Error);

impl fmt::Display for Told<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, cause) in self.0.chain().enumerate() {
            if position > 0 {
                out.write_str(": ")?;
            }
            match cause.downcast_ref::<Error>() {
                Some(Error::Refused(problem) | Error::Stale(problem)) => {
                    return refusal(out, problem);
                }
                _ => write!(out, "{cause}")?,
            }
        }
        Ok(())
    }
}

fn refusal(out: &mut fmt::Formatter<'_>, problem: &Problem) -> fmt::Result {
    out.write_str(&plain(&problem.title))?;
    if !problem.detail.is_empty() {
        write!(out, ": {}", plain(&problem.detail))?;
    }
    for error in &problem.errors {
        write!(out, "\n  {}: {}", plain(&error.field), plain(&error.message))?;
    }
    write!(out, "\nrequest {}", plain(&problem.request_id))
}
