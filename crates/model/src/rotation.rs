//! How a secret's value is replaced at the service that it opens.

use std::fmt;
use std::str::FromStr;

use crate::{ParseError, VersionNumber};

/// The steps of a rotation, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RotationStep {
    /// Makes the next value, which is then kept.
    Create,
    /// Makes it known to the service.
    Set,
    /// Tries it.
    Test,
    /// Makes it the current value.
    Finish,
    /// Ends the value before.
    Revoke,
}

impl RotationStep {
    pub const ALL: [Self; 5] = [Self::Create, Self::Set, Self::Test, Self::Finish, Self::Revoke];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Set => "set",
            Self::Test => "test",
            Self::Finish => "finish",
            Self::Revoke => "revoke",
        }
    }
}

impl FromStr for RotationStep {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|step| step.as_str() == text).ok_or(ParseError::RotationStep)
    }
}

impl fmt::Display for RotationStep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A rotation that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// The first step whose end was not seen; never [`RotationStep::Create`], before whose end
    /// there is nothing to keep.
    pub step: RotationStep,
    /// Of the next value; at [`RotationStep::Revoke`] it has become the current one.
    pub version: VersionNumber,
}

/// How a step, or a check, of a type that talks to a service ended. What the service said is not
/// recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Rejected,
    Unavailable,
    Invalid,
    Failed,
}

impl Outcome {
    pub const ALL: [Self; 5] =
        [Self::Done, Self::Rejected, Self::Unavailable, Self::Invalid, Self::Failed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Rejected => "rejected",
            Self::Unavailable => "unavailable",
            Self::Invalid => "invalid",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for Outcome {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text).ok_or(ParseError::Outcome)
    }
}
