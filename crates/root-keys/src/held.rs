//! Codes of the audit log under root keys that this process holds itself, with no platform between:
//! for the benchmark's baseline and for tests.

use std::sync::Arc;

use strongroom_ports::platform::{AuditCode, AuditKeyError, AuditKeys};
use strongroom_secret_bytes::Key;

use crate::{AUDIT_NONCE, RootKeys};

#[derive(Clone)]
pub struct Held {
    keys: Arc<RootKeys>,
    nonce: fn() -> Option<[u8; AUDIT_NONCE]>,
}

impl Held {
    /// `nonce` gives other bytes each time, or none where there is no randomness.
    #[must_use]
    pub fn new(keys: RootKeys, nonce: fn() -> Option<[u8; AUDIT_NONCE]>) -> Self {
        Self { keys: Arc::new(keys), nonce }
    }

    /// Under a key that everybody knows, and with nonces that count: for tests alone.
    #[must_use]
    pub fn for_tests(id: &str) -> Self {
        let key = Key::filled(|key| key.fill(7));
        Self::new(RootKeys::one(id.to_owned(), key), counted)
    }
}

/// None of them says that it is a writer's turn to make a checkpoint.
fn counted() -> Option<[u8; AUDIT_NONCE]> {
    use std::sync::atomic::{AtomicU64, Ordering};

    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut nonce = [u8::MAX; AUDIT_NONCE];
    let next = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    nonce.iter_mut().rev().zip(next.iter().rev()).for_each(|(to, from)| *to = *from);
    Some(nonce)
}

impl std::fmt::Debug for Held {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Held")
    }
}

impl AuditKeys for Held {
    async fn authenticate(&self, message: &[u8]) -> Result<AuditCode, AuditKeyError> {
        let mac = (self.nonce)().and_then(|nonce| self.keys.audit_code(nonce, message));
        let key = self.keys.current().to_owned();
        Ok(AuditCode { key, mac: mac.ok_or(AuditKeyError::Unavailable)? })
    }

    async fn is_authentic(&self, code: &AuditCode, message: &[u8]) -> Result<bool, AuditKeyError> {
        self.keys.is_audit_code(&code.key, &code.mac, message).ok_or(AuditKeyError::Unknown)
    }
}
