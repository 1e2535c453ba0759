//! What the API says of itself.

use super::super::Step::{Fixed, Type};
use super::super::{Endpoint, Method, Operation, Route, Tag};
use super::{API, IDENTITY, V2, get, json, ok, write};
use crate::body::secret;
use crate::problem::Refusal::NotFound;

pub(super) static ROUTES: [Route; 4] = [
    Route {
        tag: Tag::Types,
        steps: &[API, IDENTITY, V2, Fixed("types")],
        trailing_slash: false,
        operations: &[get(
            Endpoint::ListTypes,
            "listTypes",
            "List the types of secret",
            "TypeList",
        )],
    },
    Route {
        tag: Tag::Types,
        steps: &[API, IDENTITY, V2, Fixed("types"), Type],
        trailing_slash: false,
        operations: &[Operation {
            refusals: &[NotFound],
            ..get(Endpoint::ReadType, "readType", "One type of secret", "TypeDescription")
        }],
    },
    Route {
        tag: Tag::Types,
        steps: &[API, IDENTITY, V2, Fixed("types"), Type, Fixed("validate")],
        trailing_slash: false,
        operations: &[Operation {
            body: json("SecretDraft", &secret::DRAFT),
            success: ok("Validation", &[]),
            refusals: &[NotFound],
            ..write(
                Method::Post,
                Endpoint::ValidateDraft,
                "validateDraft",
                "Say what is wrong with a draft of a secret, without storing it",
            )
        }],
    },
    Route {
        tag: Tag::Document,
        steps: &[API, IDENTITY, Fixed("v1"), Fixed("swagger"), Fixed("doc.json")],
        trailing_slash: false,
        operations: &[get(Endpoint::ReadDocument, "readDocument", "This document", "Document")],
    },
];
