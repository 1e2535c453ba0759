//! The OpenAPI 3.1 document, made when it is asked for.
//!
//! Paths, parameters and refusals come from the router's own table, bodies from the tables that the
//! reader of bodies follows, and values from what the catalogue's types say of themselves.

mod input;
mod operation;
mod output;
mod tag;
mod values;

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use strongroom_ports::catalogue::Entry;

use crate::json::Writer;
use crate::problem::Problem;
use crate::route::{Route, Step, routes};

/// # Errors
/// None in practice: a tree of our own making is written into memory.
pub(crate) fn document(types: &[Entry]) -> Result<Writer, Problem> {
    let mut json = Writer::with_capacity(64 * 1024);
    json.tree(&tree(types)).map_err(|_| crate::status::internal())?;
    Ok(json)
}

fn tree(types: &[Entry]) -> Value {
    let mut schemas = Map::new();
    output::add(&mut schemas);
    input::add(&mut schemas, types);
    values::add(&mut schemas, types);
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
        "paths": paths(types),
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

fn paths(types: &[Entry]) -> Value {
    let path = |route: &Route| {
        let operations = route.operations.iter().map(|operation| {
            (operation::method(operation).to_owned(), operation::describe(route, operation, types))
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
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// An object. From a list, so that there is one such function and not one for each kind of iterator.
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
