//! Keys: 256 bits of chance, and what may be told of one.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest as _, Sha256};
use strongroom_secret_type::Failure;

const PREFIX: &str = "rk_";

pub(crate) fn new() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::failed("there is no randomness"))?;
    Ok(format!("{PREFIX}{}", Base64UrlUnpadded::encode_string(&bytes)))
}

/// SHA-256 in hexadecimal: what the service stores.
#[must_use]
pub fn digest(key: &str) -> String {
    Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name a key goes by: the first 80 bits of its digest. Nothing of the key is found out from it.
#[must_use]
pub fn id(key: &str) -> String {
    digest(key).chars().take(20).collect()
}
