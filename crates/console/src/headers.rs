//! What stands at the head of each answer.

use std::borrow::Cow;

use crate::{Config, File, Response};

/// Scripts and styles from here alone, requests to here and to where people sign in, nothing inline,
/// nothing framed, and text becomes markup only through a policy of the page's scripts.
fn policy(scripts: &str, config: &Config) -> String {
    let mut policy = String::from(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'",
    );
    for origin in config.origins() {
        policy.push(' ');
        policy.push_str(origin);
    }
    policy.push_str(
        "; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types ",
    );
    policy.push_str(scripts);
    policy
}

/// The console makes no markup of text: no policy for it may even be named.
const OF_CONSOLE: &str = "'none'";
/// The pages of the API are another maker's, and make markup of the document: each of it is cleaned by
/// the default policy, with a library that has one of its own.
const OF_API_PAGES: &str = "default dompurify 'allow-duplicates'";

/// A year: the longest that caches are told.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked about each time.
const ASKED_ABOUT: &str = "no-cache";

pub(crate) fn of(file: &File, config: &Config) -> Response {
    let is_api_page = file.path.starts_with("swagger/");
    let scripts = if is_api_page { OF_API_PAGES } else { OF_CONSOLE };
    let mut response = common(200, file.media_type, policy(scripts, config));
    let caching = if file.is_hashed { FOREVER } else { ASKED_ABOUT };
    response.headers.extend([
        ("cache-control", caching.into()),
        ("etag", file.etag.into()),
        ("vary", "accept-encoding".into()),
    ]);
    response
}

/// What the page is told of the server. Another after a restart: asked about each time.
pub(crate) fn config(config: &Config) -> Response {
    let mut response = common(200, "application/json", policy(OF_CONSOLE, config));
    response.headers.push(("cache-control", ASKED_ABOUT.into()));
    response.body = config.document();
    response
}

pub(crate) fn plain(
    status: u16,
    text: &'static str,
    more: &[(&'static str, &'static str)],
) -> Response {
    let policy = policy(OF_CONSOLE, &Config::default());
    let mut response = common(status, "text/plain; charset=utf-8", policy);
    response.headers.push(("cache-control", "no-store".into()));
    response.headers.extend(more.iter().map(|&(name, value)| (name, value.into())));
    response.body = text.as_bytes().to_vec();
    response
}

fn common(status: u16, media_type: &'static str, policy: String) -> Response {
    let headers = vec![
        ("content-type", media_type.into()),
        ("content-security-policy", Cow::Owned(policy)),
        ("x-content-type-options", "nosniff".into()),
        ("referrer-policy", "no-referrer".into()),
        ("cross-origin-opener-policy", "same-origin".into()),
        ("cross-origin-resource-policy", "same-origin".into()),
    ];
    Response { status, headers, body: Vec::new() }
}
