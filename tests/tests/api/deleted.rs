//! What is deleted: listed, brought back, gone for good.

use serde_json::{Value, json};
use strongroom_tests::{
    API, Client, On, SETTINGS, Secret, Strongroom, TO_READ, TO_WRITE, on_every_deployment, shared,
};

fn list(client: &Client, place: &str) -> Vec<Value> {
    let list = client.get(&format!("{API}/deleted/{place}")).expect(200).json();
    list["data"].as_array().unwrap().clone()
}

fn path(place: &str, secret: &Secret) -> String {
    format!("{API}/deleted/{place}/{}", secret.key)
}

/// Two versions, deleted.
fn deleted(owner: &Client, place: &str, name: &str) -> Secret {
    let secret = owner.new_secret(place, name, "first");
    let _ = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);
    let _ = owner.delete(&secret.path).expect(204);
    secret
}

fn a_deletion_is_undone_with_all_versions(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    for place in [owner.new_project(), owner.me()] {
        let secret = deleted(&owner, &place, "undone");
        owner.get(&secret.revealed()).refused(404, "not-found");
        let found = list(&owner, &place);
        let entry = found.iter().find(|entry| entry["_key"] == secret.key.as_str()).unwrap();
        assert_eq!((&entry["name"], &entry["value"]), (&json!("undone"), &json!("********")));
        let at = entry["_deleted_at"].as_i64().unwrap();
        assert_eq!(entry["_purge_at"], at + 7 * 24 * 60 * 60);
        assert_eq!(format!("user/{}", entry["_deleted_by"].as_str().unwrap()), owner.me());

        let restore = format!("{}/restore", path(&place, &secret));
        let restored = owner.post(&restore, &json!({})).expect(200);
        assert_eq!(restored.header("etag"), Some("\"2.4\""), "deletion and return are changes");
        assert_eq!(restored.json(), owner.get(&secret.path).expect(200).json());
        assert_eq!(owner.reveal(&secret), "second");
        let first = format!("{}/versions/1?decrypt=true", secret.path);
        assert_eq!(owner.get(&first).expect(200).json()["value"], "first");
        assert!(list(&owner, &place).iter().all(|entry| entry["_key"] != secret.key.as_str()));
        owner.post(&restore, &json!({})).refused(404, "not-found");
        let log = owner.get(&format!("{API}/audit/{place}")).expect(200).json();
        let events = log["data"].as_array().unwrap().iter();
        let events: Vec<_> =
            events.filter(|e| e["secret"] == secret.key.as_str()).map(|e| &e["event"]).collect();
        assert_eq!(events[2..4], ["secret-restored", "secret-deleted"]);
    }
}

fn a_name_is_free_while_its_secret_is_deleted(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let place = owner.new_project();
    let first = deleted(&owner, &place, "one name");
    let second = deleted(&owner, &place, "one name");
    let third = owner.new_secret(&place, "one name", "third");
    for secret in [&first, &second] {
        let restore = format!("{}/restore", path(&place, secret));
        owner.post(&restore, &json!({})).refused(409, "name-taken");
        owner.post(&restore, &json!({ "name": " x" })).refused(422, "invalid");
    }
    let restore = format!("{}/restore", path(&place, &first));
    let restored = owner.post(&restore, &json!({ "name": "of before" })).expect(200).json();
    assert_eq!(restored["name"], "of before");
    assert_eq!((owner.reveal(&first), owner.reveal(&third)), (json!("second"), json!("third")));
}

fn what_is_purged_is_gone_with_its_sealed_values(on: On) {
    // Of its own: what is counted is all there is.
    let mut strongroom = Strongroom::start(on.clone());
    let owner = strongroom.owner();
    let place = owner.new_project();
    let secret = deleted(&owner, &place, "purged");
    let kept = deleted(&owner, &place, "kept");
    let _ = owner.delete(&path(&place, &secret)).expect(204);
    owner.delete(&path(&place, &secret)).refused(404, "not-found");
    let restore = format!("{}/restore", path(&place, &secret));
    owner.post(&restore, &json!({})).refused(404, "not-found");
    // What is not deleted is not purged.
    let there = owner.new_secret(&place, "there", "a value");
    owner.delete(&path(&place, &there)).refused(404, "not-found");
    assert_eq!(owner.reveal(&there), "a value");
    let other = owner.new_project();
    owner.delete(&path(&other, &kept)).refused(404, "not-found");
    assert!(strongroom.stop().success());
    for (table, left) in [("secrets", 2), ("versions", 3), ("fields", 3)] {
        let count = on.count(&strongroom.data(), &format!("SELECT count(*) FROM {table}"));
        assert_eq!(count, left, "{table}");
    }
}

fn with_an_owner_ends_what_was_deleted_of_it(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let place = owner.new_project();
    let secret = deleted(&owner, &place, "deleted");
    let _ = owner.delete(&format!("{API}/{}", place.replace("project", "projects"))).expect(204);
    owner.get(&format!("{API}/deleted/{place}")).refused(404, "not-found");
    let restore = format!("{}/restore", path(&place, &secret));
    owner.post(&restore, &json!({})).refused(404, "not-found");
}

fn only_who_may_delete_sees_and_undoes(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let place = owner.new_project();
    let secret = deleted(&owner, &place, "deleted");
    let reader = owner.new_token(Some(&[(&place, TO_READ)]));
    let stranger = owner.new_token(Some(&[(&owner.new_project(), TO_WRITE)]));
    let (found, restore) = (path(&place, &secret), format!("{}/restore", path(&place, &secret)));
    for (client, status, slug) in [(&reader, 403, "forbidden"), (&stranger, 404, "not-found")] {
        client.get(&format!("{API}/deleted/{place}")).refused(status, slug);
        client.post(&restore, &json!({})).refused(status, slug);
        client.delete(&found).refused(status, slug);
    }
    let writer = owner.new_token(Some(&[(&place, TO_WRITE)]));
    assert_eq!(list(&writer, &place).len(), 1);
    let _ = writer.post(&restore, &json!({})).expect(200);
    let listed = owner.get(&format!("{SETTINGS}/{place}/?count=true")).expect(200).json();
    assert_eq!(listed["total"], 1);
}

on_every_deployment! {
    a_deletion_is_undone_with_all_versions,
    a_name_is_free_while_its_secret_is_deleted,
    what_is_purged_is_gone_with_its_sealed_values,
    with_an_owner_ends_what_was_deleted_of_it,
    only_who_may_delete_sees_and_undoes,
}
