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

fn weak_and_reused_values_are_told_without_one_and_on_record(on: On) {
    const REUSED: &str = "used-in-two-places-7Kq";
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let path = format!("{API}/health/{project}/values");
    let reused = [("first", REUSED), ("second", REUSED)];
    for (name, value) in reused {
        let _ = owner.new_secret(&project, name, value);
    }
    let weak = owner.new_secret(&project, "weak", "hunter2");
    let keys = json!({
        "_type": "secret/S3Connection", "name": "storage",
        "value": {
            "endpoint": "https://s3.example.com", "access_key": "admin", "secret_key": REUSED,
        },
    });
    let _ = owner.post(&format!("{SETTINGS}/{project}/"), &keys).expect(201);

    let answer = owner.ask("POST", &path).send().expect(200);
    assert!(!answer.text().contains(REUSED) && !answer.text().contains("hunter2"));
    let found = answer.json();
    assert_eq!((&found["examined"], &found["skipped"]), (&json!(4), &json!(0)));
    assert_eq!((&found["complete"], &found["damaged"]), (&json!(true), &json!([])));
    // An access key is no secret.
    let expected =
        json!([{ "secret": weak.key, "name": "weak", "field": "value", "weakness": "common" }]);
    assert_eq!(found["weak"], expected);
    let spots = found["reused"][0].as_array().expect("a group");
    let places = spots.iter().map(|spot| (spot["name"].as_str(), spot["field"].as_str()));
    let expected = [("first", "value"), ("second", "value"), ("storage", "secret_key")]
        .map(|(name, field)| (Some(name), Some(field)));
    assert_eq!(places.collect::<Vec<_>>(), expected);
    assert_eq!(found["reused"].as_array().expect("groups").len(), 1);

    // It is nobody's use of a secret, but it is on record.
    let consumers = owner.get(&format!("{}/consumers", weak.path)).expect(200).json();
    assert_eq!(consumers["data"], json!([]));
    let log = owner.get(&format!("{API}/audit/{project}?limit=1")).expect(200).json();
    let record = &log["data"][0];
    assert_eq!((&record["event"], &record["examined"]), (&json!("values-examined"), &json!(4)));

    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    reader.ask("POST", &path).send().refused(403, "forbidden");
    let elsewhere = owner.new_token(Some(&[(&owner.new_project(), TO_READ)]));
    elsewhere.ask("POST", &path).send().refused(404, "not-found");
}

on_every_deployment! {
    weak_and_reused_values_are_told_without_one_and_on_record,
    what_ends_is_due_or_was_never_used_is_told_and_no_value_with_it,
}
