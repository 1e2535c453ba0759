//! The three request headers that matter: `Authorization`, `Content-Type` and `If-Match`. Each may
//! stand in a request once; a second one is refused, since two readers could choose differently.

use strongroom_model::VersionNumber;
use strongroom_model::metadata::Precondition;
use strongroom_secret_bytes::SecretBytes;

use crate::message::{RequestHeader, ResponseHeader};
use crate::problem::{Problem, Refusal};

/// `WWW-Authenticate`: with an error where there was a token to judge.
pub(crate) fn challenge(with_token: bool) -> ResponseHeader {
    ResponseHeader::new(
        "www-authenticate",
        if with_token {
            "Bearer realm=\"strongroom\", error=\"invalid_token\""
        } else {
            "Bearer realm=\"strongroom\""
        },
    )
}

enum Found<'h> {
    None,
    One(&'h [u8]),
    Several,
}

fn find<'h>(headers: &'h [RequestHeader], name: &str) -> Found<'h> {
    let mut values = headers.iter().filter(|header| header.name == name);
    match (values.next(), values.next()) {
        (None, _) => Found::None,
        (Some(header), None) => Found::One(header.value.expose().trim_ascii()),
        (Some(_), Some(_)) => Found::Several,
    }
}

/// The token of `Authorization: bearer <token>`, the scheme in any case.
pub(crate) fn bearer(headers: &[RequestHeader]) -> Result<SecretBytes, Problem> {
    let refuse = |detail, with_token| {
        Err(Problem::new(Refusal::Unauthenticated, detail).with_header(challenge(with_token)))
    };
    let value = match find(headers, "authorization") {
        Found::None => return refuse("a bearer token is required", false),
        Found::Several => return refuse("`Authorization` must stand in a request once", true),
        Found::One(value) => value,
    };
    let Some((scheme, rest)) = value.split_at_checked("bearer".len()) else {
        return refuse("a bearer token is required", false);
    };
    let token = rest.trim_ascii_start();
    if !scheme.eq_ignore_ascii_case(b"bearer") || rest.first() != Some(&b' ') || token.is_empty() {
        return refuse("a bearer token is required", false);
    }
    Ok(SecretBytes::new(token.to_vec()))
}

/// Checks that a body is JSON under one of the media types that the operation takes.
pub(crate) fn check_media_type(
    headers: &[RequestHeader],
    accepted: &[&str],
) -> Result<(), Problem> {
    let refuse = || {
        let accepted = accepted.join("` or `");
        Err(Problem::new(
            Refusal::UnsupportedMediaType,
            format!("`Content-Type` must be `{accepted}`, in UTF-8 and without an encoding"),
        ))
    };
    // A compressed body would be read as broken JSON, and its bound would mean nothing.
    if !matches!(find(headers, "content-encoding"), Found::None) {
        return refuse();
    }
    let Found::One(value) = find(headers, "content-type") else { return refuse() };
    let mut parts = value.split(|byte| *byte == b';');
    let media_type = parts.next().unwrap_or_default().trim_ascii();
    let is_accepted = accepted.iter().any(|a| media_type.eq_ignore_ascii_case(a.as_bytes()));
    let is_utf8 = |parameter: &[u8]| {
        let parameter = parameter.trim_ascii();
        parameter.eq_ignore_ascii_case(b"charset=utf-8")
            || parameter.eq_ignore_ascii_case(b"charset=\"utf-8\"")
    };
    if is_accepted && parts.all(is_utf8) { Ok(()) } else { refuse() }
}

/// What `If-Match` expects: `"<version>"`, `"<version>.<revision>"` or `*`. Nothing where it is not
/// there or says `*`, which every secret that exists fulfils.
pub(crate) fn precondition(headers: &[RequestHeader]) -> Result<Option<Precondition>, Problem> {
    let refuse = || {
        Err(Problem::malformed(
            "`If-Match` must be one of `\"<version>\"`, `\"<version>.<revision>\"` and `*`",
        ))
    };
    let value = match find(headers, "if-match") {
        Found::None | Found::One(b"*") => return Ok(None),
        Found::Several => return refuse(),
        Found::One(value) => value,
    };
    let text = std::str::from_utf8(value)
        .ok()
        .and_then(|text| text.strip_prefix('"'))
        .and_then(|text| text.strip_suffix('"'));
    let Some(text) = text else { return refuse() };
    let (version, revision) = match text.split_once('.') {
        Some((version, revision)) => (version, Some(revision)),
        None => (text, None),
    };
    // A revision is written like a version: from 1, in one spelling.
    let revision = revision.map(str::parse::<VersionNumber>).transpose();
    match (version.parse(), revision) {
        (Ok(version), Ok(revision)) => {
            Ok(Some(Precondition { version, revision: revision.map(VersionNumber::get) }))
        }
        _ => refuse(),
    }
}
