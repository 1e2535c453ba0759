//! The nouns of Strongroom, parsed once and valid from then on.
//!
//! What this is: plain data with no secret in it, and the rules that make a name a name. What it is
//! not: logic over several of them, serialization, I/O. Depends on nothing of ours.

pub mod access;
pub mod audit;
pub mod examination;
pub mod id;
pub mod limits;
pub mod log;
pub mod metadata;
pub mod name;
pub mod owner;
pub mod provider;
pub mod rotation;
pub mod schedule;
pub mod sealed;
pub mod secret;

pub use access::{
    Action, Member, MemberKind, Permission, Principal, PrincipalKind, Role, Scope, SecretScope,
    Visibility,
};
pub use id::Id;
pub use name::{FieldName, FormatName, MediaType, Name, TypeName};
pub use owner::{Owner, OwnerKind};
pub use rotation::{Outcome, Rotation, RotationStep};
pub use schedule::{Freshness, Period, Schedule};
pub use secret::{SecretKey, VersionNumber};

/// Seconds since the Unix epoch.
pub type Timestamp = i64;

/// Why a text is not the thing it was read as. Never contains the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("must not be empty")]
    Empty,
    #[error("must be at most {limit} characters")]
    TooLong { limit: usize },
    #[error("must not contain control characters")]
    ControlCharacter,
    #[error("must not begin or end with white space")]
    SurroundingSpace,
    #[error("must be `project`, `organization` or `user`")]
    OwnerKind,
    #[error("must be a KSUID: 27 characters of 0-9, A-Z and a-z")]
    Id,
    #[error("must be `secret/<Type>/<id>`")]
    SecretKey,
    #[error("must begin with a letter and contain only letters, digits and `-`")]
    TypeName,
    #[error("must begin with a letter and contain only letters, digits, `_` and `-`")]
    FieldName,
    #[error("must be of lower-case letters, digits and `-`, at most 64")]
    FormatName,
    #[error("must be a media type in lower case, such as `application/json`")]
    MediaType,
    #[error("must be one of the known roles")]
    Role,
    #[error("must be one of the known actions")]
    Action,
    #[error("must be `metadata`, `reveal`, `write` or `manage`")]
    Permission,
    #[error("must be `public`, `internal`, `restricted` or `private`")]
    Visibility,
    #[error("must be `user` or `group`")]
    MemberKind,
    #[error("must be one of the steps of a rotation")]
    RotationStep,
    #[error("must be one of the known outcomes")]
    Outcome,
    #[error("must be a whole number from 1 up")]
    Version,
}
