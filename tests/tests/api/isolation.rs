//! What belongs to one owner is not there for whoever may not see it, wherever its id stands.

use serde_json::json;
use strongroom_tests::{
    ALL_PERMISSIONS, API, Client, On, SETTINGS, Secret, TO_WRITE, on_every_deployment, shared,
};

const NOBODY: &str = "2kFmBSWjqxWEGarZC9kkeYOpgMD";

/// Each way to name a secret of `place`.
fn requests(place: &str, key: &str) -> Vec<(&'static str, String)> {
    let path = Secret::of(place, key).path;
    vec![
        ("GET", path.clone()),
        ("GET", format!("{path}?decrypt=true")),
        ("GET", format!("{path}?decrypt=true&version=1")),
        ("GET", format!("{path}?decrypt=true&field=value")),
        ("GET", format!("{path}/versions")),
        ("GET", format!("{path}/versions/1")),
        ("GET", format!("{path}/versions/1?decrypt=true")),
        ("PUT", path.clone()),
        ("PATCH", path.clone()),
        ("DELETE", path),
    ]
}

fn send(client: &Client, method: &str, path: &str) -> strongroom_tests::Answer {
    let body = json!({ "name": "changed", "value": "changed" });
    match method {
        "PUT" | "PATCH" => client.ask(method, path).json(&body).send(),
        _ => client.ask(method, path).send(),
    }
}

/// Owners that a Writer of one project must take for missing, each with a secret in it that has a
/// name of `whose`.
fn foreign(owner: &Client, whose: &str) -> Vec<(String, Secret)> {
    [owner.new_project(), owner.organization(), owner.me()]
        .into_iter()
        .map(|place| {
            let secret = owner.new_secret(&place, whose, "a value");
            (place, secret)
        })
        .collect()
}

fn whoever_has_no_role_on_an_owner_finds_nothing_there(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let mine = owner.new_project();
    let writer = owner.new_token(Some(&[(&mine, TO_WRITE)]));
    let own = writer.new_secret(&mine, "own", "own value");
    for (place, secret) in foreign(&owner, "seen by nobody") {
        for (method, path) in requests(&place, &secret.key) {
            let answer = send(&writer, method, &path);
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text());
        }
        writer.get(&format!("{SETTINGS}/{place}/")).refused(404, "not-found");
        writer.get(&format!("{API}/audit/{place}")).refused(404, "not-found");
        let body = json!({ "_type": "secret/Custom", "name": "planted", "value": "x" });
        writer.post(&format!("{SETTINGS}/{place}/"), &body).refused(404, "not-found");
        assert_eq!(owner.reveal(&secret), "a value", "as it was");
    }
    assert_eq!(writer.reveal(&own), "own value");
}

/// What is not there and what one may not see are told in the same words.
fn what_is_hidden_looks_like_what_is_not_there(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let mine = owner.new_project();
    let writer = owner.new_token(Some(&[(&mine, TO_WRITE)]));
    for (place, secret) in foreign(&owner, "looked for") {
        let (kind, _) = place.split_once('/').unwrap();
        let missing_owner = format!("{kind}/{NOBODY}");
        let missing_key = format!("secret/Custom/{NOBODY}");
        for ((method, hidden), (_, missing)) in
            requests(&place, &secret.key).into_iter().zip(requests(&missing_owner, &missing_key))
        {
            let of = |path: &str| {
                let answer = send(&writer, method, path);
                let mut problem = answer.json();
                problem["request_id"] = "".into();
                let names: Vec<String> = answer.headers.iter().map(|(n, _)| n.clone()).collect();
                (answer.status, problem, names)
            };
            assert_eq!(of(&hidden), of(&missing), "{method} {hidden}");
        }
    }
}

/// A secret is found under its owner alone, even for who may see both.
fn a_key_of_another_owner_is_found_under_neither(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let places = foreign(&owner, "of another owner");
    for (place, _) in &places {
        for (other, secret) in &places {
            if place == other {
                continue;
            }
            for (method, path) in requests(place, &secret.key) {
                let answer = send(&owner, method, &path);
                assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text());
            }
            assert_eq!(owner.reveal(secret), "a value");
        }
    }
}

fn a_key_with_another_type_is_another_key(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    for other in ["custom", "Customs", "Registry", "secret"] {
        let key = secret.key.replace("Custom", other);
        for (method, path) in requests(&project, &key) {
            let answer = send(&owner, method, &path);
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text());
        }
    }
    assert_eq!(owner.reveal(&secret), "a value");
}

/// An id of one kind of thing is not one of another.
fn an_id_in_another_ids_place_is_not_found(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "test", "a value");
    let id = |place: &str| place.split_once('/').unwrap().1.to_owned();
    let (project_id, organization, user) =
        (id(&project), id(&owner.organization()), id(&owner.me()));
    for (kind, ids) in [
        ("project", [&organization, &user]),
        ("organization", [&project_id, &user]),
        ("user", [&project_id, &organization]),
    ] {
        for other in ids {
            owner.get(&format!("{SETTINGS}/{kind}/{other}/")).refused(404, "not-found");
            owner.get(&format!("{API}/audit/{kind}/{other}")).refused(404, "not-found");
        }
    }
    for other in [secret.id(), &project_id, &user, NOBODY] {
        owner.delete(&format!("{API}/tokens/{other}")).refused(404, "not-found");
    }
    for other in [&project_id, &user, NOBODY] {
        let body = json!({ "name": "misplaced", "organization": other });
        owner.post(&format!("{API}/projects"), &body).refused(404, "not-found");
    }
}

/// A person's own secrets are not for tokens of theirs that were made for something else.
fn what_is_a_persons_own_needs_a_grant_on_the_person(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let me = owner.me();
    let secret = owner.new_secret(&me, "private", "a value");
    let (project, organization) = (owner.new_project(), owner.organization());
    for grant in [(project.as_str(), ALL_PERMISSIONS), (organization.as_str(), ALL_PERMISSIONS)] {
        let other = owner.new_token(Some(&[grant]));
        other.get(&secret.revealed()).refused(404, "not-found");
        other.get(&format!("{SETTINGS}/user/me/")).refused(404, "not-found");
        other.get(&format!("{SETTINGS}/{me}/")).refused(404, "not-found");
    }
    let mine = owner.new_token(Some(&[(&me, ALL_PERMISSIONS)]));
    assert_eq!(mine.reveal(&secret), "a value");
    assert_eq!(owner.new_token(None).reveal(&secret), "a value");
}

on_every_deployment! {
    whoever_has_no_role_on_an_owner_finds_nothing_there,
    what_is_hidden_looks_like_what_is_not_there,
    a_key_of_another_owner_is_found_under_neither,
    a_key_with_another_type_is_another_key,
    an_id_in_another_ids_place_is_not_found,
    what_is_a_persons_own_needs_a_grant_on_the_person,
}
