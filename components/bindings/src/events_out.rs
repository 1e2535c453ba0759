//! What an audit record says happened, out of the model.

use strongroom_model::audit::Event;
use strongroom_model::{Id, Name, Owner, SecretKey, VersionNumber};

use crate::metadata::names_out;
use crate::{access, all, wire};

fn about(owner: Owner, secret: SecretKey, version: VersionNumber) -> wire::SecretEvent {
    wire::SecretEvent { owner: owner.into(), secret: secret.into(), version: version.get() }
}

fn named(id: Id, name: Name) -> wire::NamedEvent {
    wire::NamedEvent { id: id.into(), name: name.into() }
}

fn group(organization: Id, group: Id, name: Name) -> wire::GroupEvent {
    wire::GroupEvent { organization: organization.into(), group: group.into(), name: name.into() }
}

fn member_of_group(organization: Id, group: Id, user: Id) -> wire::GroupMemberEvent {
    wire::GroupMemberEvent {
        organization: organization.into(),
        group: group.into(),
        user: user.into(),
    }
}

fn client(owner: Owner, client: Id) -> wire::ClientEvent {
    wire::ClientEvent { owner: owner.into(), client: client.into() }
}

fn policy(organization: Id, name: Name) -> wire::PolicyEvent {
    wire::PolicyEvent { organization: organization.into(), name: name.into() }
}

impl From<Event> for wire::Event {
    fn from(event: Event) -> Self {
        match event {
            Event::AuthenticationFailed { reason, principal } => {
                Self::AuthenticationFailed(wire::FailedEvent {
                    reason: reason.into(),
                    principal: principal.map(Into::into),
                })
            }
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
            Event::SecretRevealed { owner, secret, version, fields, format } => {
                Self::SecretRevealed(wire::RevealedEvent {
                    about: about(owner, secret, version),
                    fields: fields.map(names_out),
                    format: format.map(Into::into),
                })
            }
            Event::SecretChecked { owner, secret, version, outcome } => {
                let about = about(owner, secret, version);
                Self::SecretChecked(wire::CheckedEvent { about, outcome: outcome.into() })
            }
            Event::RotationStepped { owner, secret, version, step, outcome } => {
                Self::RotationStepped(wire::RotationEvent {
                    about: about(owner, secret, version),
                    step: step.into(),
                    outcome: outcome.into(),
                })
            }
            Event::RotationDropped { owner, secret, version } => {
                Self::RotationDropped(about(owner, secret, version))
            }
            Event::Initialized { organization, user } => {
                Self::Initialized(wire::InitializedEvent {
                    organization: organization.into(),
                    user: user.into(),
                })
            }
            Event::OrganizationCreated { organization, name } => {
                Self::OrganizationCreated(named(organization, name))
            }
            Event::OrganizationRenamed { organization, name } => {
                Self::OrganizationRenamed(named(organization, name))
            }
            Event::ProjectCreated { project, name, visibility } => {
                Self::ProjectCreated(wire::ProjectEvent {
                    project: project.into(),
                    name: name.into(),
                    visibility: visibility.into(),
                })
            }
            Event::ProjectChanged { project, name, visibility } => {
                Self::ProjectChanged(wire::ProjectEvent {
                    project: project.into(),
                    name: name.into(),
                    visibility: visibility.into(),
                })
            }
            Event::ProjectDeleted { organization, project, name } => {
                Self::ProjectDeleted(wire::ProjectDeletedEvent {
                    organization: organization.into(),
                    project: project.into(),
                    name: name.into(),
                })
            }
            Event::MemberSet { owner, member, role } => Self::MemberSet(wire::MemberSetEvent {
                owner: owner.into(),
                member: member.into(),
                role: role.into(),
            }),
            Event::MemberRemoved { owner, member } => {
                Self::MemberRemoved(wire::MemberRemovedEvent {
                    owner: owner.into(),
                    member: member.into(),
                })
            }
            Event::PersonCreated { organization, user } => {
                Self::PersonCreated(wire::PersonCreatedEvent {
                    organization: organization.map(Into::into),
                    user: user.into(),
                })
            }
            Event::PersonRenamed { user } => Self::PersonRenamed(user.into()),
            Event::PersonSuspended { user } => Self::PersonSuspended(user.into()),
            Event::PersonReinstated { user } => Self::PersonReinstated(user.into()),
            Event::PersonRemoved { user } => Self::PersonRemoved(user.into()),
            Event::GroupsSynchronized { organization, user, joined, left } => {
                Self::GroupsSynchronized(wire::GroupsEvent {
                    organization: organization.into(),
                    user: user.into(),
                    joined: all(joined),
                    left: all(left),
                })
            }
            Event::GroupCreated { organization, group: id, name } => {
                Self::GroupCreated(group(organization, id, name))
            }
            Event::GroupChanged { organization, group: id, name } => {
                Self::GroupChanged(group(organization, id, name))
            }
            Event::GroupDeleted { organization, group } => {
                Self::GroupDeleted(wire::GroupDeletedEvent {
                    organization: organization.into(),
                    group: group.into(),
                })
            }
            Event::GroupMemberAdded { organization, group, user } => {
                Self::GroupMemberAdded(member_of_group(organization, group, user))
            }
            Event::GroupMemberRemoved { organization, group, user } => {
                Self::GroupMemberRemoved(member_of_group(organization, group, user))
            }
            Event::ClientCreated { owner, client, name, scopes } => {
                Self::ClientCreated(wire::ClientCreatedEvent {
                    owner: owner.into(),
                    client: client.into(),
                    name: name.into(),
                    scopes: all(scopes),
                })
            }
            Event::ClientSecretRenewed { owner, client: id } => {
                Self::ClientSecretRenewed(client(owner, id))
            }
            Event::ClientRevoked { owner, client: id } => Self::ClientRevoked(client(owner, id)),
            Event::ClientSignedIn { owner, client, access_token } => {
                Self::ClientSignedIn(wire::ClientSignedInEvent {
                    owner: owner.into(),
                    client: client.into(),
                    access_token: access_token.into(),
                })
            }
            Event::TokenCreated { token, scopes } => Self::TokenCreated(wire::TokenEvent {
                token: token.into(),
                scopes: access::maybe_scopes_out(scopes),
            }),
            Event::TokenRevoked { token } => Self::TokenRevoked(token.into()),
            Event::PolicySet { organization, name } => Self::PolicySet(policy(organization, name)),
            Event::PolicyDeleted { organization, name } => {
                Self::PolicyDeleted(policy(organization, name))
            }
        }
    }
}
