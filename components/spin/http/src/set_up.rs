//! The first way in: whoever has the operator's set-up code gets the first owner's token, once.
//!
//! Once there is an organization nobody gets in here, with whatever code.

use strongroom_front::Problem;
use strongroom_front::set_up::{CHARACTERS, is_shown, is_strong};
use strongroom_model::Id;
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::strongroom::authorizer::bootstrap::{self, Error, FirstOwner};
use crate::bindings::strongroom::http::handler;
use crate::bindings::strongroom::platform::set_up_code;
use crate::ready;
use crate::request::Head;
use crate::response::own;
use crate::turn;

pub(crate) async fn set_up(head: &Head) -> Result<handler::Response, Problem> {
    let _turn = turn::take().await;
    ready::make_ready().await?;
    if bootstrap::initialized().await.map_err(unavailable)? {
        return Err(Problem::SetUpDone);
    }
    let code = code().await?;
    if !is_shown(code.expose(), head.header("authorization")) {
        eprintln!("request {}: a set-up code that is not the right one", head.id);
        return Err(Problem::SetUpCode);
    }
    // Of two who have the code and come at once, one is the first.
    let owner = bootstrap::initialize().await.map_err(unavailable)?.ok_or(Problem::SetUpDone)?;
    eprintln!("request {}: the first owner was set up", head.id);
    Ok(own(201, "application/json", document(owner), &head.id))
}

/// # Errors
/// [`Problem::SetUpClosed`] where there is none that is any good.
async fn code() -> Result<SecretBytes, Problem> {
    let code = set_up_code::get().await.map_err(|_| Problem::Unavailable)?;
    let code = code.map(SecretBytes::from).ok_or(Problem::SetUpClosed)?;
    if !is_strong(code.expose()) {
        eprintln!(
            "set-up stays closed: the set-up code must have at least {CHARACTERS} characters"
        );
        return Err(Problem::SetUpClosed);
    }
    Ok(code)
}

/// The log has the reason already, from whoever failed.
fn unavailable(error: Error) -> Problem {
    match error {
        Error::Unavailable => Problem::Unavailable,
        Error::Internal => Problem::Failed,
    }
}

/// Ids are letters and digits, and so is a token but for `_`: nothing here needs escaping.
fn document(owner: FirstOwner) -> Vec<u8> {
    let credential = SecretBytes::new(owner.credential);
    let organization = Id::from(owner.organization);
    let user = Id::from(owner.user);
    let before = format!("{{\"organization\":\"{organization}\",\"user\":\"{user}\",\"token\":\"");
    let after = format!("\",\"expires_at\":{}}}", owner.expires_at);
    // Of its full size from the beginning: what grows leaves copies behind.
    let mut document = Vec::with_capacity(before.len() + credential.len() + after.len());
    document.extend_from_slice(before.as_bytes());
    document.extend_from_slice(credential.expose());
    document.extend_from_slice(after.as_bytes());
    document
}
