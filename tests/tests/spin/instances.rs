//! What an instance costs and what it keeps, by the counts of the host that stands in for Spin.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, Program, SETTINGS, Spin, Strongroom};

use crate::{apart, counts};

/// An instance that has nothing to do stays, so that instances end by their uses alone.
fn patient() -> Spin {
    Spin::by(Program::TestHost).flag("--idle-instance-timeout", "600")
}

fn start(spin: Spin) -> Strongroom {
    Strongroom::start(std::sync::Arc::new(spin))
}

/// Reads, writes and reveals, one after another on one connection.
fn ask(owner: &Client, requests: u64) {
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "asked for", "a value");
    for number in 2..requests {
        match number % 3 {
            0 => assert_eq!(owner.reveal(&secret), "a value"),
            1 => drop(owner.get(&format!("{SETTINGS}/{project}/")).expect(200)),
            _ => drop(owner.patch(&secret.path, &json!({ "value": "a value" })).expect(200)),
        }
    }
}

/// Opening one costs more than a query.
#[test]
fn a_connection_of_sqlite_serves_all_requests_of_its_instance() {
    let strongroom = start(patient());
    let owner = strongroom.owner();
    ask(&owner, 100);
    let counts = counts(owner.address());
    assert_eq!(counts["instances"], 1, "{counts}");
    assert_eq!(counts["sqlite_connections"], 1, "{counts}");
}

#[test]
fn an_instance_ends_after_128_requests_and_the_next_one_goes_on() {
    let strongroom = start(patient());
    let owner = strongroom.owner();
    let token = owner.new_token(None);
    ask(&token, 300);
    let counts = counts(owner.address());
    let requests = counts["requests"].as_u64().expect("a number");
    assert!(requests > 2 * 128, "{counts}");
    assert_eq!(counts["instances"], requests.div_ceil(128), "{counts}");
    assert_eq!(counts["sqlite_connections"], counts["instances"], "{counts}");
    assert_eq!(counts["traps"], 0, "{counts}");
}

#[test]
fn one_request_for_each_instance_is_as_good() {
    let strongroom = start(patient().flag("--max-instance-reuse-count", "1"));
    let owner = strongroom.owner();
    ask(&owner, 20);
    let counts = counts(owner.address());
    assert_eq!(counts["instances"], counts["requests"], "{counts}");
}

/// A head that leaves before its body costs a client that keeps its connection 40 ms, and so does
/// an end that leaves after it.
#[test]
fn an_answer_leaves_in_one_write() {
    let strongroom = start(patient());
    let owner = strongroom.owner();
    ask(&owner, 100);
    let project = owner.new_project();
    let list = format!("{SETTINGS}/{project}/");
    for number in 0..100 {
        let body = json!({ "_type": "secret/Custom", "name": number.to_string(), "value": "v" });
        let _ = owner.post(&list, &body).expect(201);
    }
    for _ in 0..20 {
        // One of many KiB, and those that have no body or that the gateway does not answer.
        let _ = owner.get(&format!("{list}?limit=100")).expect(200);
        let _ = owner.ask("HEAD", &list).send().expect(200);
        let _ = owner.get("/healthz").expect(200);
        let _ = owner.get(&format!("{API}/nothing")).expect(404);
        let _ = owner.without_token().get(&list).expect(401);
    }
    leave_in_one_write(&counts(owner.address()));
}

/// All but one in ten: the engine hands head and body to two tasks, which now and then run side by
/// side. An adapter that is late with its bodies is late with every one.
fn leave_in_one_write(counts: &Value) {
    let number = |name: &str| counts[name].as_u64().expect("a number");
    let late = number("responses") / 10;
    assert!(number("heads_before_bodies") <= late, "{counts}");
    assert!(number("writes") <= number("responses") + late, "{counts}");
}

/// The same while they compete.
#[test]
fn answers_leave_in_one_write_when_many_are_under_way() {
    let strongroom = start(patient());
    let owner = strongroom.owner();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let client = apart(&owner);
            scope.spawn(move || ask(&client, 50));
        }
    });
    let counts = counts(owner.address());
    leave_in_one_write(&counts);
    // Each instance keeps a connection for each call that is under way, and no more.
    let connections = counts["sqlite_connections"].as_u64().expect("a number");
    let instances = counts["instances"].as_u64().expect("a number");
    assert!(connections <= instances, "{counts}");
}
