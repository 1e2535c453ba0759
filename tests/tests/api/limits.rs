//! Bounds: what lies on one passes, what lies past it is refused.

use serde_json::{Value, json};
use strongroom_tests::{Answer, Client, On, SETTINGS, on_every_deployment, raw, shared};

const VALUE_BYTES: usize = 64 * 1024;
const BODY_BYTES: usize = 1024 * 1024;

fn create(owner: &Client, place: &str, with: &Value) -> Answer {
    let mut body = json!({ "_type": "secret/Custom", "name": "a name", "value": "a value" });
    for (name, value) in with.as_object().unwrap() {
        body[name] = value.clone();
    }
    owner.post(&format!("{SETTINGS}/{place}/"), &body)
}

fn bounds_hold_to_the_last_unit(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let labels = |count: usize| -> Value {
        (0..count).map(|index| (format!("label-{index}"), json!("x"))).collect()
    };
    for (field, within, beyond) in [
        ("value", json!("x".repeat(VALUE_BYTES)), json!("x".repeat(VALUE_BYTES + 1))),
        // Bytes, where a character has several.
        ("value", json!("é".repeat(VALUE_BYTES / 2)), json!("é".repeat(VALUE_BYTES / 2 + 1))),
        ("name", json!("x".repeat(255)), json!("x".repeat(256))),
        // Characters, where each has several bytes.
        ("name", json!("🔑".repeat(255)), json!("🔑".repeat(256))),
        ("description", json!("é".repeat(4096)), json!("é".repeat(4097))),
        ("labels", labels(64), labels(65)),
        ("labels", json!({ "x".repeat(255): "y" }), json!({ "x".repeat(256): "y" })),
        ("labels", json!({ "x": "y".repeat(255) }), json!({ "x": "y".repeat(256) })),
    ] {
        let project = owner.new_project();
        let created = create(&owner, &project, &json!({ field: within })).expect(201);
        let path = format!("{}?decrypt=true", created.header("location").unwrap());
        assert_eq!(owner.get(&path).expect(200).json()[field], within, "{field}");
        let mut refused = json!({ "name": "another" });
        refused[field] = beyond;
        let problem = create(&owner, &project, &refused).refused(422, "invalid");
        let named = problem["errors"][0]["field"].as_str().unwrap();
        assert_eq!(named.split('.').next(), Some(field), "{problem}");
    }
}

fn a_page_has_at_most_a_thousand_entries(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let _ = owner.get(&format!("{SETTINGS}/{project}/?limit=1000")).expect(200);
    owner.get(&format!("{SETTINGS}/{project}/?limit=1001")).refused(400, "malformed-request");
}

fn a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let list = format!("{SETTINGS}/{project}/");
    let body = r#"{"_type":"secret/Custom","name":"a","value":"b"}"#;
    let padded = |length: usize| format!("{body}{}", " ".repeat(length - body.len()));
    let within = owner.ask("POST", &list).text("application/json", &padded(BODY_BYTES));
    let _ = within.send().expect(201);

    let token = format!("bearer {}", owner.token());
    let headers = [("Authorization", token.as_str()), ("Content-Type", "application/json")];
    let beyond = padded(BODY_BYTES + 1);
    let answer = raw::send(owner.address(), "POST", &list, &headers, beyond.as_bytes());
    assert_eq!(answer.status, 413, "{}", answer.body);
    assert!(answer.body.contains("urn:strongroom:problem:body-too-large"), "{}", answer.body);
}

/// Neither the length that is announced nor the one that arrives is read past the bound.
fn a_body_that_does_not_say_its_length_is_bounded_too(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let head = |more: &str| {
        format!(
            "POST {SETTINGS}/{project}/ HTTP/1.1\r\nHost: strongroom\r\nConnection: close\r\n\
             Authorization: bearer {}\r\nContent-Type: application/json\r\n{more}\r\n\r\n",
            owner.token()
        )
    };
    let mut chunked = raw::Connection::open(owner.address());
    chunked.write(head("Transfer-Encoding: chunked").as_bytes());
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..17 {
        chunked.write(chunk.as_bytes());
    }
    assert_eq!(chunked.read().status, 413);

    let mut announced = raw::Connection::open(owner.address());
    announced.write(head("Content-Length: 99999999999").as_bytes());
    assert_eq!(announced.read().status, 413, "without a byte of it");
}

fn headers_and_targets_beyond_reason_are_refused(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let huge = "x".repeat(200_000);
    let many: Vec<(&str, &str)> = vec![("X-A", "b"); 500];
    for (target, headers) in [
        ("/api/identity/v2/me", &[("X-A", huge.as_str())][..]),
        ("/api/identity/v2/me", &many),
        (&format!("/{huge}"), &[]),
    ] {
        let answer = raw::send(owner.address(), "GET", target, headers, b"");
        // A server that closes before it has read all may lose its own answer on the way.
        assert!(matches!(answer.status, 0 | 400..500), "{}", answer.status);
    }
    // And the server goes on.
    let _ = owner.get("/api/identity/v2/me").expect(200);
}

on_every_deployment! {
    bounds_hold_to_the_last_unit,
    a_page_has_at_most_a_thousand_entries,
    a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not,
    a_body_that_does_not_say_its_length_is_bounded_too,
    headers_and_targets_beyond_reason_are_refused,
}
