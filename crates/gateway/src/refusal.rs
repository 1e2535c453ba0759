//! The kinds of refusal: what a caller may compare.

/// What kind of refusal, and with it the status, the stable type and the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Refusal {
    MalformedRequest,
    Unauthenticated,
    Forbidden,
    NoSuchRoute,
    NotFound,
    MethodNotAllowed,
    NameTaken,
    LastOwner,
    Stale,
    BodyTooLarge,
    UnsupportedMediaType,
    Invalid,
    Corrupt,
    Internal,
    NotSupported,
    Unavailable,
}

impl Refusal {
    pub(crate) const ALL: [Self; 16] = [
        Self::MalformedRequest,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NoSuchRoute,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NameTaken,
        Self::LastOwner,
        Self::Stale,
        Self::BodyTooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::Corrupt,
        Self::Internal,
        Self::NotSupported,
        Self::Unavailable,
    ];

    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NoSuchRoute | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NameTaken | Self::LastOwner => 409,
            Self::Stale => 412,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid => 422,
            Self::Corrupt | Self::Internal => 500,
            Self::NotSupported => 501,
            Self::Unavailable => 503,
        }
    }

    /// Stable: callers may compare it.
    pub(crate) const fn type_uri(self) -> &'static str {
        match self {
            Self::MalformedRequest => "urn:strongroom:problem:malformed-request",
            Self::Unauthenticated => "urn:strongroom:problem:unauthenticated",
            Self::Forbidden => "urn:strongroom:problem:forbidden",
            Self::NoSuchRoute => "urn:strongroom:problem:no-such-route",
            Self::NotFound => "urn:strongroom:problem:not-found",
            Self::MethodNotAllowed => "urn:strongroom:problem:method-not-allowed",
            Self::NameTaken => "urn:strongroom:problem:name-taken",
            Self::LastOwner => "urn:strongroom:problem:last-owner",
            Self::Stale => "urn:strongroom:problem:stale",
            Self::BodyTooLarge => "urn:strongroom:problem:body-too-large",
            Self::UnsupportedMediaType => "urn:strongroom:problem:unsupported-media-type",
            Self::Invalid => "urn:strongroom:problem:invalid",
            Self::Corrupt => "urn:strongroom:problem:corrupt",
            Self::Internal => "urn:strongroom:problem:internal",
            Self::NotSupported => "urn:strongroom:problem:not-supported",
            Self::Unavailable => "urn:strongroom:problem:unavailable",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::MalformedRequest => "Malformed request",
            Self::Unauthenticated => "Not authenticated",
            Self::Forbidden => "Not allowed",
            Self::NoSuchRoute => "No such route",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::NameTaken => "The name is taken",
            Self::LastOwner => "The last Owner stays",
            Self::Stale => "The secret has changed",
            Self::BodyTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::Invalid => "Not valid",
            Self::Corrupt => "The stored value fails its integrity check",
            Self::Internal => "Internal error",
            Self::NotSupported => "Not supported",
            Self::Unavailable => "Not available now",
        }
    }
}

/// What a login is refused with, in the words of RFC 6749, section 5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OauthError {
    InvalidRequest,
    InvalidClient,
    UnsupportedGrantType,
    InvalidScope,
}

impl OauthError {
    pub(crate) const ALL: [Self; 4] =
        [Self::InvalidRequest, Self::InvalidClient, Self::UnsupportedGrantType, Self::InvalidScope];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_stable_and_told_apart_from_every_other() {
        for (index, refusal) in Refusal::ALL.into_iter().enumerate() {
            let same = Refusal::ALL.into_iter().position(|r| r.type_uri() == refusal.type_uri());
            assert_eq!(same, Some(index), "{refusal:?}");
        }
    }
}
