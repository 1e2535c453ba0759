//! Audit records.

use strongroom_model::audit::{AuthenticationFailure, Caller, Context, Event, Record};
use strongroom_model::{Owner, SecretKey, VersionNumber};

use crate::id::{same_cases, version};
use crate::{Malformed, all, maybe, wire};

same_cases!(AuthenticationFailure, wire::AuthenticationFailure, Malformed, Unknown, Expired);

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

impl From<Caller> for wire::Caller {
    fn from(caller: Caller) -> Self {
        Self { user: caller.user.into(), token: caller.token.into() }
    }
}

impl From<wire::Caller> for Caller {
    fn from(caller: wire::Caller) -> Self {
        Self { user: caller.user.into(), token: caller.token.into() }
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

fn about(owner: Owner, secret: SecretKey, version: VersionNumber) -> wire::SecretEvent {
    wire::SecretEvent { owner: owner.into(), secret: secret.into(), version: version.get() }
}

impl From<Event> for wire::Event {
    fn from(event: Event) -> Self {
        match event {
            Event::AuthenticationFailed { reason } => Self::AuthenticationFailed(reason.into()),
            Event::Denied { action, owner, secret } => Self::Denied(wire::DeniedEvent {
                action: action.into(),
                owner: owner.into(),
                secret: secret.map(Into::into),
            }),
            Event::SecretCreated { owner, secret, version } => {
                Self::SecretCreated(about(owner, secret, version))
            }
            Event::SecretUpdated { owner, secret, version } => {
                Self::SecretUpdated(about(owner, secret, version))
            }
            Event::SecretDeleted { owner, secret, version } => {
                Self::SecretDeleted(about(owner, secret, version))
            }
            Event::SecretRevealed { owner, secret, version } => {
                Self::SecretRevealed(about(owner, secret, version))
            }
            Event::Initialized { organization, user } => {
                Self::Initialized(wire::InitializedEvent {
                    organization: organization.into(),
                    user: user.into(),
                })
            }
            Event::ProjectCreated { project, name } => Self::ProjectCreated(wire::ProjectEvent {
                project: project.into(),
                name: name.into(),
            }),
            Event::TokenCreated { token, grants } => Self::TokenCreated(wire::TokenEvent {
                token: token.into(),
                grants: grants.map(all),
            }),
            Event::TokenRevoked { token } => Self::TokenRevoked(token.into()),
        }
    }
}

impl TryFrom<wire::Event> for Event {
    type Error = Malformed;

    fn try_from(event: wire::Event) -> Result<Self, Malformed> {
        use wire::Event as Wire;
        let parts = |event: wire::SecretEvent| {
            let version = version(event.version)?;
            Ok::<_, Malformed>((event.owner.into(), event.secret.try_into()?, version))
        };
        Ok(match event {
            Wire::AuthenticationFailed(reason) => {
                Self::AuthenticationFailed { reason: reason.into() }
            }
            Wire::Denied(event) => Self::Denied {
                action: event.action.into(),
                owner: event.owner.into(),
                secret: maybe(event.secret)?,
            },
            Wire::SecretCreated(event) => {
                let (owner, secret, version) = parts(event)?;
                Self::SecretCreated { owner, secret, version }
            }
            Wire::SecretUpdated(event) => {
                let (owner, secret, version) = parts(event)?;
                Self::SecretUpdated { owner, secret, version }
            }
            Wire::SecretDeleted(event) => {
                let (owner, secret, version) = parts(event)?;
                Self::SecretDeleted { owner, secret, version }
            }
            Wire::SecretRevealed(event) => {
                let (owner, secret, version) = parts(event)?;
                Self::SecretRevealed { owner, secret, version }
            }
            Wire::Initialized(event) => Self::Initialized {
                organization: event.organization.into(),
                user: event.user.into(),
            },
            Wire::ProjectCreated(event) => {
                Self::ProjectCreated { project: event.project.into(), name: event.name.parse()? }
            }
            Wire::TokenCreated(event) => {
                Self::TokenCreated { token: event.token.into(), grants: event.grants.map(all) }
            }
            Wire::TokenRevoked(token) => Self::TokenRevoked { token: token.into() },
        })
    }
}
