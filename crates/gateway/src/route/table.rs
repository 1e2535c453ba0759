//! Every route and operation there is.

use super::{Body, Endpoint, Method, Operation, Route, Step, Success};
use crate::body::{project, secret, token};
use crate::problem::Refusal::{Corrupt, Forbidden, NameTaken, NotFound, Stale};
use crate::query;

use Step::{Fixed, Key, Owner, OwnerKind, Token, Version};

const API: Step = Fixed("api");
const IDENTITY: Step = Fixed("identity");
const V2: Step = Fixed("v2");
const SETTINGS: Step = Fixed("settings");
const VERSIONS: Step = Fixed("versions");
const PROJECTS: Step = Fixed("projects");
const TOKENS: Step = Fixed("tokens");

const JSON: &[&str] = &["application/json"];
const JSON_OR_MERGE_PATCH: &[&str] = &["application/json", "application/merge-patch+json"];

const fn ok(schema: &'static str, headers: &'static [&'static str]) -> Success {
    Success { status: 200, schema: Some(schema), headers }
}

const fn created(schema: &'static str, headers: &'static [&'static str]) -> Success {
    Success { status: 201, schema: Some(schema), headers }
}

const NO_CONTENT: Success = Success { status: 204, schema: None, headers: &[] };

/// An operation that reads, with no refusal of its own.
const fn get(endpoint: Endpoint, summary: &'static str, schema: &'static str) -> Operation {
    Operation {
        method: Method::Get,
        endpoint,
        summary,
        query: &[],
        body: None,
        success: ok(schema, &[]),
        refusals: &[],
        takes_if_match: false,
    }
}

const SECRETS: [Operation; 2] = [
    Operation {
        query: &query::LIST,
        refusals: &[Forbidden, NotFound],
        ..get(Endpoint::ListSecrets, "List an owner's secrets, values masked", "SecretList")
    },
    Operation {
        method: Method::Post,
        body: Some(Body { name: "SecretCreation", members: &secret::CREATE, media_types: JSON }),
        success: created("Secret", &["location", "etag"]),
        refusals: &[Forbidden, NotFound, NameTaken],
        ..get(Endpoint::CreateSecret, "Create a secret", "Secret")
    },
];

const SECRET: [Operation; 4] = [
    Operation {
        query: &query::READ,
        success: ok("Secret", &["etag"]),
        refusals: &[Forbidden, NotFound, Corrupt],
        ..get(
            Endpoint::ReadSecret,
            "Read a secret, its value masked unless `decrypt=true`",
            "Secret",
        )
    },
    Operation {
        method: Method::Put,
        body: Some(Body {
            name: "SecretReplacement",
            members: &secret::REPLACE,
            media_types: JSON,
        }),
        success: ok("Secret", &["etag"]),
        refusals: &[Forbidden, NotFound, NameTaken, Stale],
        takes_if_match: true,
        ..get(Endpoint::ReplaceSecret, "Replace a secret: its value has a new version", "Secret")
    },
    Operation {
        method: Method::Patch,
        body: Some(Body {
            name: "SecretPatch",
            members: &secret::PATCH,
            media_types: JSON_OR_MERGE_PATCH,
        }),
        success: ok("Secret", &["etag"]),
        refusals: &[Forbidden, NotFound, NameTaken, Stale],
        takes_if_match: true,
        ..get(Endpoint::PatchSecret, "Change parts of a secret", "Secret")
    },
    Operation {
        method: Method::Delete,
        success: NO_CONTENT,
        refusals: &[Forbidden, NotFound, Stale],
        takes_if_match: true,
        ..get(Endpoint::DeleteSecret, "Delete a secret with all its versions", "Secret")
    },
];

const PROJECT_OPERATIONS: [Operation; 2] = [
    get(
        Endpoint::ListProjects,
        "List the projects in which the caller has a role, at most 1000",
        "ProjectList",
    ),
    Operation {
        method: Method::Post,
        body: Some(Body { name: "ProjectCreation", members: &project::CREATE, media_types: JSON }),
        success: created("Project", &[]),
        refusals: &[Forbidden, NotFound, NameTaken],
        ..get(Endpoint::CreateProject, "Create a project", "Project")
    },
];

const TOKEN_OPERATIONS: [Operation; 2] = [
    Operation {
        refusals: &[Forbidden],
        ..get(
            Endpoint::ListTokens,
            "List the caller's tokens that have not expired, at most 1000",
            "TokenList",
        )
    },
    Operation {
        method: Method::Post,
        body: Some(Body { name: "TokenCreation", members: &token::CREATE, media_types: JSON }),
        success: created("IssuedToken", &[]),
        refusals: &[Forbidden],
        ..get(Endpoint::CreateToken, "Create a token; it is shown this once", "IssuedToken")
    },
];

/// In no order that matters: no path is matched by two.
pub(crate) static ROUTES: [Route; 12] = [
    Route {
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner],
        trailing_slash: true,
        operations: &SECRETS,
    },
    Route {
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key],
        trailing_slash: false,
        operations: &SECRET,
    },
    Route {
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, VERSIONS],
        trailing_slash: false,
        operations: &[Operation {
            refusals: &[Forbidden, NotFound],
            ..get(
                Endpoint::ListVersions,
                "List a secret's versions, newest first, at most 1000",
                "VersionList",
            )
        }],
    },
    Route {
        steps: &[API, IDENTITY, V2, SETTINGS, OwnerKind, Owner, Key, VERSIONS, Version],
        trailing_slash: false,
        operations: &[Operation {
            query: &query::READ_VERSION,
            refusals: &[Forbidden, NotFound, Corrupt],
            ..get(
                Endpoint::ReadVersion,
                "Read one of the listed versions, its value masked unless `decrypt=true`",
                "Version",
            )
        }],
    },
    Route {
        steps: &[API, IDENTITY, V2, Fixed("audit"), OwnerKind, Owner],
        trailing_slash: false,
        operations: &[Operation {
            query: &query::AUDIT,
            refusals: &[Forbidden, NotFound],
            ..get(Endpoint::ReadAudit, "Read an owner's audit log, newest first", "AuditLog")
        }],
    },
    Route {
        steps: &[API, IDENTITY, V2, Fixed("me")],
        trailing_slash: false,
        operations: &[get(Endpoint::ReadMe, "Who the caller is", "Identity")],
    },
    Route {
        steps: &[API, IDENTITY, V2, Fixed("organizations")],
        trailing_slash: false,
        operations: &[get(
            Endpoint::ListOrganizations,
            "List the organizations in which the caller has a role",
            "OrganizationList",
        )],
    },
    Route {
        steps: &[API, IDENTITY, V2, PROJECTS],
        trailing_slash: false,
        operations: &PROJECT_OPERATIONS,
    },
    Route {
        steps: &[API, IDENTITY, V2, TOKENS],
        trailing_slash: false,
        operations: &TOKEN_OPERATIONS,
    },
    Route {
        steps: &[API, IDENTITY, V2, TOKENS, Token],
        trailing_slash: false,
        operations: &[Operation {
            method: Method::Delete,
            success: NO_CONTENT,
            refusals: &[Forbidden, NotFound],
            ..get(Endpoint::RevokeToken, "Revoke one of the caller's tokens", "Token")
        }],
    },
    Route {
        steps: &[API, IDENTITY, V2, Fixed("types")],
        trailing_slash: false,
        operations: &[get(Endpoint::ListTypes, "List the types of secret", "TypeList")],
    },
    Route {
        steps: &[API, IDENTITY, Fixed("v1"), Fixed("swagger"), Fixed("doc.json")],
        trailing_slash: false,
        operations: &[get(Endpoint::ReadDocument, "This document", "Document")],
    },
];
