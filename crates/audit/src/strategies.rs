//! Any event, any caller, any scopes: for properties.
#![allow(clippy::unwrap_used, missing_docs, reason = "for tests")]

use proptest::prelude::*;
use strongroom_model::audit::{AuthenticationFailure, Caller, Credential, Event};
use strongroom_model::{
    Action, FieldName, FormatName, Id, Member, MemberKind, Name, Outcome, Owner, OwnerKind,
    Permission, Principal, PrincipalKind, Role, RotationStep, Scope, SecretKey, SecretScope,
    VersionNumber, Visibility,
};

pub fn id() -> impl Strategy<Value = Id> {
    any::<[u8; 20]>().prop_map(Id::from_bytes)
}

pub fn owner() -> impl Strategy<Value = Owner> {
    (prop::sample::select(OwnerKind::ALL.to_vec()), id()).prop_map(|(kind, id)| Owner { kind, id })
}

pub fn secret() -> impl Strategy<Value = SecretKey> {
    ("[A-Z][a-z]{0,10}".prop_map(|name| name.parse().unwrap()), id())
        .prop_map(|(type_name, id)| SecretKey { type_name, id })
}

pub fn fields() -> impl Strategy<Value = Option<Vec<FieldName>>> {
    let field = "[a-z][a-z_-]{0,10}".prop_map(|name| name.parse().unwrap());
    prop::option::of(prop::collection::vec(field, 0..4))
}

pub fn scopes() -> impl Strategy<Value = Vec<Scope>> {
    let secret = (secret(), fields()).prop_map(|(key, fields)| SecretScope { key, fields });
    let secrets = prop::option::of(prop::collection::vec(secret, 0..4));
    let permissions = prop::sample::subsequence(Permission::ALL.to_vec(), 0..=4);
    let scope = (owner(), any::<bool>(), permissions, secrets).prop_map(
        |(on, projects, permissions, secrets)| Scope { on, projects, permissions, secrets },
    );
    prop::collection::vec(scope, 0..4)
}

fn name() -> impl Strategy<Value = Name> {
    "[a-zA-Zé秘\"\\\\'/]{1,20}".prop_map(|name| name.parse().unwrap())
}

pub fn version() -> impl Strategy<Value = VersionNumber> {
    (1..=i32::MAX as u32).prop_map(|number| VersionNumber::new(number).unwrap())
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(all.to_vec())
}

fn format() -> impl Strategy<Value = FormatName> {
    "[a-z0-9-]{1,20}".prop_map(|format| format.parse().unwrap())
}

fn principal() -> impl Strategy<Value = Principal> {
    (one_of(&PrincipalKind::ALL), id()).prop_map(|(kind, id)| Principal { kind, id })
}

fn member() -> impl Strategy<Value = Member> {
    (one_of(&MemberKind::ALL), id()).prop_map(|(kind, id)| Member { kind, id })
}

fn ids() -> impl Strategy<Value = Vec<Id>> {
    prop::collection::vec(id(), 0..4)
}

/// An event of these fields, each from its strategy.
macro_rules! events {
    ($($event:ident { $($field:ident: $from:expr),* },)*) => {
        prop_oneof![$(($($from,)*).prop_map(|($($field,)*)| Event::$event { $($field),* }),)*]
    };
}

fn of_secrets_and_owners() -> impl Strategy<Value = Event> {
    events![
        AuthenticationFailed {
            reason: one_of(&AuthenticationFailure::ALL),
            principal: prop::option::of(principal())
        },
        Denied { action: one_of(&Action::ALL), owner: owner(), secret: prop::option::of(secret()) },
        SecretCreated { owner: owner(), secret: secret(), version: version() },
        SecretUpdated { owner: owner(), secret: secret(), version: version() },
        SecretDeleted { owner: owner(), secret: secret(), version: version() },
        SecretRestored { owner: owner(), secret: secret(), version: version() },
        SecretPurged { owner: owner(), secret: secret(), version: version() },
        SecretRevealed {
            owner: owner(),
            secret: secret(),
            version: version(),
            fields: fields(),
            format: prop::option::of(format())
        },
        SecretChecked {
            owner: owner(),
            secret: secret(),
            version: version(),
            outcome: one_of(&Outcome::ALL)
        },
        ValuesExamined { owner: owner(), examined: any::<u32>() },
        RotationStepped {
            owner: owner(),
            secret: secret(),
            version: version(),
            step: one_of(&RotationStep::ALL),
            outcome: one_of(&Outcome::ALL)
        },
        RotationDropped { owner: owner(), secret: secret(), version: version() },
        Initialized { organization: id(), user: id() },
        OrganizationCreated { organization: id(), name: name() },
        OrganizationRenamed { organization: id(), name: name() },
    ]
}

fn of_projects_and_members() -> impl Strategy<Value = Event> {
    events![
        ProjectCreated { project: id(), name: name(), visibility: one_of(&Visibility::ALL) },
        ProjectChanged { project: id(), name: name(), visibility: one_of(&Visibility::ALL) },
        ProjectDeleted { organization: id(), project: id(), name: name() },
        MemberSet { owner: owner(), member: member(), role: one_of(&Role::ALL) },
        MemberRemoved { owner: owner(), member: member() },
        PersonCreated { organization: prop::option::of(id()), user: id() },
        PersonRenamed { user: id() },
        PersonSuspended { user: id() },
        PersonReinstated { user: id() },
        PersonRemoved { user: id() },
    ]
}

fn of_groups() -> impl Strategy<Value = Event> {
    events![
        GroupsSynchronized { organization: id(), user: id(), joined: ids(), left: ids() },
        GroupCreated { organization: id(), group: id(), name: name() },
        GroupChanged { organization: id(), group: id(), name: name() },
        GroupDeleted { organization: id(), group: id() },
        GroupMemberAdded { organization: id(), group: id(), user: id() },
        GroupMemberRemoved { organization: id(), group: id(), user: id() },
    ]
}

fn of_credentials_and_policies() -> impl Strategy<Value = Event> {
    events![
        ClientCreated { owner: owner(), client: id(), name: name(), scopes: scopes() },
        ClientSecretRenewed { owner: owner(), client: id() },
        ClientRevoked { owner: owner(), client: id() },
        ClientSignedIn { owner: owner(), client: id(), access_token: id() },
        TokenCreated { token: id(), scopes: prop::option::of(scopes()) },
        TokenRevoked { token: id() },
        PolicySet { organization: id(), name: name() },
        PolicyDeleted { organization: id(), name: name() },
    ]
}

pub fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        of_secrets_and_owners(),
        of_projects_and_members(),
        of_groups(),
        of_credentials_and_policies(),
    ]
}

pub fn caller() -> impl Strategy<Value = Caller> {
    let credential = prop_oneof![
        id().prop_map(Credential::ApiToken),
        id().prop_map(Credential::AccessToken),
        Just(Credential::IdentityToken),
    ];
    (principal(), credential).prop_map(|(principal, credential)| Caller { principal, credential })
}
