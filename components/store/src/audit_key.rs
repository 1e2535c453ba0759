//! The crate's `AuditKeys` over the imported platform.

use strongroom_ports::platform::{AuditCode, AuditKeyError, AuditKeys};

use crate::bindings::strongroom::platform::audit_key;

/// The platform behind the component's import. Has no state.
#[derive(Clone, Copy)]
pub(crate) struct Platform;

impl AuditKeys for Platform {
    async fn authenticate(&self, message: &[u8]) -> Result<AuditCode, AuditKeyError> {
        let code = audit_key::authenticate(message).map_err(error_in)?;
        Ok(AuditCode { key: code.key, mac: code.mac })
    }

    async fn is_authentic(&self, code: &AuditCode, message: &[u8]) -> Result<bool, AuditKeyError> {
        let code = audit_key::Code { key: code.key.clone(), mac: code.mac.clone() };
        audit_key::is_authentic(&code, message).map_err(error_in)
    }
}

fn error_in(error: audit_key::Error) -> AuditKeyError {
    match error {
        audit_key::Error::Unknown => AuditKeyError::Unknown,
        audit_key::Error::Unavailable => AuditKeyError::Unavailable,
    }
}
