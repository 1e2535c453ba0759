//! Secrets by what a person calls them: a name, or a key `secret/<Type>/<id>`.

use strongroom_client::{Error, Key, Location, Owner, Secret};

use crate::api::Api;

/// # Errors
/// There is none of this name or key.
pub(crate) fn secret(api: &Api, owner: &Owner, called: &str) -> anyhow::Result<Secret> {
    if let Ok(key) = called.parse::<Key>() {
        let location = Location { owner: owner.clone(), key };
        return Ok(api.wait(api.client().secret_at(&location))?);
    }
    let found = api.wait(api.client().find(owner, called))?;
    found.ok_or_else(|| {
        Error::Unresolved {
            reference: called.to_owned(),
            why: "there is no secret of this name where you asked",
        }
        .into()
    })
}
