//! API tokens.

use strongroom_ports::administration::{IssuedToken, Token};

use super::{ENTRY, credential_text, nullable_number, scopes};
use crate::json::Writer;
use crate::problem::Problem;

pub(crate) fn list(tokens: &[Token]) -> Writer {
    let entry = |json: &mut Writer, token: &Token| {
        json.begin_object();
        write(json, token);
        json.end_object();
    };
    super::list((tokens.len() + 1) * ENTRY, tokens, entry, |_| ())
}

/// # Errors
/// 500 where the authorizer made a credential that is no text.
pub(crate) fn issued(issued: &IssuedToken) -> Result<Writer, Problem> {
    let credential = credential_text(&issued.credential)?;
    let mut json = Writer::with_capacity(ENTRY * 2);
    json.begin_object();
    write(&mut json, &issued.token);
    json.member("token").text(credential);
    json.end_object();
    Ok(json)
}

fn write(json: &mut Writer, token: &Token) {
    json.member("id").display(token.id);
    json.member("name").text(token.name.as_str());
    json.member("created_at").number(token.created_at);
    json.member("expires_at").number(token.expires_at);
    nullable_number(json, "last_used_at", token.last_used_at);
    scopes(json, token.scopes.as_deref());
}
