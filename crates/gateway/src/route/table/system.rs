//! What the API says of itself.

use super::super::Step::{Fixed, Type};
use super::super::{Endpoint, Operation, Route, Tag};
use super::{API, IDENTITY, V2, get};
use crate::problem::Refusal::NotFound;

pub(super) static ROUTES: [Route; 3] = [
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
        tag: Tag::Document,
        steps: &[API, IDENTITY, Fixed("v1"), Fixed("swagger"), Fixed("doc.json")],
        trailing_slash: false,
        operations: &[get(Endpoint::ReadDocument, "readDocument", "This document", "Document")],
    },
];
