//! Who the caller is, what it may do, and its tokens.

use serde_json::{Value, json};
use strongroom_model::Action;

use super::super::reference;
use super::management::role;
use super::{Schemas, list, nullable, object};
use crate::answer::caller;

/// What a credential may do; null for all that its person may.
pub(super) fn scopes() -> Value {
    nullable(json!({ "type": "array", "items": reference("Scope") }))
}

pub(super) fn actions() -> Value {
    json!({ "type": "array", "items": { "enum": Action::ALL.map(Action::as_str) } })
}

pub(super) fn schemas() -> Schemas {
    let name = || ("name", reference("Name"));
    let user = object(&[
        ("id", reference("Id")),
        name(),
        ("email", json!({ "type": ["string", "null"] })),
    ]);
    let client = object(&[("id", reference("Id")), name()]);
    let shown = object(&[
        ("kind", json!({ "enum": caller::CREDENTIALS })),
        ("id", nullable(reference("Id"))),
        ("name", nullable(reference("Name"))),
        ("expires_at", reference("Timestamp")),
        ("scopes", scopes()),
    ]);
    let identity = object(&[
        ("user", nullable(user)),
        ("client", nullable(client)),
        ("administrator", json!({ "type": "boolean" })),
        ("token", shown),
    ]);
    let permissions = object(&[("actions", actions()), ("role", nullable(role()))]);
    let token = [
        ("id", reference("Id")),
        name(),
        ("created_at", reference("Timestamp")),
        ("expires_at", reference("Timestamp")),
        ("last_used_at", nullable(reference("Timestamp"))),
        ("scopes", scopes()),
    ];
    let issued = [&token[..], &[("token", json!({ "type": "string" }))]].concat();
    let access = object(&[
        ("access_token", json!({ "type": "string" })),
        ("token_type", json!({ "const": "Bearer" })),
        ("expires_in", json!({ "type": "integer", "description": "In seconds." })),
    ]);
    vec![
        ("Identity", identity),
        ("Permissions", permissions),
        ("Token", object(&token)),
        ("TokenList", list("Token", &[])),
        ("IssuedToken", object(&issued)),
        ("AccessToken", access),
    ]
}
