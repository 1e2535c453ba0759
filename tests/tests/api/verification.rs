//! Whether an audit log is what was written, asked over HTTP, and of a database that somebody changed.
//! The store's own suite has every attack; here is that the whole way tells.

use std::sync::Arc;

use rusqlite::Connection;
use serde_json::{Value, json};
use strongroom_tests::{API, Client, Native, On, Strongroom, TO_READ, on_every_deployment, shared};

fn verification(client: &Client, place: &str, query: &str) -> Value {
    client.get(&format!("{API}/audit/{place}/verification{query}")).expect(200).json()
}

fn a_log_that_nobody_touched_is_intact(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let _ = owner.get(&secret.revealed()).expect(200);
    let expected = json!({
        "intact": true, "checkpoints": 0, "records": 3, "unsigned": 0, "uncovered": 3,
        "covered_until": null, "head": null, "broken": null, "next": null,
    });
    assert_eq!(verification(&owner, &project, ""), expected);
    assert_eq!(verification(&owner, &project, "?from=0"), expected);
    // To ask is no event, and who may not read the log may not.
    assert_eq!(verification(&owner, &project, ""), expected);
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    let _ = reader.get(&format!("{API}/audit/{project}/verification")).expect(403);
    let noted = verification(&owner, &project, &format!("?head={}", "0".repeat(96)));
    assert_eq!(noted["broken"]["problem"], "head-missing");
    for (query, field) in [("after=x", "after"), ("head=0", "head"), ("from=-1", "from")] {
        let path = format!("{API}/audit/{project}/verification?{query}");
        assert!(owner.get(&path).expect(400).text().contains(field), "{query}");
    }
}

fn what_was_changed_in_the_database_is_told(on: On) {
    let mut strongroom = Strongroom::start(on);
    let owner = strongroom.owner();
    let (project, other) = (owner.new_project(), owner.new_project());
    let secret = owner.new_secret(&project, "test", "a value");
    let _ = owner.get(&secret.revealed()).expect(200);
    assert!(strongroom.stop().success());
    let database = Connection::open(strongroom.database()).unwrap();
    let changed = database
        .execute("UPDATE audit SET peer = '203.0.113.9' WHERE event = 'secret-revealed'", [])
        .unwrap();
    assert_eq!(changed, 1);
    drop(database);
    strongroom.start_again();
    let owner = strongroom.owner();
    let found = verification(&owner, &project, "");
    assert_eq!((&found["intact"], &found["next"]), (&json!(false), &Value::Null));
    assert_eq!(found["broken"]["problem"], "record-changed");
    let number = found["broken"]["record"].as_u64().unwrap();
    let log = owner.get(&format!("{API}/audit/{project}?limit=1")).expect(200).json();
    assert_eq!(log["data"][0]["number"], number);
    assert_eq!(verification(&owner, &other, "")["intact"], true);
}

#[test]
fn what_was_changed_in_a_file_is_told() {
    what_was_changed_in_the_database_is_told(Arc::new(Native::new()));
}

mod changed {
    fn of_spin(program: strongroom_tests::Program) {
        let spin = strongroom_tests::Spin::by(program);
        super::what_was_changed_in_the_database_is_told(std::sync::Arc::new(spin));
    }

    strongroom_tests::on_spin! {
        what_was_changed_in_a_file_is_told => super::of_spin,
    }
}

on_every_deployment! {
    a_log_that_nobody_touched_is_intact,
}
