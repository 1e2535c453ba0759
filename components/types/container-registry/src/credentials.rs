//! User names, passwords and identity tokens.

use strongroom_secret_type::line;

/// How access tokens begin that are given as passwords: Docker Hub's, GitHub's and GitLab's.
const TOKENS: [&str; 8] =
    ["dckr_pat_", "dckr_oat_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "gldt-"];

pub(crate) fn username(name: &str) -> Result<(), &'static str> {
    line::single(name)?;
    // What is sent is `name:password` in Base64, and is split at the first colon.
    if name.contains(':') {
        return Err("must not contain a colon");
    }
    Ok(())
}

/// A password may begin and end with blanks, which people choose, and may have lines, as Google's key
/// files do. A newline at an end is the shell's or the editor's.
pub(crate) fn password(password: &str) -> Result<(), &'static str> {
    if password.trim().is_empty() {
        return Err("must not be empty or white space alone");
    }
    if password.starts_with(['\n', '\r', '\u{feff}']) || password.ends_with(['\n', '\r']) {
        return Err("must not begin or end with a newline or a byte order mark");
    }
    if password.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err("must not contain control characters other than tab and newline");
    }
    let begins_as_token = TOKENS.iter().any(|start| password.trim_start().starts_with(start));
    if begins_as_token && password.contains(char::is_whitespace) {
        return Err("must not have white space around or in an access token");
    }
    Ok(())
}

pub(crate) fn identity_token(token: &str) -> Result<(), &'static str> {
    line::single(token)?;
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("must be ASCII letters, digits and signs, without white space");
    }
    Ok(())
}
