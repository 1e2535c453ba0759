//! Secrets and their versions.

use strongroom_model::Action;

use super::super::Step::{Fixed, Key, Owner, OwnerKind, Version};
use super::super::{Endpoint, Method, Needs, Operation, Route, Step, Tag};
use super::{API, IDENTITY, NO_CONTENT, V2, created, get, json, merge_patch, ok, write};
use crate::body::secret;
use crate::problem::Refusal::{
    Corrupt, CredentialRejected, Forbidden, Invalid, NameTaken, NotAcceptable, NotFound,
    NotRepresentable, RotationChanged, ServiceFailed, ServiceUnavailable, Stale, TypeFailed,
};
use crate::query;

const SETTINGS: Step = Fixed("settings");
const VERSIONS: Step = Fixed("versions");

const SECRETS: [Operation; 2] = [
    Operation {
        needs: Needs::Here(Action::Read),
        query: &query::LIST,
        refusals: &[Forbidden, NotFound],
        ..get(
            Endpoint::ListSecrets,
            "listSecrets",
            "List an owner's secrets, values masked",
            "SecretList",
        )
    },
    Operation {
        needs: Needs::Here(Action::Create),
        body: json("SecretCreation", &secret::CREATE),
        success: created("Secret", &["location", "etag"]),
        refusals: &[Forbidden, NotFound, NameTaken],
        ..write(Method::Post, Endpoint::CreateSecret, "createSecret", "Create a secret")
    },
];

const SECRET: [Operation; 4] = [
    Operation {
        needs: Needs::Here(Action::Read),
        query: &query::READ,
        success: ok("Secret", &["etag", "vary"]),
        refusals: &[Forbidden, NotFound, NotAcceptable, NotRepresentable, Corrupt, TypeFailed],
        ..get(
            Endpoint::ReadSecret,
            "readSecret",
            "Read a secret, its value masked unless `decrypt=true`",
            "Secret",
        )
    },
    Operation {
        needs: Needs::Here(Action::Update),
        body: json("SecretReplacement", &secret::REPLACE),
        success: ok("Secret", &["etag"]),
        refusals: &[Forbidden, NotFound, NameTaken, Stale],
        takes_if_match: true,
        ..write(
            Method::Put,
            Endpoint::ReplaceSecret,
            "replaceSecret",
            "Replace a secret: its value has a new version",
        )
    },
    Operation {
        needs: Needs::Here(Action::Update),
        body: merge_patch("SecretPatch", &secret::PATCH),
        success: ok("Secret", &["etag"]),
        refusals: &[Forbidden, NotFound, NameTaken, Stale],
        takes_if_match: true,
        ..write(Method::Patch, Endpoint::PatchSecret, "patchSecret", "Change parts of a secret")
    },
    Operation {
        needs: Needs::Here(Action::Delete),
        success: NO_CONTENT,
        refusals: &[Forbidden, NotFound, Stale],
        takes_if_match: true,
        ..write(
            Method::Delete,
            Endpoint::DeleteSecret,
            "deleteSecret",
            "Delete a secret with all its versions; for seven days it can be restored",
        )
    },
];

const ROTATION: [Operation; 2] = [
    Operation {
        needs: Needs::RevealAndUpdateHere,
        success: ok("Secret", &["etag"]),
        refusals: &[
            Forbidden,
            NotFound,
            RotationChanged,
            Invalid,
            CredentialRejected,
            Corrupt,
            ServiceFailed,
            ServiceUnavailable,
        ],
        ..write(
            Method::Post,
            Endpoint::RotateSecret,
            "rotateSecret",
            "Replace a secret's value at its service, or go on where that was interrupted",
        )
    },
    Operation {
        needs: Needs::Here(Action::Update),
        refusals: &[Forbidden, NotFound, RotationChanged],
        ..write(
            Method::Delete,
            Endpoint::DropRotation,
            "dropRotation",
            "Give up a rotation that was interrupted",
        )
    },
];

pub(super) static ROUTES: [Route; 9] = [
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner],
        trailing_slash: true,
        operations: &SECRETS,
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key],
        trailing_slash: false,
        operations: &SECRET,
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, VERSIONS],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Read),
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ListVersions,
                "listVersions",
                "List a secret's versions, newest first, at most 1000",
                "VersionList",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, VERSIONS, Version],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Read),
            query: &query::READ_VERSION,
            success: ok("Version", &["vary"]),
            refusals: &[Forbidden, NotFound, NotAcceptable, NotRepresentable, Corrupt, TypeFailed],
            ..get(
                Endpoint::ReadVersion,
                "readVersion",
                "Read one of the listed versions, its value masked unless `decrypt=true`",
                "Version",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, Fixed("check")],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Reveal),
            success: ok("Verdict", &[]),
            refusals: &[Forbidden, NotFound, Invalid, Corrupt, ServiceFailed, ServiceUnavailable],
            ..write(
                Method::Post,
                Endpoint::CheckSecret,
                "checkSecret",
                "Ask its service whether a secret's value works",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, Fixed("rotate")],
        trailing_slash: false,
        operations: &ROTATION,
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, Fixed("access")],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Manage),
            query: &query::ACCESS,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ReadAccess,
                "readAccess",
                "Who may do what with a secret, and through what",
                "Access",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, Fixed("health"), OwnerKind, Owner],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Read),
            query: &query::HEALTH,
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ReadHealth,
                "readHealth",
                "Which of an owner's secrets want attention, values masked",
                "Health",
            )
        }],
    },
    Route {
        tag: Tag::Secrets,
        steps: &[API, IDENTITY, V2, Fixed("health"), OwnerKind, Owner, Fixed("values")],
        trailing_slash: false,
        operations: &[Operation {
            needs: Needs::Here(Action::Reveal),
            success: ok("Examination", &[]),
            refusals: &[Forbidden, NotFound],
            ..write(
                Method::Post,
                Endpoint::ExamineValues,
                "examineValues",
                "Which of an owner's values are weak or used twice; none is shown, and it is recorded",
            )
        }],
    },
];
