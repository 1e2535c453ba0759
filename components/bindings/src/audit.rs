//! Audit records and who they speak of. What happened is in `events_in` and `events_out`.

use strongroom_model::audit::{AuthenticationFailure, Caller, Context, Credential, Entry, Record};

use crate::id::same_cases;
use crate::{Malformed, wire};

same_cases!(
    AuthenticationFailure,
    wire::AuthenticationFailure,
    Malformed,
    Unknown,
    Expired,
    NotYetValid,
    Issuer,
    Audience,
    Algorithm,
    Key,
    Signature,
    TokenType,
    Claims,
    Suspended,
    Revoked,
);

impl From<Context> for wire::AuditContext {
    fn from(context: Context) -> Self {
        Self { request_id: context.request_id, peer: context.peer }
    }
}

impl From<wire::AuditContext> for Context {
    fn from(context: wire::AuditContext) -> Self {
        Self { request_id: context.request_id, peer: context.peer }
    }
}

impl From<Credential> for wire::Credential {
    fn from(credential: Credential) -> Self {
        match credential {
            Credential::ApiToken(id) => Self::ApiToken(id.into()),
            Credential::AccessToken(id) => Self::AccessToken(id.into()),
            Credential::IdentityToken => Self::IdentityToken,
        }
    }
}

impl From<wire::Credential> for Credential {
    fn from(credential: wire::Credential) -> Self {
        match credential {
            wire::Credential::ApiToken(id) => Self::ApiToken(id.into()),
            wire::Credential::AccessToken(id) => Self::AccessToken(id.into()),
            wire::Credential::IdentityToken => Self::IdentityToken,
        }
    }
}

impl From<Caller> for wire::Caller {
    fn from(caller: Caller) -> Self {
        Self { principal: caller.principal.into(), credential: caller.credential.into() }
    }
}

impl From<wire::Caller> for Caller {
    fn from(caller: wire::Caller) -> Self {
        Self { principal: caller.principal.into(), credential: caller.credential.into() }
    }
}

impl From<Record> for wire::AuditRecord {
    fn from(record: Record) -> Self {
        Self {
            at: record.at,
            context: record.context.into(),
            caller: record.caller.map(Into::into),
            event: record.event.into(),
        }
    }
}

impl TryFrom<wire::AuditRecord> for Record {
    type Error = Malformed;

    fn try_from(record: wire::AuditRecord) -> Result<Self, Malformed> {
        Ok(Self {
            at: record.at,
            context: record.context.into(),
            caller: record.caller.map(Into::into),
            event: record.event.try_into()?,
        })
    }
}

/// # Errors
/// [`Malformed`] for a record that is none.
pub fn entry(number: u64, record: wire::AuditRecord) -> Result<Entry, Malformed> {
    Ok(Entry { number, record: record.try_into()? })
}
