//! What an audit record says happened, into the model.

use strongroom_model::audit::Event;

use crate::id::version;
use crate::metadata::names_in;
use crate::{Malformed, access, all, each, maybe, wire};

impl TryFrom<wire::Event> for Event {
    type Error = Malformed;

    fn try_from(event: wire::Event) -> Result<Self, Malformed> {
        use wire::Event as Wire;
        let parts = |event: wire::SecretEvent| {
            let version = version(event.version)?;
            Ok::<_, Malformed>((event.owner.into(), event.secret.try_into()?, version))
        };
        Ok(match event {
            Wire::AuthenticationFailed(event) => Self::AuthenticationFailed {
                reason: event.reason.into(),
                principal: event.principal.map(Into::into),
            },
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
            Wire::SecretRevealed(event) => Self::SecretRevealed {
                owner: event.about.owner.into(),
                secret: event.about.secret.try_into()?,
                version: version(event.about.version)?,
                fields: event.fields.map(names_in).transpose()?,
                format: event.format.map(|name| name.parse()).transpose()?,
            },
            Wire::SecretChecked(event) => Self::SecretChecked {
                owner: event.about.owner.into(),
                secret: event.about.secret.try_into()?,
                version: version(event.about.version)?,
                outcome: event.outcome.into(),
            },
            Wire::RotationStepped(event) => Self::RotationStepped {
                owner: event.about.owner.into(),
                secret: event.about.secret.try_into()?,
                version: version(event.about.version)?,
                step: event.step.into(),
                outcome: event.outcome.into(),
            },
            Wire::RotationDropped(event) => Self::RotationDropped {
                owner: event.owner.into(),
                secret: event.secret.try_into()?,
                version: version(event.version)?,
            },
            Wire::Initialized(event) => Self::Initialized {
                organization: event.organization.into(),
                user: event.user.into(),
            },
            Wire::OrganizationCreated(event) => Self::OrganizationCreated {
                organization: event.id.into(),
                name: event.name.parse()?,
            },
            Wire::OrganizationRenamed(event) => Self::OrganizationRenamed {
                organization: event.id.into(),
                name: event.name.parse()?,
            },
            Wire::ProjectCreated(event) => Self::ProjectCreated {
                project: event.project.into(),
                name: event.name.parse()?,
                visibility: event.visibility.into(),
            },
            Wire::ProjectChanged(event) => Self::ProjectChanged {
                project: event.project.into(),
                name: event.name.parse()?,
                visibility: event.visibility.into(),
            },
            Wire::ProjectDeleted(event) => Self::ProjectDeleted {
                organization: event.organization.into(),
                project: event.project.into(),
                name: event.name.parse()?,
            },
            Wire::MemberSet(event) => Self::MemberSet {
                owner: event.owner.into(),
                member: event.member.into(),
                role: event.role.into(),
            },
            Wire::MemberRemoved(event) => {
                Self::MemberRemoved { owner: event.owner.into(), member: event.member.into() }
            }
            Wire::PersonCreated(event) => Self::PersonCreated {
                organization: event.organization.map(Into::into),
                user: event.user.into(),
            },
            Wire::PersonRenamed(user) => Self::PersonRenamed { user: user.into() },
            Wire::PersonSuspended(user) => Self::PersonSuspended { user: user.into() },
            Wire::PersonReinstated(user) => Self::PersonReinstated { user: user.into() },
            Wire::PersonRemoved(user) => Self::PersonRemoved { user: user.into() },
            Wire::GroupsSynchronized(event) => Self::GroupsSynchronized {
                organization: event.organization.into(),
                user: event.user.into(),
                joined: all(event.joined),
                left: all(event.left),
            },
            Wire::GroupCreated(event) => Self::GroupCreated {
                organization: event.organization.into(),
                group: event.group.into(),
                name: event.name.parse()?,
            },
            Wire::GroupChanged(event) => Self::GroupChanged {
                organization: event.organization.into(),
                group: event.group.into(),
                name: event.name.parse()?,
            },
            Wire::GroupDeleted(event) => Self::GroupDeleted {
                organization: event.organization.into(),
                group: event.group.into(),
            },
            Wire::GroupMemberAdded(event) => Self::GroupMemberAdded {
                organization: event.organization.into(),
                group: event.group.into(),
                user: event.user.into(),
            },
            Wire::GroupMemberRemoved(event) => Self::GroupMemberRemoved {
                organization: event.organization.into(),
                group: event.group.into(),
                user: event.user.into(),
            },
            Wire::ClientCreated(event) => Self::ClientCreated {
                owner: event.owner.into(),
                client: event.client.into(),
                name: event.name.parse()?,
                scopes: each(event.scopes)?,
            },
            Wire::ClientSecretRenewed(event) => {
                Self::ClientSecretRenewed { owner: event.owner.into(), client: event.client.into() }
            }
            Wire::ClientRevoked(event) => {
                Self::ClientRevoked { owner: event.owner.into(), client: event.client.into() }
            }
            Wire::ClientSignedIn(event) => Self::ClientSignedIn {
                owner: event.owner.into(),
                client: event.client.into(),
                access_token: event.access_token.into(),
            },
            Wire::TokenCreated(event) => Self::TokenCreated {
                token: event.token.into(),
                scopes: access::maybe_scopes(event.scopes)?,
            },
            Wire::TokenRevoked(token) => Self::TokenRevoked { token: token.into() },
            Wire::PolicySet(event) => Self::PolicySet {
                organization: event.organization.into(),
                name: event.name.parse()?,
            },
            Wire::PolicyDeleted(event) => Self::PolicyDeleted {
                organization: event.organization.into(),
                name: event.name.parse()?,
            },
        })
    }
}
