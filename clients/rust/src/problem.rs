//! What a server refuses with: a problem document (RFC 9457). It never holds what was sent.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use crate::ids::EntityTag;

macro_rules! kinds {
    ($($kind:ident = $name:literal),* $(,)?) => {
        /// What kind of refusal: the stable end of a problem's `type`.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Kind {
            $($kind,)*
            /// One that this client does not know.
            Other,
        }

        impl Kind {
            /// Every kind that is known, with its `type`.
            pub const ALL: &[(Self, &str)] =
                &[$((Self::$kind, concat!("urn:strongroom:problem:", $name)),)*];
        }
    };
}

kinds! {
    MalformedRequest = "malformed-request",
    Unauthenticated = "unauthenticated",
    Forbidden = "forbidden",
    NoSuchRoute = "no-such-route",
    NotFound = "not-found",
    MethodNotAllowed = "method-not-allowed",
    NotAcceptable = "not-acceptable",
    NameTaken = "name-taken",
    LastOwner = "last-owner",
    RotationChanged = "rotation-changed",
    Stale = "stale",
    BodyTooLarge = "body-too-large",
    UnsupportedMediaType = "unsupported-media-type",
    Invalid = "invalid",
    NotRepresentable = "not-representable",
    CredentialRejected = "credential-rejected",
    Corrupt = "corrupt",
    Internal = "internal",
    NotSupported = "not-supported",
    TypeFailed = "type-failed",
    ServiceFailed = "service-failed",
    ServiceUnavailable = "service-unavailable",
    Unavailable = "unavailable",
}

impl Kind {
    fn of(uri: &str) -> Self {
        let found = Self::ALL.iter().find(|(_, known)| *known == uri);
        found.map_or(Self::Other, |(kind, _)| kind.clone())
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    pub kind: Kind,
    pub status: u16,
    /// In a few words, the same for every problem of a kind.
    pub title: String,
    pub detail: String,
    /// What is wrong, by field.
    pub errors: Vec<FieldProblem>,
    /// What the server's log and audit log call the request.
    pub request_id: String,
    /// Of a rotation: where it stopped.
    pub step: Option<String>,
    /// When the server wants to be asked again.
    pub retry_after: Option<Duration>,
    /// Where the secret was not as it was expected: what it is.
    pub current: Option<EntityTag>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    pub message: String,
}

#[derive(Deserialize)]
struct Document {
    r#type: String,
    title: String,
    status: u16,
    detail: String,
    #[serde(default)]
    errors: Vec<FieldProblem>,
    request_id: String,
    step: Option<String>,
}

impl Problem {
    /// None where the body is no problem document.
    pub(crate) fn read(
        body: &[u8],
        retry_after: Option<Duration>,
        current: Option<EntityTag>,
    ) -> Option<Self> {
        let found: Document = serde_json::from_slice(body).ok()?;
        Some(Self {
            kind: Kind::of(&found.r#type),
            status: found.status,
            title: found.title,
            detail: found.detail,
            errors: found.errors,
            request_id: found.request_id,
            step: found.step,
            retry_after,
            current,
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", Plain(&self.title), Plain(&self.detail))?;
        for FieldProblem { field, message } in &self.errors {
            write!(out, "; {}: {}", Plain(field), Plain(message))?;
        }
        write!(out, " (request {})", Plain(&self.request_id))
    }
}

/// Without what a terminal would obey.
struct Plain<'a>(&'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        self.0.chars().try_for_each(|char| {
            out.write_char(if char.is_control() { char::REPLACEMENT_CHARACTER } else { char })
        })
    }
}
