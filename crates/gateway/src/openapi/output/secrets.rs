//! Secrets, versions and types.

use serde_json::json;

use super::super::reference;
use super::{Schemas, list, nullable, object};
use crate::answer::types;

pub(super) fn schemas() -> Schemas {
    let shown = json!({
        "type": ["string", "object"],
        "additionalProperties": { "type": "string" },
        "description": "A string for a type of one field, otherwise an object of field names and \
                        strings; each string `********` unless it is revealed.",
    });
    let stamp = object(&[("at", reference("Timestamp")), ("by", reference("Id"))]);
    let field = object(&[
        ("name", reference("FieldName")),
        ("title", json!({ "type": "string" })),
        ("kind", json!({ "enum": types::KINDS.map(types::kind) })),
        ("required", json!({ "type": "boolean" })),
        ("help", json!({ "type": "string" })),
    ]);
    let described = object(&[
        ("_type", reference("Type")),
        ("title", json!({ "type": "string" })),
        ("help", json!({ "type": "string" })),
        ("fields", json!({ "type": "array", "items": field })),
    ]);
    vec![
        (
            "Secret",
            object(&[
                ("_id", reference("Id")),
                ("_key", reference("Key")),
                ("_type", reference("Type")),
                ("_version", reference("VersionNumber")),
                ("_created_at", reference("Timestamp")),
                ("_created_by", reference("Id")),
                ("_updated_at", reference("Timestamp")),
                ("_updated_by", reference("Id")),
                ("_last_reveal", nullable(stamp)),
                ("name", reference("Name")),
                ("description", json!({ "type": "string" })),
                ("labels", reference("Labels")),
                ("value", shown.clone()),
            ]),
        ),
        ("SecretList", list("Secret", &[("next_cursor", json!({ "type": ["string", "null"] }))])),
        (
            "Version",
            object(&[
                ("_version", reference("VersionNumber")),
                ("_created_at", reference("Timestamp")),
                ("_created_by", reference("Id")),
                ("value", shown),
            ]),
        ),
        ("VersionList", list("Version", &[])),
        ("TypeDescription", described),
        ("TypeList", list("TypeDescription", &[])),
    ]
}
