//! From an event's name and columns to the event. `columns` is the way there.
//!
//! Each arm takes what its event has; that there is nothing else the caller sees by going the way
//! there again.

use strongroom_model::audit::{AuthenticationFailure, Event};
use strongroom_model::{
    Id, Member, MemberKind, Owner, OwnerKind, Principal, PrincipalKind, Scope, SecretKey,
    VersionNumber,
};

use crate::Broken;
use crate::columns::*;
use crate::detail::Detail;
use crate::scopes::{Text, plain};

/// What was read of a record, to be taken apart.
pub(crate) struct Read {
    pub(crate) owner: Option<Owner>,
    pub(crate) secret: Option<SecretKey>,
    pub(crate) version: Option<VersionNumber>,
    pub(crate) detail: Detail,
}

/// What must be there for the event to be what it says it is.
fn some<T>(there: Option<T>) -> Result<T, Broken> {
    there.ok_or(Broken)
}

fn text<T>(there: Option<Text<T>>) -> Result<T, Broken> {
    some(there).map(|text| text.0)
}

#[expect(clippy::too_many_lines, reason = "one line or two an event")]
pub(crate) fn event(name: &str, read: Read) -> Result<Event, Broken> {
    let Read { owner, secret, version, detail } = read;
    let of = |kind| some(owner.filter(|owner| owner.kind == kind)).map(|owner| owner.id);
    let organization = || of(OwnerKind::Organization);
    let project = || of(OwnerKind::Project);
    let user = || of(OwnerKind::User);
    Ok(match name {
        AUTHENTICATION_FAILED => Event::AuthenticationFailed {
            principal: failed(owner, detail.client),
            reason: reason(detail.reason.as_deref())?,
        },
        DENIED => Event::Denied { action: text(detail.action)?, owner: some(owner)?, secret },
        SECRET_CREATED => Event::SecretCreated {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
        },
        SECRET_UPDATED => Event::SecretUpdated {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
        },
        SECRET_DELETED => Event::SecretDeleted {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
        },
        SECRET_RESTORED => Event::SecretRestored {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
        },
        SECRET_PURGED => Event::SecretPurged {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
        },
        SECRET_REVEALED => Event::SecretRevealed {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
            fields: detail.fields.map(plain),
            format: detail.format.map(|format| format.0),
        },
        SECRET_CHECKED => Event::SecretChecked {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
            outcome: text(detail.outcome)?,
        },
        VALUES_EXAMINED => {
            Event::ValuesExamined { owner: some(owner)?, examined: some(detail.examined)? }
        }
        ROTATION_STEPPED => Event::RotationStepped {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
            step: text(detail.step)?,
            outcome: text(detail.outcome)?,
        },
        ROTATION_DROPPED => Event::RotationDropped {
            owner: some(owner)?,
            secret: some(secret)?,
            version: some(version)?,
        },
        INITIALIZED => {
            Event::Initialized { organization: organization()?, user: text(detail.user)? }
        }
        ORGANIZATION_CREATED => {
            Event::OrganizationCreated { organization: organization()?, name: text(detail.name)? }
        }
        ORGANIZATION_RENAMED => {
            Event::OrganizationRenamed { organization: organization()?, name: text(detail.name)? }
        }
        PROJECT_CREATED => Event::ProjectCreated {
            project: project()?,
            name: text(detail.name)?,
            visibility: text(detail.visibility)?,
        },
        PROJECT_CHANGED => Event::ProjectChanged {
            project: project()?,
            name: text(detail.name)?,
            visibility: text(detail.visibility)?,
        },
        PROJECT_DELETED => Event::ProjectDeleted {
            organization: organization()?,
            project: text(detail.project)?,
            name: text(detail.name)?,
        },
        MEMBER_SET => Event::MemberSet {
            owner: some(owner)?,
            member: member(detail.user, detail.group)?,
            role: text(detail.role)?,
        },
        MEMBER_REMOVED => {
            Event::MemberRemoved { owner: some(owner)?, member: member(detail.user, detail.group)? }
        }
        PERSON_CREATED => match detail.user {
            None => Event::PersonCreated { organization: None, user: user()? },
            Some(Text(user)) => Event::PersonCreated { organization: Some(organization()?), user },
        },
        PERSON_RENAMED => Event::PersonRenamed { user: user()? },
        PERSON_SUSPENDED => Event::PersonSuspended { user: user()? },
        PERSON_REINSTATED => Event::PersonReinstated { user: user()? },
        PERSON_REMOVED => Event::PersonRemoved { user: user()? },
        GROUPS_SYNCHRONIZED => Event::GroupsSynchronized {
            organization: organization()?,
            user: text(detail.user)?,
            joined: plain(some(detail.joined)?),
            left: plain(some(detail.left)?),
        },
        GROUP_CREATED => Event::GroupCreated {
            organization: organization()?,
            group: text(detail.group)?,
            name: text(detail.name)?,
        },
        GROUP_CHANGED => Event::GroupChanged {
            organization: organization()?,
            group: text(detail.group)?,
            name: text(detail.name)?,
        },
        GROUP_DELETED => {
            Event::GroupDeleted { organization: organization()?, group: text(detail.group)? }
        }
        GROUP_MEMBER_ADDED => Event::GroupMemberAdded {
            organization: organization()?,
            group: text(detail.group)?,
            user: text(detail.user)?,
        },
        GROUP_MEMBER_REMOVED => Event::GroupMemberRemoved {
            organization: organization()?,
            group: text(detail.group)?,
            user: text(detail.user)?,
        },
        CLIENT_CREATED => Event::ClientCreated {
            owner: some(owner)?,
            client: text(detail.client)?,
            name: text(detail.name)?,
            scopes: some(detail.scopes)?.into_iter().map(Scope::from).collect(),
        },
        CLIENT_SECRET_RENEWED => {
            Event::ClientSecretRenewed { owner: some(owner)?, client: text(detail.client)? }
        }
        CLIENT_REVOKED => {
            Event::ClientRevoked { owner: some(owner)?, client: text(detail.client)? }
        }
        CLIENT_SIGNED_IN => Event::ClientSignedIn {
            owner: some(owner)?,
            client: text(detail.client)?,
            access_token: text(detail.access_token)?,
        },
        TOKEN_CREATED => Event::TokenCreated {
            token: text(detail.token)?,
            scopes: detail.scopes.map(|scopes| scopes.into_iter().map(Scope::from).collect()),
        },
        TOKEN_REVOKED => Event::TokenRevoked { token: text(detail.token)? },
        POLICY_SET => Event::PolicySet { organization: organization()?, name: text(detail.name)? },
        POLICY_DELETED => {
            Event::PolicyDeleted { organization: organization()?, name: text(detail.name)? }
        }
        _ => return Err(Broken),
    })
}

fn failed(owner: Option<Owner>, client: Option<Text<Id>>) -> Option<Principal> {
    match (client, owner) {
        (Some(Text(id)), _) => Some(Principal { kind: PrincipalKind::Client, id }),
        (None, Some(owner)) => Some(Principal { kind: PrincipalKind::Person, id: owner.id }),
        (None, None) => None,
    }
}

fn reason(written: Option<&str>) -> Result<AuthenticationFailure, Broken> {
    some(AuthenticationFailure::ALL.into_iter().find(|known| written == Some(known.as_str())))
}

fn member(user: Option<Text<Id>>, group: Option<Text<Id>>) -> Result<Member, Broken> {
    match (user, group) {
        (Some(Text(id)), None) => Ok(Member { kind: MemberKind::User, id }),
        (None, Some(Text(id))) => Ok(Member { kind: MemberKind::Group, id }),
        (Some(_), Some(_)) | (None, None) => Err(Broken),
    }
}

/// Whose log it is in, only the owner of the client knows.
pub(crate) const fn is_failed_client(event: &Event) -> bool {
    matches!(
        event,
        Event::AuthenticationFailed {
            principal: Some(Principal { kind: PrincipalKind::Client, id: _ }),
            reason: _
        }
    )
}
