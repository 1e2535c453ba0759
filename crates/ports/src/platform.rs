//! `strongroom:platform/token-key`, `issuer-keys` and `settings`.

use strongroom_secret_bytes::SecretBytes;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenKeyError {
    #[error("no key of this id")]
    Unknown,
    #[error("the keys cannot be reached now")]
    Unavailable,
}

/// Seeds of the keys that sign access tokens.
pub trait TokenKeys {
    async fn current(&self) -> Result<String, TokenKeyError>;
    /// 32 bytes.
    async fn get(&self, id: &str) -> Result<SecretBytes, TokenKeyError>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerKeysError {
    #[error("the issuer is not configured")]
    Unknown,
    #[error("the issuer's keys cannot be had now")]
    Unavailable,
}

/// JWK Sets of the configured issuers.
pub trait IssuerKeys {
    async fn keys(&self, issuer: &str, fresh: bool) -> Result<Vec<u8>, IssuerKeysError>;
}

/// What the operator has set, by name.
pub trait Settings {
    fn get(&self, name: &str) -> Option<String>;
}
