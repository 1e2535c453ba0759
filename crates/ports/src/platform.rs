//! `strongroom:platform/token-key`, `audit-key`, `issuer-keys` and `settings`.

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
pub enum AuditKeyError {
    #[error("no root key of this id")]
    Unknown,
    #[error("the keys cannot be reached now")]
    Unavailable,
}

/// Says that a message is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditCode {
    /// The id of a root key.
    pub key: String,
    /// 48 bytes, no two alike.
    pub mac: Vec<u8>,
}

/// Codes of the audit log, under keys that stay with the platform.
pub trait AuditKeys {
    async fn authenticate(&self, message: &[u8]) -> Result<AuditCode, AuditKeyError>;
    async fn is_authentic(&self, code: &AuditCode, message: &[u8]) -> Result<bool, AuditKeyError>;
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
