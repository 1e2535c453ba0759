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
    NotAcceptable,
    NameTaken,
    LastOwner,
    RotationChanged,
    Stale,
    BodyTooLarge,
    UnsupportedMediaType,
    Invalid,
    NotRepresentable,
    CredentialRejected,
    Corrupt,
    Internal,
    NotSupported,
    TypeFailed,
    ServiceFailed,
    ServiceUnavailable,
    Unavailable,
}

impl Refusal {
    pub(crate) const ALL: [Self; 23] = [
        Self::MalformedRequest,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NoSuchRoute,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::NameTaken,
        Self::LastOwner,
        Self::RotationChanged,
        Self::Stale,
        Self::BodyTooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::NotRepresentable,
        Self::CredentialRejected,
        Self::Corrupt,
        Self::Internal,
        Self::NotSupported,
        Self::TypeFailed,
        Self::ServiceFailed,
        Self::ServiceUnavailable,
        Self::Unavailable,
    ];

    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NoSuchRoute | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NotAcceptable => 406,
            Self::NameTaken | Self::LastOwner | Self::RotationChanged => 409,
            Self::Stale => 412,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid | Self::NotRepresentable | Self::CredentialRejected => 422,
            Self::Corrupt | Self::Internal => 500,
            Self::NotSupported => 501,
            Self::TypeFailed | Self::ServiceFailed => 502,
            Self::ServiceUnavailable | Self::Unavailable => 503,
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
            Self::NotAcceptable => "urn:strongroom:problem:not-acceptable",
            Self::NameTaken => "urn:strongroom:problem:name-taken",
            Self::LastOwner => "urn:strongroom:problem:last-owner",
            Self::RotationChanged => "urn:strongroom:problem:rotation-changed",
            Self::Stale => "urn:strongroom:problem:stale",
            Self::BodyTooLarge => "urn:strongroom:problem:body-too-large",
            Self::UnsupportedMediaType => "urn:strongroom:problem:unsupported-media-type",
            Self::Invalid => "urn:strongroom:problem:invalid",
            Self::NotRepresentable => "urn:strongroom:problem:not-representable",
            Self::CredentialRejected => "urn:strongroom:problem:credential-rejected",
            Self::Corrupt => "urn:strongroom:problem:corrupt",
            Self::Internal => "urn:strongroom:problem:internal",
            Self::NotSupported => "urn:strongroom:problem:not-supported",
            Self::TypeFailed => "urn:strongroom:problem:type-failed",
            Self::ServiceFailed => "urn:strongroom:problem:service-failed",
            Self::ServiceUnavailable => "urn:strongroom:problem:service-unavailable",
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
            Self::NotAcceptable => "No such form",
            Self::NameTaken => "The name is taken",
            Self::LastOwner => "The last Owner stays",
            Self::RotationChanged => "The rotation has changed",
            Self::Stale => "The secret has changed",
            Self::BodyTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::Invalid => "Not valid",
            Self::NotRepresentable => "The format cannot hold the value",
            Self::CredentialRejected => "The service rejects the value",
            Self::Corrupt => "The stored value fails its integrity check",
            Self::Internal => "Internal error",
            Self::NotSupported => "Not supported",
            Self::TypeFailed => "The secret's type failed",
            Self::ServiceFailed => "The service did not do it",
            Self::ServiceUnavailable => "The service is not available now",
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
