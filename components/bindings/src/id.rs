//! Ids, owners, keys and what may be done to them.

use strongroom_model::{
    Action, Id, Owner, OwnerKind, Role, Rotation, RotationStep, SecretKey, VersionNumber,
};

use crate::{Malformed, wire};

impl From<Id> for wire::Id {
    fn from(id: Id) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = *id.as_bytes();
        Self {
            high: u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            middle: u64::from_be_bytes([i, j, k, l, m, n, o, p]),
            low: u32::from_be_bytes([q, r, s, t]),
        }
    }
}

impl From<wire::Id> for Id {
    fn from(id: wire::Id) -> Self {
        let mut bytes = [0; 20];
        let (high, rest) = bytes.split_at_mut(8);
        let (middle, low) = rest.split_at_mut(8);
        high.copy_from_slice(&id.high.to_be_bytes());
        middle.copy_from_slice(&id.middle.to_be_bytes());
        low.copy_from_slice(&id.low.to_be_bytes());
        Self::from_bytes(bytes)
    }
}

/// Both ways between two enums of the same cases.
#[macro_export]
macro_rules! same_cases {
    ($model:ty, $wire:ty, $($case:ident),* $(,)?) => {
        impl From<$model> for $wire {
            fn from(value: $model) -> Self {
                match value { $(<$model>::$case => <$wire>::$case,)* }
            }
        }
        impl From<$wire> for $model {
            fn from(value: $wire) -> Self {
                match value { $(<$wire>::$case => <$model>::$case,)* }
            }
        }
    };
}
pub use same_cases;

/// Both ways between two records of the same fields, none of which can be wrong: those that are the
/// same, those that are converted, and those that are converted where they are there.
macro_rules! same_fields {
    ($model:ty, $wire:ty, [$($same:ident),*], [$($other:ident),*], [$($maybe:ident),*]) => {
        $crate::id::same_fields!(@ $model, $wire, [$($same),*], [$($other),*], [$($maybe),*]);
        $crate::id::same_fields!(@ $wire, $model, [$($same),*], [$($other),*], [$($maybe),*]);
    };
    (@ $from:ty, $to:ty, [$($same:ident),*], [$($other:ident),*], [$($maybe:ident),*]) => {
        impl From<$from> for $to {
            fn from(one: $from) -> Self {
                Self {
                    $($same: one.$same,)*
                    $($other: one.$other.into(),)*
                    $($maybe: one.$maybe.map(Into::into),)*
                }
            }
        }
    };
}
pub(crate) use same_fields;

same_cases!(OwnerKind, wire::OwnerKind, Organization, Project, User);
same_cases!(
    Action,
    wire::Action,
    See,
    Read,
    Reveal,
    Create,
    Update,
    Delete,
    Audit,
    Manage,
    CreateProject,
);
same_cases!(Role, wire::Role, Owner, Maintainer, Contributor, Writer, Reader);
same_cases!(RotationStep, wire::RotationStep, Create, Set, Test, Finish, Revoke);

impl From<Rotation> for wire::Rotation {
    fn from(rotation: Rotation) -> Self {
        Self { step: rotation.step.into(), version: rotation.version.get() }
    }
}

impl TryFrom<wire::Rotation> for Rotation {
    type Error = Malformed;

    fn try_from(rotation: wire::Rotation) -> Result<Self, Malformed> {
        Ok(Self { step: rotation.step.into(), version: version(rotation.version)? })
    }
}

impl From<Owner> for wire::Owner {
    fn from(owner: Owner) -> Self {
        Self { kind: owner.kind.into(), id: owner.id.into() }
    }
}

impl From<wire::Owner> for Owner {
    fn from(owner: wire::Owner) -> Self {
        Self { kind: owner.kind.into(), id: owner.id.into() }
    }
}

impl From<SecretKey> for wire::SecretKey {
    fn from(key: SecretKey) -> Self {
        Self { type_name: key.type_name.into(), id: key.id.into() }
    }
}

impl From<&SecretKey> for wire::SecretKey {
    fn from(key: &SecretKey) -> Self {
        Self { type_name: key.type_name.as_str().to_owned(), id: key.id.into() }
    }
}

impl TryFrom<wire::SecretKey> for SecretKey {
    type Error = Malformed;

    fn try_from(key: wire::SecretKey) -> Result<Self, Malformed> {
        Ok(Self { type_name: key.type_name.parse()?, id: key.id.into() })
    }
}

/// # Errors
/// [`Malformed`] for a number that is no version.
pub fn version(number: u32) -> Result<VersionNumber, Malformed> {
    Ok(VersionNumber::new(number)?)
}

/// # Errors
/// [`Malformed`] for a number that is no version.
pub fn maybe_version(number: Option<u32>) -> Result<Option<VersionNumber>, Malformed> {
    number.map(version).transpose()
}
