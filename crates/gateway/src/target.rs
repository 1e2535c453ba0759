//! A request's target: split once, percent-decoded once, and strict about everything by which one
//! path can pose as another. Depends on nothing of ours.

use std::borrow::Cow;

/// Why a target is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    #[error("a `%` is not followed by two hexadecimal digits")]
    MalformedEscape,
    /// Empty inner segments, dots, control characters, backslashes, bytes that are no text.
    #[error("the path has a segment that no route has")]
    ForbiddenSegment,
}

/// The path and, after the first `?`, the query.
pub(crate) fn split(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}

/// A path's segments, decoded.
#[derive(Debug)]
pub(crate) struct Path<'t> {
    pub(crate) segments: Vec<Cow<'t, str>>,
    pub(crate) trailing_slash: bool,
}

/// The segments of a path. One that holds `/` was written with `%2F`.
pub(crate) fn path(raw: &str) -> Result<Path<'_>, Error> {
    let inner = raw.strip_prefix('/').ok_or(Error::ForbiddenSegment)?;
    let (inner, trailing_slash) = match inner.strip_suffix('/') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let mut segments = Vec::with_capacity(12);
    for piece in inner.split('/') {
        let segment = decode(piece, false).map_err(|why| match why {
            Undecodable::Escape => Error::MalformedEscape,
            Undecodable::Text => Error::ForbiddenSegment,
        })?;
        // No route needs a dot encoded: whoever does it hides something.
        let hides_a_dot = piece.len() != segment.len() && segment.contains('.');
        let is_dots = matches!(&*segment, "" | "." | "..");
        if is_dots || hides_a_dot || segment.bytes().any(is_forbidden) {
            return Err(Error::ForbiddenSegment);
        }
        segments.push(segment);
    }
    Ok(Path { segments, trailing_slash })
}

const fn is_forbidden(byte: u8) -> bool {
    !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'#' | b'?')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// A `%` without two hexadecimal digits.
    Escape,
    /// The bytes are not UTF-8, or some stand there raw that must be escaped.
    Text,
}

/// Percent-decodes once, without a copy where there is nothing to decode. `+` is a space in a query
/// and itself in a path.
pub(crate) fn decode(raw: &str, plus_is_space: bool) -> Result<Cow<'_, str>, Undecodable> {
    if raw.bytes().any(|byte| !byte.is_ascii_graphic()) {
        return Err(Undecodable::Text);
    }
    if !raw.bytes().any(|byte| byte == b'%' || (plus_is_space && byte == b'+')) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut decoded = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let high = bytes.next().and_then(hexadecimal).ok_or(Undecodable::Escape)?;
                let low = bytes.next().and_then(hexadecimal).ok_or(Undecodable::Escape)?;
                high << 4 | low
            }
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| Undecodable::Text)
}

const fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn decodes_exactly_once() {
        assert_eq!(decode("a%2Fb", false).unwrap(), "a/b");
        assert_eq!(decode("a%252Fb", false).unwrap(), "a%2Fb");
        assert_eq!(decode("a+b%2B", true).unwrap(), "a b+");
        assert_eq!(decode("a+b", false).unwrap(), "a+b");
    }

    #[test]
    fn copies_nothing_where_nothing_is_encoded() {
        assert!(matches!(decode("settings", false), Ok(Cow::Borrowed("settings"))));
    }

    #[test]
    fn tells_a_broken_escape_from_a_forbidden_segment() {
        for raw in ["/a/%", "/a/%2", "/a/%zz", "/a/%%41"] {
            assert_eq!(path(raw).unwrap_err(), Error::MalformedEscape, "{raw}");
        }
        for raw in [
            "",
            "a",
            "*",
            "//",
            "/a//b",
            "/a/b//",
            "/./a",
            "/a/..",
            "/a/%2e%2E/b",
            "/a%00b",
            "/a\\b",
            "/a%5Cb",
            "/a%ffb",
            "/a b",
            "/\u{e9}",
            "/a%0ab",
            "/doc%2ejson",
            "/a#b",
            "/a%3Fb",
            "/%20",
        ] {
            assert_eq!(path(raw).unwrap_err(), Error::ForbiddenSegment, "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_target_is_read_or_refused(target: String) {
            let (raw, query) = split(&target);
            let _ = path(raw);
            let _ = query.map(|query| decode(query, true));
        }
    }
}
