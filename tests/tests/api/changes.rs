//! Replace, patch and delete, and what `If-Match` expects.

use serde_json::json;
use strongroom_tests::{On, SETTINGS, on_every_deployment, shared};

fn a_replacement_replaces_all_and_makes_a_version(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let body = json!({ "_type": "secret/Custom", "name": "before", "description": "described",
                       "labels": { "team": "search" }, "value": "first" });
    let created = owner.post(&format!("{SETTINGS}/{project}/"), &body).expect(201);
    let path = created.header("location").unwrap();
    let put = owner.put(path, &json!({ "name": "after", "value": "second" })).expect(200);
    assert_eq!(put.header("etag"), Some("\"2.2\""));
    let put = put.json();
    assert_eq!(put["name"], "after");
    assert_eq!(put["description"], "", "emptied where it is missing");
    assert_eq!(put["labels"], json!({}));
    assert_eq!(put["_version"], 2);
    assert_eq!(put["value"], "********");
    let revealed = owner.get(&format!("{path}?decrypt=true")).expect(200).json();
    assert_eq!(revealed["value"], "second");
    owner.put(path, &json!({ "name": "after" })).refused(422, "invalid");
    owner.put(path, &json!({ "value": "third" })).refused(422, "invalid");
}

fn a_patch_changes_what_it_names_and_no_more(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    let named = owner.patch(&secret.path, &json!({ "name": "renamed" })).expect(200);
    assert_eq!(named.header("etag"), Some("\"1.2\""), "metadata makes no version");
    let merge = "application/merge-patch+json";
    let labelled = owner.ask("PATCH", &secret.path).text(merge, r#"{"labels":{"a":"b"}}"#).send();
    let labelled = labelled.expect(200).json();
    assert_eq!(labelled["name"], "renamed");
    assert_eq!(labelled["labels"], json!({ "a": "b" }));
    assert_eq!(labelled["_version"], 1);
    let valued = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);
    assert_eq!(valued.header("etag"), Some("\"2.4\""));
    assert_eq!(valued.json()["labels"], json!({ "a": "b" }));
    assert_eq!(owner.reveal(&secret), "second");
    let typed = owner.patch(&secret.path, &json!({ "_type": "secret/Other", "value": "x" }));
    typed.refused(422, "invalid");
}

fn what_is_deleted_is_gone_with_all_its_versions(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "first");
    let _ = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);
    let deleted = owner.delete(&secret.path).expect(204);
    assert_eq!(deleted.body, b"");
    for path in [
        secret.path.clone(),
        secret.revealed(),
        format!("{}/versions", secret.path),
        format!("{}/versions/1", secret.path),
        format!("{}/versions/1?decrypt=true", secret.path),
    ] {
        owner.get(&path).refused(404, "not-found");
    }
    owner.delete(&secret.path).refused(404, "not-found");
    owner.patch(&secret.path, &json!({ "value": "third" })).refused(404, "not-found");
    let list = owner.get(&format!("{SETTINGS}/{project}/")).expect(200).json();
    assert_eq!(list["data"], json!([]));
    // Its name is free again, and what takes it is another secret.
    let again = owner.new_secret(&project, "test", "other");
    assert_ne!(again.key, secret.key);
    let versions = owner.get(&format!("{}/versions", again.path)).expect(200).json();
    assert_eq!(versions["data"].as_array().unwrap().len(), 1);
}

fn a_stale_expectation_changes_nothing(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "first");
    let _ = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);
    let before = owner.get(&secret.path).expect(200);
    assert_eq!(before.header("etag"), Some("\"2.2\""));
    for stale in ["\"1\"", "\"3\"", "\"2.1\"", "\"1.2\"", "\"1.1\""] {
        let replacement = json!({ "name": "changed", "value": "changed" });
        for ask in [
            owner.ask("PUT", &secret.path).json(&replacement),
            owner.ask("PATCH", &secret.path).json(&json!({ "value": "changed" })),
            owner.ask("PATCH", &secret.path).json(&json!({ "name": "changed" })),
            owner.ask("DELETE", &secret.path),
        ] {
            let answer = ask.header("if-match", stale).send();
            assert_eq!(answer.header("etag"), Some("\"2.2\""), "{stale}: as it is now");
            answer.refused(412, "stale");
        }
    }
    let after = owner.get(&secret.path).expect(200);
    assert_eq!(after.json(), before.json());
    assert_eq!(owner.reveal(&secret), "second");
    let versions = owner.get(&format!("{}/versions", secret.path)).expect(200).json();
    assert_eq!(versions["data"].as_array().unwrap().len(), 2);
}

fn an_expectation_that_holds_lets_a_change_through(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    for (expected, etag) in
        [("\"1\"", "\"2.2\""), ("\"2.2\"", "\"3.3\""), ("*", "\"4.4\""), ("\"4\"", "\"5.5\"")]
    {
        let ask = owner.ask("PATCH", &secret.path).json(&json!({ "value": etag }));
        let changed = ask.header("if-match", expected).send().expect(200);
        assert_eq!(changed.header("etag"), Some(etag));
    }
    let _ = owner.ask("DELETE", &secret.path).header("if-match", "\"5.5\"").send().expect(204);
    let gone = owner.ask("DELETE", &secret.path).header("if-match", "*").send();
    gone.refused(404, "not-found");
}

fn refuses_an_expectation_that_is_none(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    for wrong in ["1", "\"0\"", "\"01\"", "\"x\"", "W/\"1\"", "\"1\", \"2\"", "\"\"", "\"1.0\""] {
        let ask = owner.ask("PATCH", &secret.path).json(&json!({ "value": "changed" }));
        ask.header("if-match", wrong).send().refused(400, "malformed-request");
    }
    assert_eq!(owner.reveal(&secret), "first");
}

fn a_name_is_unique_in_its_owner_and_free_in_another(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let (project, other) = (owner.new_project(), owner.new_project());
    let _ = owner.new_secret(&project, "taken", "a value");
    let second = owner.new_secret(&project, "second", "a value");
    let body = json!({ "_type": "secret/Custom", "name": "taken", "value": "a value" });
    owner.post(&format!("{SETTINGS}/{project}/"), &body).refused(409, "name-taken");
    owner.patch(&second.path, &json!({ "name": "taken" })).refused(409, "name-taken");
    let replacement = json!({ "name": "taken", "value": "changed" });
    owner.put(&second.path, &replacement).refused(409, "name-taken");
    assert_eq!(owner.reveal(&second), "a value", "nothing of a refused change is kept");
    let _ = owner.new_secret(&other, "taken", "a value");
    let _ = owner.new_secret(&project, "Taken", "case tells names apart");
    let _ = owner.patch(&second.path, &json!({ "name": "second" })).expect(200);
}

on_every_deployment! {
    a_replacement_replaces_all_and_makes_a_version,
    a_patch_changes_what_it_names_and_no_more,
    what_is_deleted_is_gone_with_all_its_versions,
    a_stale_expectation_changes_nothing,
    an_expectation_that_holds_lets_a_change_through,
    refuses_an_expectation_that_is_none,
    a_name_is_unique_in_its_owner_and_free_in_another,
}
