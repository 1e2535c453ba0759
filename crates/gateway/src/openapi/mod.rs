//! The outline of the OpenAPI 3.1 document: all of it but what types say of themselves.
//!
//! Paths, parameters and refusals come from the router's own table, and bodies from the tables that
//! the reader of bodies follows. `document` makes a document of it.

mod input;
mod operation;
mod output;
mod places;
mod tag;

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::document::pointer;
use crate::route::{Route, Step, routes};
use places::Places;

/// Text that `document` reads.
pub(crate) fn outline() -> String {
    let mut places = Places::default();
    let tree = tree(&mut places);
    places.outline(&tree)
}

fn tree(places: &mut Places) -> Value {
    let mut schemas = Map::new();
    output::add(&mut schemas);
    input::add(&mut schemas, places);
    places.values(&mut schemas);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Strongroom",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Secrets of an organization's projects. A value is `********` unless it \
                            is revealed. Errors are problem documents (RFC 9457) with a stable \
                            `type`. In a path, a secret's key `secret/<Type>/<id>` may also be one \
                            segment in which the slashes are encoded as `%2F`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        // Wherever the document was read.
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }],
        "tags": tag::all(),
        "paths": paths(places),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API token, an access token of a client, or a token of a \
                                    configured OpenID Connect provider.",
                },
                "client": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "A client's id and secret, where they are not in the body.",
                },
            },
        },
    })
}

fn paths(places: &mut Places) -> Value {
    let path = |route: &Route| {
        let operations = route.operations.iter().map(|operation| {
            (operation::method(operation).to_owned(), operation::describe(route, operation, places))
        });
        (template(route), members(operations.collect()))
    };
    members(routes().map(path).collect())
}

/// The path with `{…}` for what varies. A key is shown as its three segments.
fn template(route: &Route) -> String {
    let mut path = String::new();
    for step in route.steps {
        path.push('/');
        path.push_str(&match step {
            Step::Fixed(text) => Cow::Borrowed(*text),
            Step::OwnerKind | Step::PlaceKind | Step::MemberKind => Cow::Borrowed("{kind}"),
            Step::Owner | Step::Place => Cow::Borrowed("{owner}"),
            Step::Of(kind) => Cow::Owned(format!("{{{kind}}}")),
            Step::Key => Cow::Borrowed("secret/{type}/{secret}"),
            Step::Version => Cow::Borrowed("{version}"),
            Step::Id(noun) => Cow::Owned(format!("{{{}}}", noun.as_str())),
            Step::Type => Cow::Borrowed("{type}"),
            Step::PolicyName => Cow::Borrowed("{policy}"),
        });
    }
    if route.trailing_slash {
        path.push('/');
    }
    path
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": pointer(schema) })
}

fn members(members: Vec<(String, Value)>) -> Value {
    Value::Object(members.into_iter().collect())
}

/// The object with one member more.
fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    if let Value::Object(members) = &mut object {
        members.insert(name.to_owned(), value.into());
    }
    object
}
