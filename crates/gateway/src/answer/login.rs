//! What a client that signed in is given: RFC 6749, section 5.1.

use strongroom_ports::authentication::AccessToken;

use super::{ENTRY, credential_text};
use crate::json::Writer;
use crate::problem::Problem;

/// # Errors
/// 500 where the authorizer made a credential that is no text.
pub(crate) fn access_token(token: &AccessToken) -> Result<Writer, Problem> {
    let credential = credential_text(&token.credential)?;
    let mut json = Writer::with_capacity(ENTRY * 2);
    json.begin_object();
    json.member("access_token").text(credential);
    json.member("token_type").text("Bearer");
    json.member("expires_in").number(token.expires_in_seconds);
    json.end_object();
    Ok(json)
}
