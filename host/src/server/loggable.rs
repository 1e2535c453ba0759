//! What of a request's path may stand in the log.
//!
//! A client can paste anything into a path, a password or a token included. The words of our routes,
//! names of types and ids are kept; what has no such form is left out. The host knows no routes, so
//! it goes by form alone.

use std::fmt;

/// A path without its query, fit for the log.
pub(super) struct Loggable<'a>(pub(super) &'a str);

impl fmt::Display for Loggable<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The key of a secret may come as one segment.
        for (index, segment) in self.0.split('/').enumerate() {
            if index > 0 {
                out.write_str("/")?;
            }
            let mut rest = segment;
            while let Some((part, after)) = split_slash(rest) {
                write!(out, "{}%2F", kept(part))?;
                rest = after;
            }
            out.write_str(kept(rest))?;
        }
        Ok(())
    }
}

fn split_slash(segment: &str) -> Option<(&str, &str)> {
    segment.split_once("%2F").or_else(|| segment.split_once("%2f"))
}

fn kept(part: &str) -> &str {
    let is_word = part.len() <= 16
        && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.')
        || matches!(part, "v1" | "v2");
    let is_version = part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_type = part.len() <= 32
        && part.starts_with(|first: char| first.is_ascii_uppercase())
        && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    let is_id = part.len() == 27 && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_word || is_version || is_type || is_id { part } else { "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_routes_types_and_ids() {
        let id = "2kFmBSWjqxWEGarZC9kkeYOpgMD";
        for path in [
            "/".to_owned(),
            "/healthz".to_owned(),
            "/api/identity/v1/swagger/doc.json".to_owned(),
            format!("/api/identity/v2/settings/project/{id}/"),
            format!("/api/identity/v2/settings/user/me/secret/Custom/{id}/versions/12"),
            format!("/api/identity/v2/settings/project/{id}/secret%2FCustom%2F{id}"),
        ] {
            assert_eq!(Loggable(&path).to_string(), path);
        }
    }

    #[test]
    fn leaves_out_what_may_be_a_secret() {
        for (path, logged) in [
            ("/api/sk_live_123", "/api/…"),
            ("/srt_3MZXZkN4Xb5KAgOmB4vS8aFAg36_qB90jOH63PREQjwm7pqU0FlTnf4km0tZt2gryn3_hS0", "/…"),
            ("/AKIAIOSFODNN7EXAMPLE/x", "/…/x"),
            ("/secret%2FCustom%2FHunter2", "/secret%2FCustom%2F…"),
            ("/a%20b", "/…"),
            ("/h\u{fc}nter", "/…"),
            ("/1234567890", "/…"),
        ] {
            assert_eq!(Loggable(path).to_string(), logged);
        }
    }
}
