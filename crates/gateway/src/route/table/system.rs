//! What the API says of itself.

use super::super::Step::Fixed;
use super::super::{Endpoint, Route, Tag};
use super::{API, IDENTITY, V2, get};

pub(super) static ROUTES: [Route; 2] = [
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
        tag: Tag::Document,
        steps: &[API, IDENTITY, Fixed("v1"), Fixed("swagger"), Fixed("doc.json")],
        trailing_slash: false,
        operations: &[get(Endpoint::ReadDocument, "readDocument", "This document", "Document")],
    },
];
