//! Who the caller is, and what it may do.

use super::super::Step::{Fixed, Key, Owner, OwnerKind};
use super::super::{Endpoint, Operation, Route, Step, Tag};
use super::{API, IDENTITY, V2, get};
use crate::problem::Refusal::NotFound;

const PERMISSIONS: Step = Fixed("permissions");

pub(super) static ROUTES: [Route; 3] = [
    Route {
        tag: Tag::Caller,
        steps: &[API, IDENTITY, V2, Fixed("me")],
        trailing_slash: false,
        operations: &[get(Endpoint::ReadMe, "readMe", "Who the caller is", "Identity")],
    },
    Route {
        tag: Tag::Caller,
        steps: &[API, IDENTITY, V2, PERMISSIONS, OwnerKind, Owner],
        trailing_slash: false,
        operations: &[Operation {
            refusals: &[NotFound],
            ..get(
                Endpoint::ReadPermissions,
                "readPermissions",
                "What the caller may do to an owner, now and with this credential",
                "Permissions",
            )
        }],
    },
    Route {
        tag: Tag::Caller,
        steps: &[API, IDENTITY, V2, PERMISSIONS, OwnerKind, Owner, Key],
        trailing_slash: false,
        operations: &[Operation {
            refusals: &[NotFound],
            ..get(
                Endpoint::ReadPermissions,
                "readSecretPermissions",
                "What the caller may do to a secret, whether or not it exists",
                "Permissions",
            )
        }],
    },
];
