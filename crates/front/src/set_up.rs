//! The word that lets the first owner in, on a platform where nobody can run a command.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Characters of a code, at least: a shorter one can be guessed.
pub const CHARACTERS: usize = 32;

const SCHEME: &[u8] = b"bearer ";

/// Whether the operator's code is one that can be used.
#[must_use]
pub const fn is_strong(code: &[u8]) -> bool {
    code.len() >= CHARACTERS
}

/// Whether the header `authorization` shows the code. Digests have one length, so that a comparison
/// takes one time whatever was shown.
#[must_use]
pub fn is_shown(code: &[u8], authorization: Option<&[u8]>) -> bool {
    let shown = authorization.and_then(bearer).unwrap_or_default();
    is_strong(code) & bool::from(Sha256::digest(code).ct_eq(&Sha256::digest(shown)))
}

fn bearer(header: &[u8]) -> Option<&[u8]> {
    let (scheme, code) = header.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then(|| code.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn shown(header: &str) -> bool {
        is_shown(CODE, Some(header.as_bytes()))
    }

    #[test]
    fn the_whole_code_lets_in_and_nothing_else_does() {
        assert!(shown("Bearer 0123456789abcdef0123456789abcdef"));
        assert!(shown("bearer  0123456789abcdef0123456789abcdef "));
        for header in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer 0123456789abcdef0123456789abcde",
            "Bearer 0123456789abcdef0123456789abcdef0",
            "Bearer 0123456789ABCDEF0123456789abcdef",
            "Basic 0123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdef",
        ] {
            assert!(!shown(header), "{header}");
        }
        assert!(!is_shown(CODE, None));
    }

    #[test]
    fn a_code_that_can_be_guessed_lets_nobody_in() {
        assert!(!is_shown(b"", Some(b"Bearer ")));
        assert!(!is_shown(b"", None));
        assert!(!is_shown(b"short", Some(b"Bearer short")));
    }
}
