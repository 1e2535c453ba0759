//! Where the database is, and whether nobody on the way can read what goes there.

use strongroom_database::safety;
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::strongroom::platform::database_address;

pub(crate) struct Address {
    pub(crate) url: SecretBytes,
    pub(crate) authority: Option<String>,
}

/// There is none that is any good, which was logged.
pub(crate) struct NoAddress;

pub(crate) fn read() -> Result<Address, NoAddress> {
    let refused = |why: &str| {
        // Never what it holds: it may be a password in the wrong place.
        eprintln!("the database's address is no use: {why}");
        NoAddress
    };
    let found = database_address::get().map_err(|_| NoAddress)?;
    let database_address::Address { url, authority } =
        found.ok_or_else(|| refused("there is none"))?;
    let url = SecretBytes::from(url);
    let text = std::str::from_utf8(url.expose()).map_err(|_| refused("it is no text"))?;
    safety::check(text).map_err(|why| refused(&why.to_string()))?;
    Ok(Address { url, authority })
}
