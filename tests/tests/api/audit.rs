//! The audit log: each change, reveal and refusal, with the request it came with.

use serde_json::{Value, json};
use strongroom_tests::{API, Client, On, TO_READ, TO_WRITE, on_every_deployment, shared};

fn log(owner: &Client, place: &str, query: &str) -> Vec<Value> {
    let log = owner.get(&format!("{API}/audit/{place}?{query}")).expect(200).json();
    log["data"].as_array().unwrap().clone()
}

fn what_is_done_is_on_record_newest_first(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    let secret = owner.new_secret(&project, "test", "first");
    let mut requests = Vec::new();
    let mut keep = |answer: strongroom_tests::Answer, event: &'static str, version: Value| {
        requests.push((answer.request_id().to_owned(), event, version));
    };
    keep(owner.get(&secret.revealed()).expect(200), "secret-revealed", json!(1));
    let patched = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);
    keep(patched, "secret-updated", json!(2));
    let old = owner.get(&format!("{}/versions/1?decrypt=true", secret.path)).expect(200);
    keep(old, "secret-revealed", json!(1));
    keep(reader.get(&secret.revealed()).expect(403), "denied", Value::Null);
    keep(owner.delete(&secret.path).expect(204), "secret-deleted", json!(2));

    let entries = log(&owner, &project, "");
    let numbers: Vec<u64> = entries.iter().map(|e| e["number"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted_by(|a, b| a > b), "{numbers:?}");
    let expected: Vec<&str> = requests.iter().rev().map(|(_, event, _)| *event).collect();
    let events: Vec<&str> = entries.iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(events[..5], expected);
    assert_eq!(events[5..], ["secret-created", "project-created"]);
    for (entry, (id, _, version)) in entries.iter().zip(requests.iter().rev()) {
        assert_eq!(entry["request_id"], id.as_str());
        assert_eq!(entry["owner"], project.as_str());
        assert_eq!(entry["secret"], secret.key.as_str());
        assert_eq!(entry["version"], *version);
        assert_eq!(entry["peer"], "127.0.0.1");
    }
    assert_eq!(entries[1]["action"], "reveal");
    assert_ne!(entries[1]["token"], entries[0]["token"], "the reader's");
    assert_eq!(entries[1]["user"], entries[0]["user"]);
}

fn reading_what_is_masked_leaves_no_record(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let before = log(&owner, &project, "").len();
    let _ = owner.get(&secret.path).expect(200);
    let _ = owner.get(&format!("{}/versions/1", secret.path)).expect(200);
    assert_eq!(log(&owner, &project, "").len(), before);
}

fn what_was_refused_for_its_content_leaves_no_record_of_a_change(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let before = log(&owner, &project, "").len();
    owner.patch(&secret.path, &json!({ "name": "" })).refused(422, "invalid");
    let stale = owner.ask("DELETE", &secret.path).header("if-match", "\"7\"").send();
    stale.refused(412, "stale");
    assert_eq!(log(&owner, &project, "").len(), before);
}

fn pages_join_to_the_whole_log(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    for _ in 0..5 {
        let _ = owner.reveal(&secret);
    }
    let whole = log(&owner, &project, "");
    let mut joined = Vec::new();
    let mut query = "limit=3".to_owned();
    loop {
        let path = format!("{API}/audit/{project}?{query}");
        let page = owner.get(&path).expect(200).json();
        joined.extend(page["data"].as_array().unwrap().iter().cloned());
        match page["next_before"].as_u64() {
            Some(before) => query = format!("limit=3&before={before}"),
            None => break,
        }
    }
    assert_eq!(joined, whole);
}

fn tokens_made_and_revoked_are_on_their_persons_record(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let me = owner.me();
    let project = owner.new_project();
    let issued = owner.issue(Some(&[(&project, TO_READ)]));
    let _ = owner.delete(&format!("{API}/tokens/{}", issued["id"].as_str().unwrap())).expect(204);
    let entries = log(&owner, &me, "limit=1000");
    let about: Vec<&Value> = entries.iter().filter(|e| e["about_token"] == issued["id"]).collect();
    let events: Vec<&str> = about.iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["token-revoked", "token-created"]);
    assert_eq!(about[1]["scopes"], issued["scopes"]);
}

fn a_log_is_searched_by_what_when_who_and_how_it_ended(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    let one = owner.new_secret(&project, "one", "a value");
    let other = owner.new_secret(&project, "other", "a value");
    let _ = owner.reveal(&one);
    let _ = owner.reveal(&other);
    let _ = reader.get(&one.revealed()).expect(403);
    let whole = log(&owner, &project, "limit=1000");
    let me = whole[0]["user"].as_str().unwrap();
    let now = whole[0]["at"].as_i64().unwrap();
    let searched = |query: &str, wanted: &dyn Fn(&Value) -> bool, count: usize| {
        let expected: Vec<Value> = whole.iter().filter(|e| wanted(e)).cloned().collect();
        assert_eq!(expected.len(), count, "{query}");
        assert_eq!(log(&owner, &project, query), expected, "{query}");
    };
    searched("event=secret-revealed", &|e| e["event"] == "secret-revealed", 2);
    searched("event=member-removed", &|_| false, 0);
    searched("refused=true", &|e| e["event"] == "denied", 1);
    searched("refused=false", &|e| e["event"] != "denied", 5);
    searched(&format!("secret={}", one.key), &|e| e["secret"] == one.key.as_str(), 3);
    searched(
        &format!("secret={}&refused=false", one.key),
        &|e| e["secret"] == one.key.as_str() && e["event"] != "denied",
        2,
    );
    searched(&format!("actor=person/{me}"), &|_| true, 6);
    searched(&format!("actor=client/{me}"), &|_| false, 0);
    searched(&format!("until={}", now + 1), &|_| true, 6);
    searched(&format!("from={}", now + 1), &|_| false, 0);
    searched(&format!("from={}&until={}", now - 3600, now + 1), &|_| true, 6);
    // The wrong parameter is named.
    let audit = format!("{API}/audit/{project}");
    let told = |query: &str| {
        let problem = owner.get(&format!("{audit}?{query}")).refused(400, "malformed-request");
        format!("{} {}", problem["detail"], problem["errors"])
    };
    for name in ["event", "actor", "secret", "from", "until", "refused"] {
        assert!(told(&format!("{name}=nonsense")).contains(&format!("`{name}`")), "{name}");
    }
    assert!(told("from=5&until=5").contains("\"until\""));
    assert!(told("before=18446744073709551615").contains("\"before\""));
}

fn who_used_a_secret_is_told_even_after_it_was_deleted(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let issued = owner.issue(Some(&[(&project, TO_WRITE)]));
    let robot = owner.with_token(issued["token"].as_str().unwrap());
    let secret = owner.new_secret(&project, "test", "a value");
    let path = format!("{}/consumers", secret.path);
    let consumers = |query: &str| owner.get(&format!("{path}{query}")).expect(200).json();
    assert_eq!(consumers(""), json!({ "data": [], "complete": true }));

    let _ = owner.reveal(&secret);
    let _ = robot.get(&secret.revealed()).expect(200);
    let _ = robot.get(&format!("{}?decrypt=true&format=json", secret.path)).expect(200);
    let _ = owner.delete(&secret.path).expect(204);
    let found = consumers("");
    assert_eq!(found["complete"], true);
    let entries = found["data"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    let of = |token: &Value| entries.iter().find(|entry| entry["token"] == *token).unwrap();
    let robots = of(&issued["id"]);
    assert_eq!(robots["reveals"], 2);
    assert_eq!(robots["credential"], "api-token");
    assert!(robots["first_at"].as_i64() <= robots["last_at"].as_i64());
    let own = entries.iter().find(|entry| entry["token"] != issued["id"]).unwrap();
    assert_eq!((&own["reveals"], &own["user"]), (&json!(1), &robots["user"]));
    let last = robots["last_at"].as_i64().unwrap();
    assert_eq!(consumers(&format!("?until={}", last - 3600))["data"], json!([]));

    robot.get(&path).refused(403, "forbidden");
}

on_every_deployment! {
    a_log_is_searched_by_what_when_who_and_how_it_ended,
    who_used_a_secret_is_told_even_after_it_was_deleted,
    what_is_done_is_on_record_newest_first,
    reading_what_is_masked_leaves_no_record,
    what_was_refused_for_its_content_leaves_no_record_of_a_change,
    pages_join_to_the_whole_log,
    tokens_made_and_revoked_are_on_their_persons_record,
}
