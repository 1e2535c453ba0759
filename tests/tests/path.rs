//! The whole path: an API key is stored, listed masked, revealed to a writer, refused to a reader,
//! and found again after a restart.

use serde_json::json;
use strongroom_tests::{
    API, On, SETTINGS, Secret, Strongroom, TO_READ, TO_WRITE, on_every_deployment,
};

const VALUE: &str = "sk_live_51H8-the-api-key";

fn a_key_is_stored_listed_revealed_refused_and_found_after_a_restart(on: On) {
    let mut strongroom = Strongroom::start(on);
    let owner = strongroom.owner();

    let project = owner.new_project();
    let list = format!("{SETTINGS}/{project}/");
    let body = json!({ "_type": "secret/Custom", "name": "stripe", "value": VALUE });
    let created = owner.post(&list, &body).expect(201);
    let key = created.json()["_key"].as_str().unwrap().to_owned();
    assert_eq!(created.header("location"), Some(format!("{SETTINGS}/{project}/{key}").as_str()));
    assert_eq!(created.json()["value"], "********");
    let secret = Secret::of(&project, &key);

    let listed = owner.get(&format!("{list}?sort=name&desc=false")).expect(200);
    assert_eq!(listed.json()["data"][0]["_key"], key.as_str());
    assert_eq!(listed.json()["data"][0]["value"], "********");
    assert!(!listed.text().contains(VALUE));

    let writer = owner.new_token(Some(&[(&project, TO_WRITE)]));
    assert_eq!(writer.reveal(&secret), VALUE);

    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    assert_eq!(reader.get(&list).expect(200).json()["data"][0]["value"], "********");
    assert_eq!(reader.get(&secret.path).expect(200).json()["value"], "********");
    reader.get(&secret.revealed()).refused(403, "forbidden");

    assert!(strongroom.stop().success());
    let announced = strongroom.start_again();
    assert_eq!(announced.get("owner_token"), None, "a second start prints no token");

    let owner = strongroom.owner();
    assert_eq!(owner.get(&list).expect(200).json()["data"][0]["name"], "stripe");
    assert_eq!(owner.reveal(&secret), VALUE);
    let reader = owner.with_token(reader.token());
    reader.get(&secret.revealed()).refused(403, "forbidden");
}

/// What is not public answers nobody who is not authenticated.
fn nobody_gets_in_without_a_token_of_this_server(on: On) {
    let strongroom = Strongroom::start(on.clone());
    let other = Strongroom::start(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "stripe", VALUE);

    let nobody = owner.without_token();
    let answer = nobody.get(&secret.revealed());
    assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"));
    answer.refused(401, "unauthenticated");
    owner.with_token(other.owner_token()).get(&secret.revealed()).refused(401, "unauthenticated");
    other.owner().get(&secret.revealed()).refused(404, "not-found");
    nobody.get(&format!("{API}/me")).refused(401, "unauthenticated");
}

on_every_deployment! {
    a_key_is_stored_listed_revealed_refused_and_found_after_a_restart,
    nobody_gets_in_without_a_token_of_this_server,
}
