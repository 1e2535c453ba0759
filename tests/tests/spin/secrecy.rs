//! Root keys and the set-up code stay where the operator put them; a client says nothing of itself
//! that only the platform knows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use strongroom_tests::{API, Client, Deployment as _, Program};

use crate::Stage;

fn root_keys_and_the_code_are_in_no_answer_no_log_and_not_in_the_database(program: Program) {
    let stage = Stage::new(program);
    let running = stage.spin().start(&stage.data()).expect("a start");
    let owner = Client::new(running.address());
    let owner = owner.with_token(running.owner_token().expect("a token"));
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "a name in the clear", "a value");
    let mut said = Vec::new();
    for answer in [
        owner.get(&secret.revealed()),
        owner.get(&format!("{API}/audit/{project}?limit=100")),
        owner.get("/healthz"),
        owner.get("/readyz"),
        owner.ask("POST", "/setup").header("authorization", "Bearer wrong").send(),
        owner.get("/nothing"),
    ] {
        said.extend(format!("{:?} {}", answer.headers, answer.text()).into_bytes());
    }
    said.extend(running.kill().into_bytes());
    let mut stored = Vec::new();
    for file in ["sqlite_db.db", "sqlite_db.db-wal"] {
        stored.extend(std::fs::read(stage.data().join(file)).unwrap_or_default());
    }
    let is_in = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|here| here == what);
    // What is searched holds what it should.
    assert!(is_in(&stored, b"a name in the clear") && is_in(&said, b"a value"));

    let keys = stage.root_keys();
    let key = keys.lines().find_map(|line| line.strip_suffix(" current")).expect("a key");
    let raw = STANDARD.decode(key.split_once(' ').expect("an id").1).expect("base64");
    let hex: String = raw.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = STANDARD.encode(&raw);
    let code = stage.code();
    for (name, what) in [
        ("a root key", raw.as_slice()),
        ("a root key in base64", text.as_bytes()),
        ("a root key in hexadecimal", hex.as_bytes()),
        ("the set-up code", code.as_bytes()),
    ] {
        assert!(!is_in(&said, what), "{name} is in an answer or in the log");
        assert!(!is_in(&stored, what), "{name} is in the database");
    }
}

/// Spin tells the address in a header behind those of the client, who can send one of that name.
fn a_client_does_not_choose_the_address_it_is_recorded_with(program: Program) {
    let stage = Stage::new(program);
    let running = stage.spin().start(&stage.data()).expect("a start");
    let owner = Client::new(running.address());
    let owner = owner.with_token(running.owner_token().expect("a token"));
    let body = serde_json::json!({ "name": "a project" });
    let ask = owner.ask("POST", &format!("{API}/projects")).json(&body);
    let forged = ["spin-client-addr", "x-forwarded-for", "forwarded", "x-client-addr"];
    let ask = forged.iter().fold(ask, |ask, name| ask.header(name, "203.0.113.7:4711"));
    let project = ask.send().expect(201).json()["id"].as_str().expect("an id").to_owned();
    let log = owner.get(&format!("{API}/audit/project/{project}")).expect(200).json();
    assert_eq!(log["data"][0]["peer"], "127.0.0.1", "{log}");
}

strongroom_tests::on_spin! {
    root_keys_and_the_code_are_in_no_answer_no_log_and_not_in_the_database =>
        super::root_keys_and_the_code_are_in_no_answer_no_log_and_not_in_the_database,
    a_client_does_not_choose_the_address_it_is_recorded_with =>
        super::a_client_does_not_choose_the_address_it_is_recorded_with,
}
