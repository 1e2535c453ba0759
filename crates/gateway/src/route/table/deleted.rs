//! Secrets that are deleted and can still be restored.

use strongroom_model::Action;

use super::super::Step::{Fixed, Key, Owner, OwnerKind};
use super::super::{Endpoint, Method, Needs, Operation, Route, Step, Tag};
use super::{API, IDENTITY, V2, get, json, ok, write};
use crate::body::secret;
use crate::problem::Refusal::{Forbidden, NameTaken, NotFound};
use crate::query;

const DELETED: Step = Fixed("deleted");
const DELETE: Needs = Needs::Here(Action::Delete);

pub(super) static ROUTES: [Route; 3] = [
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, DELETED, OwnerKind, Owner],
        trailing_slash: false,
        operations: &[Operation {
            needs: DELETE,
            query: &query::DELETED,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ListDeleted,
                "listDeletedSecrets",
                "List an owner's secrets that were deleted in the last seven days, newest first",
                "DeletedSecretList",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, DELETED, OwnerKind, Owner, Key],
        trailing_slash: false,
        operations: &[Operation {
            needs: DELETE,
            refusals: &[Forbidden, NotFound],
            ..write(
                Method::Delete,
                Endpoint::PurgeSecret,
                "purgeSecret",
                "Remove a deleted secret for good, with its sealed values",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, DELETED, OwnerKind, Owner, Key, Fixed("restore")],
        trailing_slash: false,
        operations: &[Operation {
            needs: DELETE,
            body: json("SecretRestoration", &secret::RESTORE),
            success: ok("Secret", &["etag"]),
            refusals: &[Forbidden, NotFound, NameTaken],
            ..write(
                Method::Post,
                Endpoint::RestoreSecret,
                "restoreSecret",
                "Undo a secret's deletion",
            )
        }],
    },
];
