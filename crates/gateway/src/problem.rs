//! Refusals as problem documents (RFC 9457).
//!
//! A problem never holds a value, a token or a piece of a body: its texts are ours, and a name that
//! a caller chose is shown only where it looks like an identifier (see [`shown`]).

use std::borrow::Cow;

use strongroom_model::metadata;

use crate::json::Writer;
use crate::message::{Response, ResponseHeader};

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
    Stale,
    BodyTooLarge,
    UnsupportedMediaType,
    Invalid,
    Corrupt,
    Internal,
    Unavailable,
}

impl Refusal {
    pub(crate) const ALL: [Self; 14] = [
        Self::MalformedRequest,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NoSuchRoute,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NameTaken,
        Self::Stale,
        Self::BodyTooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::Corrupt,
        Self::Internal,
        Self::Unavailable,
    ];

    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NoSuchRoute | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NameTaken => 409,
            Self::Stale => 412,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid => 422,
            Self::Corrupt | Self::Internal => 500,
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
            Self::Stale => "urn:strongroom:problem:stale",
            Self::BodyTooLarge => "urn:strongroom:problem:body-too-large",
            Self::UnsupportedMediaType => "urn:strongroom:problem:unsupported-media-type",
            Self::Invalid => "urn:strongroom:problem:invalid",
            Self::Corrupt => "urn:strongroom:problem:corrupt",
            Self::Internal => "urn:strongroom:problem:internal",
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
            Self::Stale => "The secret has changed",
            Self::BodyTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::Invalid => "Not valid",
            Self::Corrupt => "The stored value fails its integrity check",
            Self::Internal => "Internal error",
            Self::Unavailable => "Not available now",
        }
    }
}

/// A refusal on its way out.
#[derive(Debug)]
pub(crate) struct Problem {
    refusal: Refusal,
    detail: Cow<'static, str>,
    errors: Vec<metadata::Problem>,
    header: Option<ResponseHeader>,
}

impl Problem {
    pub(crate) fn new(refusal: Refusal, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { refusal, detail: detail.into(), errors: Vec::new(), header: None }
    }

    pub(crate) fn malformed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Refusal::MalformedRequest, detail)
    }

    /// 422 with what is wrong, by field.
    pub(crate) fn invalid(errors: Vec<metadata::Problem>) -> Self {
        Self::new(Refusal::Invalid, "the body is not valid; see `errors`").with_errors(errors)
    }

    pub(crate) fn with_errors(mut self, errors: Vec<metadata::Problem>) -> Self {
        self.errors = errors;
        self
    }

    pub(crate) fn with_header(mut self, header: ResponseHeader) -> Self {
        self.header = Some(header);
        self
    }

    pub(crate) fn into_response(self, request_id: &str) -> Response {
        let mut json = Writer::with_capacity(384);
        json.begin_object();
        json.member("type").text(self.refusal.type_uri());
        json.member("title").text(self.refusal.title());
        json.member("status").number(self.refusal.status());
        json.member("detail").text(&self.detail);
        json.member("request_id").text(request_id);
        if !self.errors.is_empty() {
            json.member("errors").begin_list();
            for error in &self.errors {
                json.begin_object();
                json.member("field").text(&field_shown(&error.field));
                json.member("message").text(&error.message);
                json.end_object();
            }
            json.end_list();
        }
        json.end_object();
        let mut headers = vec![ResponseHeader::new("content-type", "application/problem+json")];
        headers.extend(self.header);
        Response { status: self.refusal.status(), headers, body: json.finish() }
    }
}

/// A name that came from a caller, if it may stand in a problem. A value pasted where a name belongs
/// is rarely a short word of letters alone, or a short number; what is neither is never shown.
pub(crate) fn shown(name: &str) -> Option<&str> {
    let is_word = name.len() <= 32
        && name.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
    let is_index = name.len() <= 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    (!name.is_empty() && (is_word || is_index)).then_some(name)
}

/// A field's path, cut off before the first step that may not be shown: `labels.<key>` is `labels`
/// where the key is not an identifier.
fn field_shown(field: &str) -> Cow<'_, str> {
    if field.split('.').all(|step| shown(step).is_some()) {
        return Cow::Borrowed(field);
    }
    let steps: Vec<&str> = field.split('.').map_while(shown).collect();
    Cow::Owned(if steps.is_empty() { "body".to_owned() } else { steps.join(".") })
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

    #[test]
    fn a_field_is_shown_only_as_far_as_it_is_identifiers() {
        for (field, expected) in [
            ("name", "name"),
            ("labels.team-a", "labels.team-a"),
            ("labels.p@ssw0rd!", "labels"),
            ("value.\u{e9}", "value"),
            ("value.a b.c", "value"),
            ("grants.0.on", "grants.0.on"),
            ("", "body"),
            ("hunter 2", "body"),
        ] {
            assert_eq!(field_shown(field), expected, "{field}");
        }
    }
}
