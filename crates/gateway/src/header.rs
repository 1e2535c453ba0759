//! The three request headers that matter: `Authorization`, `Content-Type` and `If-Match`. Each may
//! stand in a request once; a second one is refused, since two readers could choose differently.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use strongroom_model::VersionNumber;
use strongroom_model::metadata::Precondition;
use strongroom_secret_bytes::SecretBytes;
use zeroize::Zeroizing;

use crate::message::{RequestHeader, ResponseHeader};
use crate::problem::{OauthError, Problem, Refusal};
use crate::target;

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

/// `WWW-Authenticate` of the login.
pub(crate) fn basic_challenge() -> ResponseHeader {
    ResponseHeader::new("www-authenticate", "Basic realm=\"strongroom\", charset=\"UTF-8\"")
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

/// The id and the secret of `Authorization: Basic`, where the header is there: RFC 7617, each part
/// percent-encoded as RFC 6749, section 2.3.1, has it.
pub(crate) fn basic(headers: &[RequestHeader]) -> Result<Option<(String, SecretBytes)>, Problem> {
    let value = match find(headers, "authorization") {
        Found::None => return Ok(None),
        Found::Several => {
            let detail = "`Authorization` must stand in a request once";
            return Err(Problem::malformed(detail).with_error(OauthError::InvalidRequest));
        }
        Found::One(value) => value,
    };
    credentials(value).map(Some).ok_or_else(|| {
        let detail = "`Authorization` must be `Basic` with the client's id and secret";
        Problem::new(Refusal::Unauthenticated, detail)
            .with_header(basic_challenge())
            .with_error(OauthError::InvalidClient)
    })
}

fn credentials(value: &[u8]) -> Option<(String, SecretBytes)> {
    let (scheme, rest) = value.split_at_checked("basic".len())?;
    if !scheme.eq_ignore_ascii_case(b"basic") || rest.first() != Some(&b' ') {
        return None;
    }
    let pair = Zeroizing::new(STANDARD.decode(rest.trim_ascii_start()).ok()?);
    let (id, secret) = std::str::from_utf8(&pair).ok()?.split_once(':')?;
    let decode = |part| target::decode(part, true).ok().map(Cow::into_owned);
    let (id, secret) = (decode(id)?, decode(secret)?);
    (!id.is_empty() && !secret.is_empty()).then(|| (id, SecretBytes::from(secret)))
}

/// Checks that a body has one of the media types that the operation takes, and gives it.
pub(crate) fn media_type<'a>(
    headers: &[RequestHeader],
    accepted: &[&'a str],
) -> Result<&'a str, Problem> {
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
    let is_it = |a: &&&str| media_type.eq_ignore_ascii_case(a.as_bytes());
    let Some(media_type) = accepted.iter().find(is_it) else { return refuse() };
    let is_utf8 = |parameter: &[u8]| {
        let parameter = parameter.trim_ascii();
        parameter.eq_ignore_ascii_case(b"charset=utf-8")
            || parameter.eq_ignore_ascii_case(b"charset=\"utf-8\"")
    };
    if parts.all(is_utf8) { Ok(media_type) } else { refuse() }
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
