//! Access keys, secret keys and session tokens.
//!
//! Amazon documents an access key's length and alphabet and what its first four letters mean. It
//! promises neither of a secret key, so of that only what no secret key of Amazon's holds is refused.

use strongroom_secret_type::line;

use crate::Store;

/// How long a key is good for, as far as can be told from its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    Lasting,
    Temporary,
    Unknown,
}

pub(crate) fn access_key(id: &str, store: Store) -> Result<Term, &'static str> {
    // It goes into a header as it is, with every store.
    line::visible_ascii(id)?;
    match store {
        Store::Other => Ok(Term::Unknown),
        Store::Amazon if !amazon_shaped(id) => Err(
            "must be 16 to 128 letters, digits and underscores, as Amazon's are; for another store, \
             give its endpoint",
        ),
        Store::Amazon if id.starts_with("AIDA") || id.starts_with("AROA") => {
            Err("must be the id of an access key, and not that of a user or a role")
        }
        Store::Amazon if id.starts_with("ASIA") => Ok(Term::Temporary),
        Store::Amazon if id.starts_with("AKIA") => Ok(Term::Lasting),
        Store::Amazon => Ok(Term::Unknown),
    }
}

fn amazon_shaped(id: &str) -> bool {
    (16..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

pub(crate) fn secret_key(secret: &str, store: Store) -> Result<(), &'static str> {
    if store == Store::Other {
        return Ok(());
    }
    line::visible_ascii(secret)?;
    if secret.contains(['"', '\'', '`']) {
        return Err("must not have quotes around it or in it");
    }
    if secret.contains('%') {
        return Err("must not be percent-encoded: give it as Amazon showed it");
    }
    if is_access_key(secret) {
        return Err("must not be an access key's id; the two may have been swapped");
    }
    Ok(())
}

/// The form that ids of access keys have had so far: half as long as a secret key.
fn is_access_key(text: &str) -> bool {
    text.len() == 20
        && (text.starts_with("AKIA") || text.starts_with("ASIA"))
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

pub(crate) fn session_token(token: &str) -> Result<(), &'static str> {
    line::visible_ascii(token)
}
