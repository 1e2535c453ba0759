//! Ids, owners, scopes and deeds, said shortly.

use strongroom_authorization::token::Credential;
use strongroom_model::access::Deed;
use strongroom_model::audit::Context;
use strongroom_model::{
    Action, FieldName, Id, Member, MemberKind, Owner, OwnerKind, Permission, Scope, SecretKey,
    SecretScope,
};
use strongroom_ports::principals::{PersonRow, Status, TokenRow};
use strongroom_ports::sessions::{Denial, Session};

use super::{Caller, HOUR, ORGANIZATION, PROJECT, START, run};

pub fn id(number: u8) -> Id {
    Id::new(START, [number; 16])
}

pub fn owner(kind: OwnerKind, number: u8) -> Owner {
    Owner { kind, id: id(number) }
}

pub fn organization() -> Owner {
    owner(OwnerKind::Organization, ORGANIZATION)
}

pub fn project() -> Owner {
    owner(OwnerKind::Project, PROJECT)
}

pub fn user_member(number: u8) -> Member {
    Member { kind: MemberKind::User, id: id(number) }
}

pub fn person_row(number: u8) -> PersonRow {
    PersonRow {
        id: id(number),
        name: format!("person {number}").parse().unwrap(),
        email: None,
        status: Status::Active,
        created_at: START,
        last_seen_at: None,
    }
}

pub(super) fn token_row(credential: &Credential, user: u8) -> TokenRow {
    TokenRow {
        id: credential.id(),
        user: id(user),
        name: "a token".parse().unwrap(),
        digest: credential.digest(),
        created_at: START,
        expires_at: START + HOUR,
        last_used_at: None,
        scopes: None,
    }
}

pub fn scope(on: Owner, permissions: &[Permission]) -> Scope {
    Scope { on, projects: false, permissions: permissions.to_vec(), secrets: None }
}

/// On an organization and its projects.
pub fn wide(permissions: &[Permission]) -> Scope {
    Scope { projects: true, ..scope(organization(), permissions) }
}

pub fn on_secret(on: Owner, permissions: &[Permission], number: u8, fields: &[&str]) -> Scope {
    let fields = (!fields.is_empty()).then(|| names(fields));
    let secrets = Some(vec![SecretScope { key: key(number), fields }]);
    Scope { secrets, ..scope(on, permissions) }
}

pub fn names(fields: &[&str]) -> Vec<FieldName> {
    fields.iter().map(|name| name.parse().unwrap()).collect()
}

pub fn key(number: u8) -> SecretKey {
    SecretKey { type_name: "Custom".parse().unwrap(), id: id(number) }
}

pub fn deed(action: Action, owner: Owner) -> Deed {
    Deed { action, owner, secret: None, version: None, fields: None }
}

/// What comes of asking.
pub fn ask(session: &Caller, action: Action, owner: Owner) -> Result<(), Denial> {
    run(session.permit(deed(action, owner))).map(drop)
}

pub fn context() -> Context {
    Context { request_id: "request 1".to_owned(), peer: Some("192.0.2.7".to_owned()) }
}
