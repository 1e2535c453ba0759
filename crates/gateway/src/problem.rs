//! Refusals as problem documents (RFC 9457).
//!
//! A problem never holds a value, a token or a piece of a body: its texts are ours, and a name that
//! a caller chose is shown only where it looks like an identifier (see [`shown`]).

use std::borrow::Cow;

use strongroom_model::{RotationStep, metadata};
use strongroom_ports::sessions::Reason;

use crate::json::Writer;
use crate::message::{Response, ResponseHeader};
pub(crate) use crate::refusal::{OauthError, Refusal};

/// A refusal on its way out.
#[derive(Debug)]
pub(crate) struct Problem {
    refusal: Refusal,
    detail: Cow<'static, str>,
    errors: Vec<metadata::Problem>,
    header: Option<ResponseHeader>,
    /// Why a caller may not, until it is told in words.
    reason: Option<Reason>,
    error: Option<OauthError>,
    /// The step of a rotation that this is about.
    step: Option<RotationStep>,
}

impl Problem {
    pub(crate) fn new(refusal: Refusal, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            refusal,
            detail: detail.into(),
            errors: Vec::new(),
            header: None,
            reason: None,
            error: None,
            step: None,
        }
    }

    /// 403. Who could is added where the operation is known.
    pub(crate) fn forbidden(reason: Reason) -> Self {
        Self { reason: Some(reason), ..Self::new(Refusal::Forbidden, "the caller may not do this") }
    }

    /// Says why a caller may not, where that is what this is about.
    pub(crate) fn explained(mut self, explain: impl FnOnce(Reason) -> String) -> Self {
        if let Some(reason) = self.reason.take() {
            self.detail = explain(reason).into();
        }
        self
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

    /// Of a login: what an OAuth client compares.
    pub(crate) fn with_error(mut self, error: OauthError) -> Self {
        self.error.get_or_insert(error);
        self
    }

    /// Any refusal of a login. One that is a fault of the request and has no word of its own is
    /// `invalid_request`; those of the server have none in RFC 6749.
    pub(crate) fn of_login(self) -> Self {
        if self.refusal.status() < 500 { self.with_error(OauthError::InvalidRequest) } else { self }
    }

    pub(crate) const fn at_step(mut self, step: Option<RotationStep>) -> Self {
        self.step = step;
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
        if let Some(error) = self.error {
            json.member("error").text(error.as_str());
        }
        if let Some(step) = self.step {
            json.member("step").text(step.as_str());
        }
        if !self.errors.is_empty() {
            write_errors(&mut json, &self.errors);
        }
        json.end_object();
        let mut headers = vec![ResponseHeader::new("content-type", "application/problem+json")];
        headers.extend(self.header);
        Response { status: self.refusal.status(), headers, body: json.finish() }
    }
}

/// What is wrong, by field.
pub(crate) fn write_errors(json: &mut Writer, errors: &[metadata::Problem]) {
    json.member("errors").begin_list();
    for error in errors {
        json.begin_object();
        json.member("field").text(&field_shown(&error.field));
        json.member("message").text(&error.message);
        json.end_object();
    }
    json.end_list();
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
    fn a_field_is_shown_only_as_far_as_it_is_identifiers() {
        for (field, expected) in [
            ("name", "name"),
            ("labels.team-a", "labels.team-a"),
            ("labels.p@ssw0rd!", "labels"),
            ("value.\u{e9}", "value"),
            ("value.a b.c", "value"),
            ("scopes.0.permissions.1", "scopes.0.permissions.1"),
            ("", "body"),
            ("hunter 2", "body"),
        ] {
            assert_eq!(field_shown(field), expected, "{field}");
        }
    }
}
