//! Organizations, projects, members, people, groups, clients and policies.

use serde_json::{Value, json};
use strongroom_model::{MemberKind, Role, Visibility};

use super::super::reference;
use super::{Schemas, list, nullable, object};
use crate::answer::{person, policy};

pub(super) fn role() -> Value {
    json!({ "enum": Role::ALL.map(Role::as_str) })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn named() -> [(&'static str, Value); 3] {
    [("id", reference("Id")), ("name", reference("Name")), ("created_at", reference("Timestamp"))]
}

pub(super) fn schemas() -> Schemas {
    [places(), people(), clients(), policies()].concat()
}

fn places() -> Schemas {
    // Null where the caller sees it for another reason than a role.
    let organization = [&named()[..], &[("role", nullable(role()))]].concat();
    let visibility = json!({ "enum": Visibility::ALL.map(Visibility::as_str) });
    let project =
        [&organization[..], &[("organization", reference("Id")), ("visibility", visibility)]]
            .concat();
    let member = object(&[
        ("kind", json!({ "enum": MemberKind::ALL.map(MemberKind::as_str) })),
        ("id", reference("Id")),
        ("name", reference("Name")),
        ("role", role()),
    ]);
    vec![
        ("Organization", object(&organization)),
        ("OrganizationList", list("Organization", &[])),
        ("Project", object(&project)),
        ("ProjectList", list("Project", &[])),
        ("Member", member),
        ("MemberList", list("Member", &[])),
    ]
}

fn people() -> Schemas {
    let person = [
        &named()[..],
        &[
            ("email", nullable(text())),
            ("status", json!({ "enum": person::STATUSES })),
            ("last_seen_at", nullable(reference("Timestamp"))),
            ("role", nullable(role())),
        ],
    ]
    .concat();
    let created = [&person[..], &[("token", nullable(text()))]].concat();
    let group =
        [&named()[..], &[("organization", reference("Id")), ("claim", nullable(text()))]].concat();
    let member = object(&[
        ("id", reference("Id")),
        ("name", reference("Name")),
        ("claimed", json!({ "type": "boolean" })),
    ]);
    vec![
        ("Person", object(&person)),
        ("PersonList", list("Person", &[])),
        ("CreatedPerson", object(&created)),
        ("Group", object(&group)),
        ("GroupList", list("Group", &[])),
        ("GroupMember", member),
        ("GroupMemberList", list("GroupMember", &[])),
    ]
}

fn clients() -> Schemas {
    let client = [
        &named()[..],
        &[
            ("owner", reference("Owner")),
            ("scopes", json!({ "type": "array", "items": reference("Scope") })),
            ("created_by", reference("Id")),
            ("expires_at", reference("Timestamp")),
            ("last_used_at", nullable(reference("Timestamp"))),
        ],
    ]
    .concat();
    let issued = [&client[..], &[("client_secret", text())]].concat();
    vec![
        ("Client", object(&client)),
        ("ClientList", list("Client", &[])),
        ("IssuedClient", object(&issued)),
    ]
}

fn policies() -> Schemas {
    let policy = object(&[
        ("name", reference("Name")),
        ("text", text()),
        ("updated_at", reference("Timestamp")),
        ("updated_by", reference("Id")),
    ]);
    let place = json!({ "type": "integer", "minimum": 0 });
    let finding = object(&[
        ("policy", text()),
        ("line", place.clone()),
        ("column", place),
        ("severity", json!({ "enum": policy::SEVERITIES })),
        ("message", text()),
    ]);
    let texts = json!({ "type": "array", "items": text() });
    let explanation = object(&[
        ("allowed", json!({ "type": "boolean" })),
        ("because_of", texts.clone()),
        ("errors", texts),
    ]);
    vec![
        ("Policy", policy),
        ("PolicyList", list("Policy", &[])),
        ("Finding", finding),
        ("FindingList", list("Finding", &[])),
        ("Explanation", explanation),
    ]
}
