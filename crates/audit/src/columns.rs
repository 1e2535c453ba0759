//! What of an event goes into which column.
//!
//! The owner decides whose log a record is in: that of the owner that the event names, of the
//! organization where it names one besides, and for an event of a token that of the person who asked
//! for it. A failed authentication is in the log of the person that the credential named; of the
//! client's owner, which the database looks up; or in nobody's.

use strongroom_model::audit::{Caller, Event};
use strongroom_model::{
    Id, Member, MemberKind, Owner, OwnerKind, Principal, PrincipalKind, Role, Scope, SecretKey,
    VersionNumber,
};

use crate::detail::Detail;
use crate::scopes::{StoredScope, Text, texts};

pub(crate) const AUTHENTICATION_FAILED: &str = "authentication-failed";
pub(crate) const DENIED: &str = "denied";
pub(crate) const SECRET_CREATED: &str = "secret-created";
pub(crate) const SECRET_UPDATED: &str = "secret-updated";
pub(crate) const SECRET_DELETED: &str = "secret-deleted";
pub(crate) const SECRET_RESTORED: &str = "secret-restored";
pub(crate) const SECRET_PURGED: &str = "secret-purged";
pub(crate) const SECRET_REVEALED: &str = "secret-revealed";
pub(crate) const SECRET_CHECKED: &str = "secret-checked";
pub(crate) const VALUES_EXAMINED: &str = "values-examined";
pub(crate) const ROTATION_STEPPED: &str = "rotation-stepped";
pub(crate) const ROTATION_DROPPED: &str = "rotation-dropped";
pub(crate) const INITIALIZED: &str = "initialized";
pub(crate) const ORGANIZATION_CREATED: &str = "organization-created";
pub(crate) const ORGANIZATION_RENAMED: &str = "organization-renamed";
pub(crate) const PROJECT_CREATED: &str = "project-created";
pub(crate) const PROJECT_CHANGED: &str = "project-changed";
pub(crate) const PROJECT_DELETED: &str = "project-deleted";
pub(crate) const MEMBER_SET: &str = "member-set";
pub(crate) const MEMBER_REMOVED: &str = "member-removed";
pub(crate) const PERSON_CREATED: &str = "person-created";
pub(crate) const PERSON_RENAMED: &str = "person-renamed";
pub(crate) const PERSON_SUSPENDED: &str = "person-suspended";
pub(crate) const PERSON_REINSTATED: &str = "person-reinstated";
pub(crate) const PERSON_REMOVED: &str = "person-removed";
pub(crate) const GROUPS_SYNCHRONIZED: &str = "groups-synchronized";
pub(crate) const GROUP_CREATED: &str = "group-created";
pub(crate) const GROUP_CHANGED: &str = "group-changed";
pub(crate) const GROUP_DELETED: &str = "group-deleted";
pub(crate) const GROUP_MEMBER_ADDED: &str = "group-member-added";
pub(crate) const GROUP_MEMBER_REMOVED: &str = "group-member-removed";
pub(crate) const CLIENT_CREATED: &str = "client-created";
pub(crate) const CLIENT_SECRET_RENEWED: &str = "client-secret-renewed";
pub(crate) const CLIENT_REVOKED: &str = "client-revoked";
pub(crate) const CLIENT_SIGNED_IN: &str = "client-signed-in";
pub(crate) const TOKEN_CREATED: &str = "token-created";
pub(crate) const TOKEN_REVOKED: &str = "token-revoked";
pub(crate) const POLICY_SET: &str = "policy-set";
pub(crate) const POLICY_DELETED: &str = "policy-deleted";

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) name: &'static str,
    pub(crate) owner: Option<Owner>,
    pub(crate) secret: Option<SecretKey>,
    pub(crate) version: Option<VersionNumber>,
    pub(crate) detail: Detail,
}

/// An event of an owner, with a detail of these fields.
macro_rules! facts {
    ($name:expr, $owner:expr $(, $field:ident: $value:expr)*) => {
        Parts {
            name: $name,
            owner: $owner,
            secret: None,
            version: None,
            detail: Detail { $($field: Some($value),)* ..Detail::default() },
        }
    };
}

#[expect(clippy::too_many_lines, reason = "one line or two an event")]
pub(crate) fn of(event: &Event, caller: Option<&Caller>) -> Parts {
    let own = |kind, id: &Id| Some(Owner { kind, id: *id });
    let org = |id| own(OwnerKind::Organization, id);
    let prj = |id| own(OwnerKind::Project, id);
    let usr = |id| own(OwnerKind::User, id);
    let secret = |name, owner: &Owner, secret: &SecretKey, version: &VersionNumber| Parts {
        secret: Some(secret.clone()),
        version: Some(*version),
        ..facts!(name, Some(*owner))
    };
    match event {
        Event::AuthenticationFailed { reason, principal } => {
            let mut facts = facts!(AUTHENTICATION_FAILED, None, reason: reason.as_str().to_owned());
            match principal {
                Some(Principal { kind: PrincipalKind::Person, id }) => facts.owner = usr(id),
                Some(Principal { kind: PrincipalKind::Client, id }) => {
                    facts.detail.client = Some(Text(*id));
                }
                None => {}
            }
            facts
        }
        Event::Denied { action, owner, secret } => {
            Parts { secret: secret.clone(), ..facts!(DENIED, Some(*owner), action: Text(*action)) }
        }
        Event::SecretCreated { owner, secret: key, version } => {
            secret(SECRET_CREATED, owner, key, version)
        }
        Event::SecretUpdated { owner, secret: key, version } => {
            secret(SECRET_UPDATED, owner, key, version)
        }
        Event::SecretDeleted { owner, secret: key, version } => {
            secret(SECRET_DELETED, owner, key, version)
        }
        Event::SecretRestored { owner, secret: key, version } => {
            secret(SECRET_RESTORED, owner, key, version)
        }
        Event::SecretPurged { owner, secret: key, version } => {
            secret(SECRET_PURGED, owner, key, version)
        }
        Event::SecretRevealed { owner, secret: key, version, fields, format } => {
            let mut facts = secret(SECRET_REVEALED, owner, key, version);
            facts.detail.fields = fields.as_deref().map(texts);
            facts.detail.format = format.clone().map(Text);
            facts
        }
        Event::SecretChecked { owner, secret: key, version, outcome } => {
            let mut facts = secret(SECRET_CHECKED, owner, key, version);
            facts.detail.outcome = Some(Text(*outcome));
            facts
        }
        Event::ValuesExamined { owner, examined } => {
            facts!(VALUES_EXAMINED, Some(*owner), examined: *examined)
        }
        Event::RotationStepped { owner, secret: key, version, step, outcome } => {
            let mut facts = secret(ROTATION_STEPPED, owner, key, version);
            facts.detail.step = Some(Text(*step));
            facts.detail.outcome = Some(Text(*outcome));
            facts
        }
        Event::RotationDropped { owner, secret: key, version } => {
            secret(ROTATION_DROPPED, owner, key, version)
        }
        Event::Initialized { organization, user } => {
            facts!(INITIALIZED, org(organization), user: Text(*user))
        }
        Event::OrganizationCreated { organization, name } => {
            facts!(ORGANIZATION_CREATED, org(organization), name: Text(name.clone()))
        }
        Event::OrganizationRenamed { organization, name } => {
            facts!(ORGANIZATION_RENAMED, org(organization), name: Text(name.clone()))
        }
        Event::ProjectCreated { project, name, visibility } => {
            let (name, visibility) = (Text(name.clone()), Text(*visibility));
            facts!(PROJECT_CREATED, prj(project), name: name, visibility: visibility)
        }
        Event::ProjectChanged { project, name, visibility } => {
            let (name, visibility) = (Text(name.clone()), Text(*visibility));
            facts!(PROJECT_CHANGED, prj(project), name: name, visibility: visibility)
        }
        Event::ProjectDeleted { organization, project, name } => {
            let (project, name) = (Text(*project), Text(name.clone()));
            facts!(PROJECT_DELETED, org(organization), project: project, name: name)
        }
        Event::MemberSet { owner, member, role } => member_set(*owner, *member, *role),
        Event::MemberRemoved { owner, member } => {
            of_member(facts!(MEMBER_REMOVED, Some(*owner)), *member)
        }
        Event::PersonCreated { organization, user } => person_created(*organization, *user),
        Event::PersonRenamed { user } => facts!(PERSON_RENAMED, usr(user)),
        Event::PersonSuspended { user } => facts!(PERSON_SUSPENDED, usr(user)),
        Event::PersonReinstated { user } => facts!(PERSON_REINSTATED, usr(user)),
        Event::PersonRemoved { user } => facts!(PERSON_REMOVED, usr(user)),
        Event::GroupsSynchronized { organization, user, joined, left } => {
            groups_synchronized(*organization, *user, joined, left)
        }
        Event::GroupCreated { organization, group, name } => {
            let (group, name) = (Text(*group), Text(name.clone()));
            facts!(GROUP_CREATED, org(organization), group: group, name: name)
        }
        Event::GroupChanged { organization, group, name } => {
            let (group, name) = (Text(*group), Text(name.clone()));
            facts!(GROUP_CHANGED, org(organization), group: group, name: name)
        }
        Event::GroupDeleted { organization, group } => {
            facts!(GROUP_DELETED, org(organization), group: Text(*group))
        }
        Event::GroupMemberAdded { organization, group, user } => {
            let (group, user) = (Text(*group), Text(*user));
            facts!(GROUP_MEMBER_ADDED, org(organization), group: group, user: user)
        }
        Event::GroupMemberRemoved { organization, group, user } => {
            let (group, user) = (Text(*group), Text(*user));
            facts!(GROUP_MEMBER_REMOVED, org(organization), group: group, user: user)
        }
        Event::ClientCreated { owner, client, name, scopes } => {
            let (client, name, scopes) = (Text(*client), Text(name.clone()), stored(scopes));
            facts!(CLIENT_CREATED, Some(*owner), client: client, name: name, scopes: scopes)
        }
        Event::ClientSecretRenewed { owner, client } => {
            facts!(CLIENT_SECRET_RENEWED, Some(*owner), client: Text(*client))
        }
        Event::ClientRevoked { owner, client } => {
            facts!(CLIENT_REVOKED, Some(*owner), client: Text(*client))
        }
        Event::ClientSignedIn { owner, client, access_token } => {
            let (client, access_token) = (Text(*client), Text(*access_token));
            facts!(CLIENT_SIGNED_IN, Some(*owner), client: client, access_token: access_token)
        }
        Event::TokenCreated { token, scopes } => {
            let mut facts = facts!(TOKEN_CREATED, log_of(caller), token: Text(*token));
            facts.detail.scopes = scopes.as_deref().map(stored);
            facts
        }
        Event::TokenRevoked { token } => {
            facts!(TOKEN_REVOKED, log_of(caller), token: Text(*token))
        }
        Event::PolicySet { organization, name } => {
            facts!(POLICY_SET, org(organization), name: Text(name.clone()))
        }
        Event::PolicyDeleted { organization, name } => {
            facts!(POLICY_DELETED, org(organization), name: Text(name.clone()))
        }
    }
}

pub(crate) fn person_created(organization: Option<Id>, user: Id) -> Parts {
    match organization {
        Some(id) => {
            let owner = Owner { kind: OwnerKind::Organization, id };
            facts!(PERSON_CREATED, Some(owner), user: Text(user))
        }
        None => facts!(PERSON_CREATED, Some(Owner { kind: OwnerKind::User, id: user })),
    }
}

pub(crate) fn member_set(owner: Owner, member: Member, role: Role) -> Parts {
    of_member(facts!(MEMBER_SET, Some(owner), role: Text(role)), member)
}

pub(crate) fn groups_synchronized(organization: Id, user: Id, joined: &[Id], left: &[Id]) -> Parts {
    let owner = Owner { kind: OwnerKind::Organization, id: organization };
    let (joined, left) = (texts(joined), texts(left));
    facts!(GROUPS_SYNCHRONIZED, Some(owner), user: Text(user), joined: joined, left: left)
}

/// The caller's own log. Tokens are made by people alone.
fn log_of(caller: Option<&Caller>) -> Option<Owner> {
    let principal = caller?.principal;
    (principal.kind == PrincipalKind::Person)
        .then_some(Owner { kind: OwnerKind::User, id: principal.id })
}

fn of_member(mut facts: Parts, member: Member) -> Parts {
    match member.kind {
        MemberKind::User => facts.detail.user = Some(Text(member.id)),
        MemberKind::Group => facts.detail.group = Some(Text(member.id)),
    }
    facts
}

fn stored(scopes: &[Scope]) -> Vec<StoredScope> {
    scopes.iter().map(StoredScope::from).collect()
}
