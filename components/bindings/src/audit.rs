//! Audit records: who they speak of, and what happened as flat facts.

use strongroom_audit::{Entry, Facts, Record};
use strongroom_model::VersionNumber;
use strongroom_model::audit::{AuthenticationFailure, Caller, Context, Credential};

use crate::id::{same_cases, version};
use crate::{Malformed, maybe, wire};

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

impl From<Facts> for wire::Event {
    fn from(facts: Facts) -> Self {
        Self {
            name: facts.name.into_owned(),
            owner: facts.owner.map(Into::into),
            secret: facts.secret.map(Into::into),
            version: facts.version.map(VersionNumber::get),
            detail: facts.detail,
        }
    }
}

impl TryFrom<wire::Event> for Facts {
    type Error = Malformed;

    fn try_from(event: wire::Event) -> Result<Self, Malformed> {
        Ok(Self {
            name: event.name.into(),
            owner: event.owner.map(Into::into),
            secret: maybe(event.secret)?,
            version: event.version.map(version).transpose()?,
            detail: event.detail,
        })
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

/// Entries from their numbers and records.
///
/// # Errors
/// [`Malformed`] for a record that is none.
pub fn entries(
    found: impl IntoIterator<Item = (u64, wire::AuditRecord)>,
) -> Result<Vec<Entry>, Malformed> {
    let entries = found.into_iter();
    entries.map(|(number, record)| Ok(Entry { number, record: record.try_into()? })).collect()
}
