//! `strongroom:platform/root-key`.

use strongroom_secret_bytes::SecretBytes;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("no root key of this id")]
    Unknown,
    #[error("the root keys cannot be reached now")]
    Unavailable,
}

pub trait RootKeys {
    /// The id of the key that wraps new owner keys.
    async fn current(&self) -> Result<String, Error>;
    /// The 32 bytes of a key.
    async fn get(&self, id: &str) -> Result<SecretBytes, Error>;
}
