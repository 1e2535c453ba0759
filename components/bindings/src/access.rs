//! Principals, members, scopes and the words of permissions.

use strongroom_model::{
    Member, MemberKind, Permission, Principal, PrincipalKind, Scope, SecretScope, Visibility,
};

use strongroom_ports::directory::HeldRole;

use crate::id::same_cases;
use crate::metadata::{names_in, names_out};
use crate::{Malformed, all, each, wire};

same_cases!(PrincipalKind, wire::PrincipalKind, Person, Client);
same_cases!(MemberKind, wire::MemberKind, User, Group);
same_cases!(Permission, wire::Permission, Metadata, Reveal, Write, Manage);
same_cases!(Visibility, wire::Visibility, Public, Internal, Restricted, Private);

/// Both ways between two records of a kind and an id.
macro_rules! kind_and_id {
    ($model:ty, $wire:ty) => {
        impl From<$model> for $wire {
            fn from(one: $model) -> Self {
                Self { kind: one.kind.into(), id: one.id.into() }
            }
        }
        impl From<$wire> for $model {
            fn from(one: $wire) -> Self {
                Self { kind: one.kind.into(), id: one.id.into() }
            }
        }
    };
}

kind_and_id!(Principal, wire::Principal);
kind_and_id!(Member, wire::Member);

impl From<HeldRole> for wire::HeldRole {
    fn from(held: HeldRole) -> Self {
        Self { on: held.on.into(), role: held.role.into(), group: held.group.map(Into::into) }
    }
}

impl From<wire::HeldRole> for HeldRole {
    fn from(held: wire::HeldRole) -> Self {
        Self { on: held.on.into(), role: held.role.into(), group: held.group.map(Into::into) }
    }
}

impl From<SecretScope> for wire::SecretScope {
    fn from(scope: SecretScope) -> Self {
        Self { key: scope.key.into(), fields: scope.fields.map(names_out) }
    }
}

impl TryFrom<wire::SecretScope> for SecretScope {
    type Error = Malformed;

    fn try_from(scope: wire::SecretScope) -> Result<Self, Malformed> {
        let fields = scope.fields.map(names_in).transpose()?;
        Ok(Self { key: scope.key.try_into()?, fields })
    }
}

impl From<Scope> for wire::Scope {
    fn from(scope: Scope) -> Self {
        Self {
            on: scope.on.into(),
            projects: scope.projects,
            permissions: all(scope.permissions),
            secrets: scope.secrets.map(all),
        }
    }
}

impl TryFrom<wire::Scope> for Scope {
    type Error = Malformed;

    fn try_from(scope: wire::Scope) -> Result<Self, Malformed> {
        Ok(Self {
            on: scope.on.into(),
            projects: scope.projects,
            permissions: all(scope.permissions),
            secrets: scope.secrets.map(each).transpose()?,
        })
    }
}

/// # Errors
/// [`Malformed`] for a scope that names no secret or field.
pub fn maybe_scopes(scopes: Option<Vec<wire::Scope>>) -> Result<Option<Vec<Scope>>, Malformed> {
    scopes.map(each).transpose()
}

#[must_use]
pub fn maybe_scopes_out(scopes: Option<Vec<Scope>>) -> Option<Vec<wire::Scope>> {
    scopes.map(all)
}
