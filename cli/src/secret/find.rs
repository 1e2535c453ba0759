//! Which secret is meant: by its name, its key `secret/<Type>/<id>`, or a reference `sr://…`.

use strongroom_client::{Error, Key, Location, Reference, SecretName};

use super::On;

/// For the help of whatever takes one.
pub(super) const NAME: &str = "Its name, its key secret/<Type>/<id>, or a reference sr://…";

pub(super) struct Found {
    pub(super) at: Location,
    /// Of a reference that names one.
    pub(super) field: Option<String>,
}

/// Does not look whether a key is there: not everybody who may reveal may list.
pub(super) fn find(on: &On<'_>, text: &str) -> anyhow::Result<Found> {
    let client = on.api.client();
    let (owner, secret, field) = if text.starts_with("sr://") {
        let Reference { owner, secret, field } = text.parse().map_err(Error::Reference)?;
        (on.api.wait(client.owner(&owner))?, secret, field)
    } else {
        let secret =
            text.parse::<Key>().map_or_else(|_| SecretName::Name(text.to_owned()), SecretName::Key);
        (on.whose.owner(on.api)?, secret, None)
    };
    let at = match secret {
        SecretName::Key(key) => Location { owner, key },
        SecretName::Name(name) => match on.api.wait(client.find(&owner, &name))? {
            Some(found) => found.location,
            None => return Err(missing(&name, "there is no secret of this name")),
        },
    };
    Ok(Found { at, field })
}

pub(super) fn missing(name: &str, why: &'static str) -> anyhow::Error {
    Error::Unresolved { reference: name.to_owned(), why }.into()
}
