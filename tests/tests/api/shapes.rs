//! Bodies, member by member.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, On, SETTINGS, on_every_deployment, shared};

/// The body with everything that differs from run to run replaced.
fn redacted(mut body: Value, owner: &Client) -> Value {
    let user = owner.me();
    redact(&mut body, user.strip_prefix("user/").unwrap());
    body
}

fn redact(body: &mut Value, user: &str) {
    match body {
        Value::String(text) if text == user => *text = "[user]".to_owned(),
        Value::String(text) => {
            let words = text.split('/').map(|word| if is_id(word) { "[id]" } else { word });
            *text = words.collect::<Vec<_>>().join("/");
        }
        Value::Array(values) => values.iter_mut().for_each(|value| redact(value, user)),
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                let is_time = name == "at" || name.ends_with("_at");
                if let (true, Some(time)) = (is_time, value.as_i64()) {
                    assert!(time > 1_700_000_000, "{name} is {time}");
                    *value = "[time]".into();
                } else {
                    redact(value, user);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_id(word: &str) -> bool {
    word.len() == 27 && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn a_list_has_chariots_members(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let list = owner.get(&format!("{SETTINGS}/{project}/?sort=name&desc=false")).expect(200);
    let entry = &list.json()["data"][0];
    assert_eq!(entry["_id"], secret.id());
    assert_eq!(entry["_key"], secret.key.as_str());
    insta::assert_json_snapshot!("list", redacted(list.json(), &owner));
    let bare = owner.get(&format!("{SETTINGS}/{project}")).expect(200);
    assert_eq!(bare.json(), list.json(), "the slash at the end makes no difference");
}

fn a_secret_is_masked_until_it_is_revealed(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a \"value\"\nof two lines \u{1f511}");

    let masked = owner.get(&secret.path).expect(200);
    assert_eq!(masked.header("etag"), Some("\"1.1\""));
    insta::assert_json_snapshot!("masked", redacted(masked.json(), &owner));

    let revealed = owner.get(&secret.revealed()).expect(200);
    assert_eq!(revealed.header("etag"), Some("\"1.1\""));
    insta::assert_json_snapshot!("revealed", redacted(revealed.json(), &owner));

    let explicit = owner.get(&format!("{}?decrypt=false", secret.path)).expect(200).json();
    assert_eq!(explicit["value"], "********");
    assert_eq!(explicit["_last_reveal"], revealed.json()["_last_reveal"]);
}

fn a_mask_tells_nothing_of_the_length(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    for (name, value) in [("short", "a".to_owned()), ("long", "b".repeat(60_000))] {
        let secret = owner.new_secret(&project, name, &value);
        assert_eq!(owner.get(&secret.path).expect(200).json()["value"], "********");
        assert_eq!(owner.reveal(&secret), value);
    }
}

fn a_creation_answers_with_the_secret_and_where_it_is(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let body = json!({
        "_type": "secret/Custom",
        "name": "Prod DB (eu-west-1)",
        "description": "of two\nlines",
        "labels": { "team": "search", "données": "" },
        "value": { "value": "a value" },
    });
    let created = owner.post(&format!("{SETTINGS}/{project}/"), &body).expect(201);
    let location = created.header("location").unwrap();
    assert_eq!(owner.get(location).expect(200).json(), created.json());
    assert_eq!(created.header("etag"), Some("\"1.1\""));
    insta::assert_json_snapshot!("created", redacted(created.json(), &owner));
}

fn versions_are_listed_newest_first_and_read_one_by_one(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "first");
    let _ = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);

    let versions = owner.get(&format!("{}/versions", secret.path)).expect(200);
    insta::assert_json_snapshot!("versions", redacted(versions.json(), &owner));

    let first = format!("{}/versions/1", secret.path);
    insta::assert_json_snapshot!("version", redacted(owner.get(&first).expect(200).json(), &owner));
    let revealed = owner.get(&format!("{first}?decrypt=true")).expect(200).json();
    assert_eq!(revealed["value"], "first");
    assert_eq!(revealed["_version"], 1);
    let by_query = owner.get(&format!("{}?decrypt=true&version=1", secret.path)).expect(200);
    assert_eq!(by_query.json()["value"], "first");
    assert_eq!(owner.reveal(&secret), "second");
    owner.get(&format!("{}/versions/3", secret.path)).refused(404, "not-found");
    owner.get(&format!("{}?decrypt=true&version=3", secret.path)).refused(404, "not-found");
}

fn one_field_can_be_revealed_alone(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "a value");
    let one = owner.get(&format!("{}&field=value", secret.revealed())).expect(200);
    assert_eq!(one.json()["value"], "a value");
    let none = owner.get(&format!("{}&field=other", secret.revealed()));
    none.refused(400, "malformed-request");
}

fn the_caller_organizations_projects_and_types_are_told(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let me = owner.get(&format!("{API}/me")).expect(200).json();
    insta::assert_json_snapshot!("me", redacted(me, &owner));
    let organizations = owner.get(&format!("{API}/organizations")).expect(200).json();
    insta::assert_json_snapshot!("organizations", redacted(organizations, &owner));
    let project = owner.post(&format!("{API}/projects"), &json!({ "name": "shapes" })).expect(201);
    let project = project.json();
    let projects = owner.get(&format!("{API}/projects")).expect(200).json();
    assert!(projects["data"].as_array().unwrap().contains(&project), "{projects}");
    insta::assert_json_snapshot!("project", redacted(project, &owner));
    let types = owner.get(&format!("{API}/types")).expect(200).json();
    let custom = |described: &&Value| described["_type"] == "secret/Custom";
    let custom = types["data"].as_array().unwrap().iter().find(custom).unwrap();
    insta::assert_json_snapshot!("type", custom);
}

fn every_kind_of_owner_keeps_secrets(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    for place in [owner.new_project(), owner.organization(), owner.me()] {
        let secret = owner.new_secret(&place, "every kind", "a value");
        assert_eq!(owner.reveal(&secret), "a value");
        let list = owner.get(&format!("{SETTINGS}/{place}/?name=every%20kind")).expect(200);
        assert_eq!(list.json()["data"][0]["_key"], secret.key.as_str());
        assert_eq!(owner.delete(&secret.path).expect(204).body, b"");
    }
    let mine = owner.new_secret(&owner.me(), "mine", "a value");
    let by_me = owner.get(&format!("{SETTINGS}/user/me/{}", mine.key)).expect(200).json();
    assert_eq!(by_me["_key"], mine.key.as_str());
}

on_every_deployment! {
    a_list_has_chariots_members,
    a_secret_is_masked_until_it_is_revealed,
    a_mask_tells_nothing_of_the_length,
    a_creation_answers_with_the_secret_and_where_it_is,
    versions_are_listed_newest_first_and_read_one_by_one,
    one_field_can_be_revealed_alone,
    the_caller_organizations_projects_and_types_are_told,
    every_kind_of_owner_keeps_secrets,
}
