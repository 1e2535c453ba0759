//! Serves the files of the web console: paths, headers, compression, caching.
//!
//! What this is: from a request's method, target and headers to an answer, out of a table of files
//! that were compressed when the console was built. What it is not: the console; that is in
//! `console/`, and knows the HTTP API alone. Nothing in here is secret, and nothing is asked for who
//! calls: these are the same bytes for everyone. Depends on nothing of ours.

#[cfg(feature = "gather")]
pub mod gather;
mod headers;

use std::borrow::Cow;

/// One file of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// From the folder that was built: `index.html`, `assets/index-C0ffee.js`, `swagger/index.html`.
    pub path: &'static str,
    pub media_type: &'static str,
    /// Its content, as a raw DEFLATE stream (RFC 1951).
    pub deflated: &'static [u8],
    /// CRC-32 and length of the content, which end a gzip member (RFC 1952).
    pub crc: u32,
    pub length: u32,
    /// Names the content: in quotes, as `ETag` has it.
    pub etag: &'static str,
    /// Whether the name changes with the content, so that a copy never grows old.
    pub is_hashed: bool,
}

/// What a client asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub method: &'a str,
    /// Path and query.
    pub target: &'a str,
    pub accept_encoding: Option<&'a str>,
    pub if_none_match: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    pub body: Vec<u8>,
}

/// The API's own document, which stands among the pages that show it.
const DOCUMENT: &str = "/api/identity/v1/swagger/doc.json";
const PAGES: &str = "/console/";
const API_PAGES: &str = "/api/identity/v1/swagger/";

/// Whether a path is the console's and not the API's.
#[must_use]
pub fn is_ours(path: &str) -> bool {
    matches!(path, "/" | "/console")
        || path.starts_with(PAGES)
        || (path.starts_with(API_PAGES) && path != DOCUMENT)
}

/// Answers a request out of `files`, which are sorted by their paths.
#[must_use]
pub fn answer(files: &[File], request: &Request<'_>) -> Response {
    let is_head = match request.method {
        "GET" => false,
        "HEAD" => true,
        _ => return headers::plain(405, "GET and HEAD only\n", &[("allow", "GET, HEAD")]),
    };
    let path = request.target.split_once('?').map_or(request.target, |(path, _)| path);
    let name = match path {
        "/" | "/console" => return headers::plain(302, "", &[("location", PAGES)]),
        _ => match path.strip_prefix(API_PAGES) {
            Some(name) => Cow::Owned(format!("swagger/{}", or_index(name))),
            None => Cow::Borrowed(or_index(path.strip_prefix(PAGES).unwrap_or_default())),
        },
    };
    // Names are compared whole: nothing is decoded and nothing is resolved.
    let found = files.binary_search_by(|file| file.path.cmp(&name)).ok();
    let Some(file) = found.and_then(|index| files.get(index)) else {
        return headers::plain(404, "There is no such page. The console is at /console/\n", &[]);
    };
    let mut response = headers::of(file);
    if request.if_none_match.is_some_and(|tags| has_tag(tags, file.etag)) {
        response.status = 304;
        return response;
    }
    if request.accept_encoding.is_some_and(takes_gzip) {
        response.headers.push(("content-encoding", "gzip".into()));
        response.body = if is_head { Vec::new() } else { gzip(file) };
    } else if !is_head {
        let Ok(content) = miniz_oxide::inflate::decompress_to_vec(file.deflated) else {
            return headers::plain(500, "The console is damaged: build it again\n", &[]);
        };
        response.body = content;
    }
    response
}

const fn or_index(name: &str) -> &str {
    if name.is_empty() { "index.html" } else { name }
}

/// Whether `Accept-Encoding` (RFC 9110, 12.5.3) allows gzip.
fn takes_gzip(accepted: &str) -> bool {
    let weight = |name: &str| {
        accepted.split(',').find_map(|choice| {
            let mut parts = choice.split(';').map(str::trim);
            if !parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name)) {
                return None;
            }
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            Some(weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0)))
        })
    };
    weight("gzip").or_else(|| weight("*")).unwrap_or(false)
}

fn has_tag(tags: &str, etag: &str) -> bool {
    tags.split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// A gzip member without a name or a time.
fn gzip(file: &File) -> Vec<u8> {
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    [&HEADER[..], file.deflated, &file.crc.to_le_bytes(), &file.length.to_le_bytes()].concat()
}

#[cfg(test)]
mod tests;
