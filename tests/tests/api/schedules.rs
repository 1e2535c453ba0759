//! For how long values are good, and the lists that show it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use strongroom_tests::{On, SETTINGS, on_every_deployment, shared};

const DAY: i64 = 24 * 60 * 60;

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

fn a_schedule_is_set_shown_and_taken_away(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let list = format!("{SETTINGS}/{}/", owner.new_project());
    let end = now() + DAY;
    let body = json!({ "_type": "secret/Custom", "name": "scheduled", "value": "first",
                       "expires_at": end, "rotate_every": DAY });
    let created = owner.post(&list, &body).expect(201);
    let path = created.header("location").unwrap().to_owned();
    let created = created.json();
    assert_eq!((&created["expires_at"], &created["rotate_every"]), (&json!(end), &json!(DAY)));
    let made = created["_created_at"].as_i64().unwrap();
    assert_eq!(created["_next_rotation_at"], made + DAY);
    assert_eq!(created["_freshness"], "current");
    assert_eq!(owner.get(&path).expect(200).json(), created);

    let weekly = owner.patch(&path, &json!({ "rotate_every": 7 * DAY })).expect(200).json();
    assert_eq!(
        (&weekly["_next_rotation_at"], &weekly["_version"]),
        (&json!(made + 7 * DAY), &json!(1))
    );
    assert_eq!(weekly["expires_at"], end);
    // An end is the value's: another value has none but its own.
    let valued = owner.patch(&path, &json!({ "value": "second" })).expect(200).json();
    assert_eq!((&valued["expires_at"], &valued["rotate_every"]), (&Value::Null, &json!(7 * DAY)));
    let replaced = json!({ "name": "scheduled", "value": "third", "expires_at": end });
    let replaced = owner.put(&path, &replaced).expect(200).json();
    assert_eq!((&replaced["expires_at"], &replaced["rotate_every"]), (&json!(end), &Value::Null));
    assert_eq!(replaced["_next_rotation_at"], Value::Null);
    let without = owner.patch(&path, &json!({ "expires_at": null })).expect(200).json();
    assert_eq!(without["expires_at"], Value::Null);
}

fn a_schedule_that_cannot_be_kept_is_told_by_field(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "a value");
    for (change, field) in [
        (json!({ "expires_at": now() - 1 }), "expires_at"),
        (json!({ "expires_at": 1_i64 << 60 }), "expires_at"),
        (json!({ "expires_at": "tomorrow" }), "expires_at"),
        (json!({ "rotate_every": 3599 }), "rotate_every"),
        (json!({ "rotate_every": 1_i64 << 60 }), "rotate_every"),
        (json!({ "rotate_every": 3600.5 }), "rotate_every"),
    ] {
        let refused = owner.patch(&secret.path, &change).refused(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], field, "{change}");
    }
}

fn a_value_whose_end_has_come_says_so_and_is_still_revealed(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "a value");
    let end = now() + 2;
    let _ = owner.patch(&secret.path, &json!({ "expires_at": end })).expect(200);
    loop {
        let found = owner.get(&secret.path).expect(200).json();
        if found["_freshness"] == "expired" {
            break;
        }
        assert_eq!(found["_freshness"], "current");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(now() >= end);
    assert_eq!(owner.reveal(&secret), "a value");
}

fn lists_are_sorted_by_what_a_table_shows_and_counted(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let place = owner.new_project();
    let [first, second, third] =
        ["first", "second", "third"].map(|name| owner.new_secret(&place, name, "a value"));
    let change = |secret: &strongroom_tests::Secret, change: Value| {
        let _ = owner.patch(&secret.path, &change).expect(200);
    };
    change(&second, json!({ "rotate_every": DAY, "expires_at": now() + 2 * DAY }));
    change(&third, json!({ "rotate_every": 2 * DAY, "expires_at": now() + DAY }));
    let _ = owner.reveal(&first);
    let names = |query: &str| -> Vec<String> {
        let list = owner.get(&format!("{SETTINGS}/{place}/?{query}")).expect(200).json();
        let name = |entry: &Value| entry["name"].as_str().unwrap().to_owned();
        list["data"].as_array().unwrap().iter().map(name).collect()
    };
    assert_eq!(names("sort=rotation"), ["second", "third", "first"]);
    assert_eq!(names("sort=expiry"), ["third", "second", "first"]);
    assert_eq!(names("sort=expiry&desc=true"), ["first", "second", "third"]);
    assert_eq!(names("sort=last_reveal&desc=true")[0], "first");
    assert_eq!(names("sort=updated_by").len(), 3);
    for (query, total) in [
        ("limit=1", Value::Null),
        ("limit=1&count=true", json!(3)),
        ("search=ir&count=true&sort=updated", json!(2)),
        ("name=nothing&count=true", json!(0)),
        ("type=Custom&count=true", json!(3)),
    ] {
        let list = owner.get(&format!("{SETTINGS}/{place}/?{query}")).expect(200).json();
        assert_eq!(list["total"], total, "{query}");
    }
}

on_every_deployment! {
    a_schedule_is_set_shown_and_taken_away,
    a_schedule_that_cannot_be_kept_is_told_by_field,
    a_value_whose_end_has_come_says_so_and_is_still_revealed,
    lists_are_sorted_by_what_a_table_shows_and_counted,
}
