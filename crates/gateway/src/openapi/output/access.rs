//! Who may do what with a secret.

use serde_json::{Value, json};
use strongroom_model::Visibility;
use strongroom_ports::directory::HolderKind;

use super::super::{reference, with};
use super::identity::{actions, scopes};
use super::management::role;
use super::{Schemas, list, nullable, object};
use crate::answer::access::{DECIDERS, OMITTED};

pub(super) fn schemas() -> Schemas {
    let visibility = json!({ "enum": Visibility::ALL.map(Visibility::as_str) });
    let anyone = "What whoever is signed in may do, without any role.";
    let omitted = json!({
        "type": "array",
        "items": { "enum": OMITTED },
        "description": "What the caller may not know of. Nothing that it gives is told.",
    });
    let report = [
        ("decided_by", json!({ "enum": DECIDERS })),
        ("visibility", nullable(visibility)),
        ("anyone", with(actions(), "description", anyone)),
        ("omitted", omitted),
        ("next_after", nullable(reference("HolderName"))),
    ];
    vec![("Holder", holder()), ("Access", list("Holder", &report))]
}

fn holder() -> Value {
    let role = object(&[
        ("on", reference("Owner")),
        ("role", role()),
        ("group", with(nullable(reference("Id")), "description", "By which, if by one.")),
    ]);
    let fields = nullable(json!({ "type": "array", "items": reference("FieldName") }));
    let scoped = "Those that reach the secret, cut to it; null for all that its person holds.";
    object(&[
        ("kind", json!({ "enum": HolderKind::ALL.map(HolderKind::as_str) })),
        ("id", reference("Id")),
        ("name", reference("Name")),
        ("actions", actions()),
        ("fields", with(fields, "description", "These alone may be revealed; null for all.")),
        ("roles", json!({ "type": "array", "items": role })),
        ("scopes", with(scopes(), "description", scoped)),
        ("expires_at", nullable(reference("Timestamp"))),
    ])
}
