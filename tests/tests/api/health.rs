//! What of a place wants attention.

use serde_json::{Value, json};
use strongroom_tests::{API, On, SETTINGS, TO_READ, on_every_deployment, shared};

fn names(health: &Value, group: &str) -> Vec<String> {
    let data = health[group]["data"].as_array().expect("a list");
    data.iter().map(|secret| secret["name"].as_str().expect("a name").to_owned()).collect()
}

fn what_ends_is_due_or_was_never_used_is_told_and_no_value_with_it(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let plain = owner.new_secret(&project, "plain", "a value of the plain one");
    let now = owner.get(&plain.path).expect(200).json()["_created_at"].as_i64().expect("a time");
    let make = |name: &str, rest: Value| {
        let mut body = json!({ "_type": "secret/Custom", "name": name, "value": "a hidden value" });
        let members = rest.as_object().expect("an object").clone();
        body.as_object_mut().expect("an object").extend(members);
        let _ = owner.post(&format!("{SETTINGS}/{project}/"), &body).expect(201);
    };
    make("ends next week", json!({ "expires_at": now + 7 * 86_400 }));
    make("ends next year", json!({ "expires_at": now + 365 * 86_400 }));
    make("due in an hour", json!({ "rotate_every": 3600 }));

    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    let path = format!("{API}/health/{project}");
    let answer = reader.get(&path).expect(200);
    assert!(!answer.text().contains("hidden value") && !answer.text().contains("plain one"));
    let health = answer.json();
    assert_eq!(health["total"], 4);
    assert!(names(&health, "expired").is_empty() && names(&health, "due").is_empty());
    assert_eq!(names(&health, "expiring"), ["ends next week"]);
    assert_eq!(names(&health, "due_soon"), ["due in an hour"]);
    // They were made just now.
    assert!(names(&health, "unused").is_empty());
    assert_eq!(health["expiring"]["more"], false);

    let ahead = reader.get(&format!("{path}?soon=400&limit=1")).expect(200).json();
    assert_eq!(names(&ahead, "expiring"), ["ends next week"]);
    assert_eq!(ahead["expiring"]["more"], true);
    let ahead = reader.get(&format!("{path}?soon=400")).expect(200).json();
    assert_eq!(names(&ahead, "expiring"), ["ends next week", "ends next year"]);

    let elsewhere = owner.new_token(Some(&[(&owner.new_project(), TO_READ)]));
    elsewhere.get(&path).refused(404, "not-found");
}

on_every_deployment! {
    what_ends_is_due_or_was_never_used_is_told_and_no_value_with_it,
}
