//! The published table, cell by cell: what each role gives, found out by doing it.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, SETTINGS, artefacts};

use crate::on_both_authorizers;
use crate::scene::{
    Authorizer, Person, give, id, new_organization, new_project, person, plural, text, unique,
};

/// A row of the table.
struct Row {
    kind: String,
    visibility: String,
    held: String,
    allowed: Vec<String>,
}

fn rows() -> Vec<Row> {
    let table = artefacts::source("docs/permissions.csv");
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    lines
        .map(|columns| Row {
            kind: columns[0].to_owned(),
            visibility: columns[1].to_owned(),
            held: columns[2].to_owned(),
            allowed: header
                .iter()
                .zip(&columns)
                .skip(3)
                .filter(|(_, cell)| **cell == "yes")
                .map(|(name, _)| name.replace('_', "-"))
                .collect(),
        })
        .collect()
}

/// An owner, someone who may do everything there, and the one whose powers are looked at.
struct Case {
    place: String,
    owner: Client,
    person: Person,
}

/// Arranges what a row says. People of the row `anyone` are people of another organization.
fn arrange(row: &Row, administrator: &Client, organization: &str, other: &str) -> Case {
    let owner = administrator.clone();
    let place = match row.kind.as_str() {
        "organization" => organization.to_owned(),
        "project" => new_project(&owner, organization, &row.visibility),
        _ => {
            let whose = person(administrator, organization, None);
            let place = format!("user/{}", whose.id);
            let owner = whose.client.clone();
            let person = match row.held.as_str() {
                "self" => whose,
                // The strongest there is.
                _ => {
                    Person { id: id(&administrator.me()).to_owned(), client: administrator.clone() }
                }
            };
            return Case { place, owner, person };
        }
    };
    let person = match (row.kind.as_str(), row.held.strip_prefix("organization ")) {
        (_, Some(role)) => person(administrator, organization, Some(role)),
        _ if row.held == "anyone" => person(administrator, other, Some("Owner")),
        ("organization", None) => person(administrator, organization, Some(&row.held)),
        (_, None) => {
            let person = person(administrator, organization, None);
            give(&owner, &place, &format!("user/{}", person.id), &row.held);
            person
        }
    };
    Case { place, owner, person }
}

/// What somebody may do in a place, found out by doing it; and what refusals were like.
fn powers(case: &Case, spare: &str) -> (Vec<String>, Vec<u16>) {
    let Case { place, owner, person } = case;
    let client = &person.client;
    let secret = owner.new_secret(place, &unique("power"), "a value");
    let made = json!({ "_type": "secret/Custom", "name": unique("made"), "value": "x" });
    let (kind, _) = place.split_once('/').unwrap();
    let mut powers = Vec::new();
    let mut refusals = Vec::new();
    let mut note = |power: &str, status: u16| match status {
        200 | 201 | 204 => powers.push(power.to_owned()),
        403 | 404 => refusals.push(status),
        other => panic!("{power} in {place}: {other}"),
    };
    let found = client.get(&format!("{API}/permissions/{place}"));
    note("see", found.status);
    note("read", client.get(&format!("{SETTINGS}/{place}/")).status);
    note("reveal", client.get(&secret.revealed()).status);
    note("create", client.post(&format!("{SETTINGS}/{place}/"), &made).status);
    note("update", client.patch(&secret.path, &json!({ "value": "y" })).status);
    let doomed = owner.new_secret(place, &unique("doomed"), "a value");
    note("delete", client.delete(&doomed.path).status);
    note("audit", client.get(&format!("{API}/audit/{place}")).status);
    if kind != "user" {
        let member = format!("{API}/{}/members/user/{spare}", plural(place));
        let role = if kind == "project" { "Reader" } else { "Contributor" };
        note("manage", client.put(&member, &json!({ "role": role })).status);
    }
    if kind == "organization" {
        let project = json!({ "name": unique("made"), "organization": id(place) });
        note("create-project", client.post(&format!("{API}/projects"), &project).status);
    }
    if found.status == 200 {
        let told: Vec<String> =
            found.json()["actions"].as_array().unwrap().iter().map(text).collect();
        assert_eq!(told, powers, "{place}: `permissions` says what is so");
    }
    (powers, refusals)
}

fn every_cell_is_as_published(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let other = new_organization(&administrator);
    let spare = person(&administrator, &organization, Some("Contributor")).id;
    let rows = rows();
    assert_eq!(rows.len(), 4 + 4 * 7 + 2);
    for row in &rows {
        let case = arrange(row, &administrator, &organization, &other);
        let what = format!("{} of a {} {}", row.held, row.visibility, row.kind);
        let (powers, refusals) = powers(&case, &spare);
        assert_eq!(powers, row.allowed, "{what}");
        // Who sees it is told that they may not; who does not see it, that it is not there.
        let refusal = if powers.iter().any(|power| power == "see") { 403 } else { 404 };
        assert!(refusals.iter().all(|status| *status == refusal), "{what}: {refusals:?}");
    }
}

fn a_refusal_says_why_and_who_could(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "a secret", "a value");
    let reader = person(&administrator, &organization, None);
    give(&administrator, &project, &format!("user/{}", reader.id), "Reader");
    let refused = reader.client.get(&secret.revealed()).refused(403, "forbidden");
    let detail = text(&refused["detail"]);
    assert!(detail.contains("role") && detail.contains("Writer"), "{detail}");
    let token = json!({ "name": "narrow", "expires_in": 60, "scopes": [
        { "on": project, "permissions": ["metadata"] },
    ] });
    let token = administrator.post(&format!("{API}/tokens"), &token).expect(201).json();
    let narrow = administrator.with_token(&text(&token["token"]));
    let refused = narrow.get(&secret.revealed()).refused(403, "forbidden");
    assert!(text(&refused["detail"]).contains("scope"), "{refused}");
}

/// Nobody's rights outlive a change of their role by a single request.
fn a_role_that_is_taken_away_is_gone_with_the_next_request(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "a secret", "a value");
    let writer = person(&administrator, &organization, None);
    let member = format!("user/{}", writer.id);
    let path = format!("{API}/{}/members/{member}", plural(&project));
    for _ in 0..20 {
        give(&administrator, &project, &member, "Writer");
        let _ = writer.client.get(&secret.revealed()).expect(200);
        give(&administrator, &project, &member, "Reader");
        let _ = writer.client.get(&secret.revealed()).expect(403);
        let _ = administrator.delete(&path).expect(204);
        let _ = writer.client.get(&secret.revealed()).expect(404);
    }
}

fn visibility_is_changed_and_holds_at_once(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let administrator = scene.owner();
    let organization = new_organization(&administrator);
    let project = new_project(&administrator, &organization, "private");
    let secret = administrator.new_secret(&project, "a secret", "a value");
    let member = person(&administrator, &organization, Some("Contributor")).client;
    let stranger = person(&administrator, &new_organization(&administrator), Some("Owner")).client;
    let path = format!("{API}/{}", plural(&project));
    for (visibility, of_member, of_stranger) in [
        ("private", [404, 404], [404, 404]),
        ("restricted", [200, 403], [404, 404]),
        ("internal", [200, 200], [404, 404]),
        ("public", [200, 200], [200, 200]),
    ] {
        let _ = administrator.patch(&path, &json!({ "visibility": visibility })).expect(200);
        for (client, expected) in [(&member, of_member), (&stranger, of_stranger)] {
            let found = [client.get(&path).status, client.get(&secret.path).status];
            assert_eq!(found, expected, "{visibility}");
            // Whatever is visible, no value is.
            assert_ne!(client.get(&secret.revealed()).status, 200, "{visibility}");
            let projects = client.get(&format!("{API}/projects")).expect(200).json();
            let is_it = |one: &Value| one["id"] == id(&project);
            let is_listed = projects["data"].as_array().unwrap().iter().any(is_it);
            assert_eq!(is_listed, expected[0] == 200, "{visibility}");
        }
    }
}

on_both_authorizers! {
    every_cell_is_as_published,
    a_refusal_says_why_and_who_could,
    a_role_that_is_taken_away_is_gone_with_the_next_request,
    visibility_is_changed_and_holds_at_once,
}
