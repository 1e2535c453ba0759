//! What stands at the head of each answer.

use crate::{File, Response};

/// Scripts and styles from here alone, requests to here alone, nothing inline, nothing framed, and
/// text becomes markup only through a policy of the page's scripts.
macro_rules! policy {
    () => {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
        connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; \
        frame-ancestors 'none'; require-trusted-types-for 'script'"
    };
}

/// The pages of the API are another maker's, and make markup of the document.
const API_PAGES_POLICY: &str = policy!();
/// The console makes none: no policy for it may even be named.
const POLICY: &str = concat!(policy!(), "; trusted-types 'none'");

/// A year: the longest that caches are told.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked about each time.
const ASKED_ABOUT: &str = "no-cache";

pub(crate) fn of(file: &File) -> Response {
    let is_api_page = file.path.starts_with("swagger/");
    let policy = if is_api_page { API_PAGES_POLICY } else { POLICY };
    let mut response = common(200, file.media_type, policy);
    let caching = if file.is_hashed { FOREVER } else { ASKED_ABOUT };
    response.headers.extend([
        ("cache-control", caching.into()),
        ("etag", file.etag.into()),
        ("vary", "accept-encoding".into()),
    ]);
    response
}

pub(crate) fn plain(
    status: u16,
    text: &'static str,
    more: &[(&'static str, &'static str)],
) -> Response {
    let mut response = common(status, "text/plain; charset=utf-8", POLICY);
    response.headers.push(("cache-control", "no-store".into()));
    response.headers.extend(more.iter().map(|&(name, value)| (name, value.into())));
    response.body = text.as_bytes().to_vec();
    response
}

fn common(status: u16, media_type: &'static str, policy: &'static str) -> Response {
    let headers = vec![
        ("content-type", media_type.into()),
        ("content-security-policy", policy.into()),
        ("x-content-type-options", "nosniff".into()),
        ("referrer-policy", "no-referrer".into()),
        ("cross-origin-opener-policy", "same-origin".into()),
        ("cross-origin-resource-policy", "same-origin".into()),
    ];
    Response { status, headers, body: Vec::new() }
}
