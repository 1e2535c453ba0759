//! Requests that arrive together.

use serde_json::json;
use strongroom_tests::{Client, On, SETTINGS, count, on_every_deployment, patient, race, shared};

const RACERS: usize = 16;

/// A connection for each: workers serve connections, not requests.
fn racers(owner: &Client) -> Vec<Client> {
    let racer = |_| Client::new(owner.address()).with_token(owner.token());
    (0..RACERS).map(racer).collect()
}

fn of_updates_that_expect_the_same_version_one_wins(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    let answers = race(&racers(&owner), |client, index| {
        let ask = client.ask("PATCH", &secret.path).json(&json!({ "value": format!("{index}") }));
        ask.header("if-match", "\"1\"").send()
    });
    assert_eq!((count(&answers, 200), count(&answers, 412)), (1, RACERS - 1));
    let winner = answers.iter().position(|answer| answer.status == 200).unwrap();
    assert_eq!(owner.reveal(&secret), winner.to_string());
    let versions = owner.get(&format!("{}/versions", secret.path)).expect(200).json();
    assert_eq!(versions["data"].as_array().unwrap().len(), 2);
}

/// Whoever expects nothing is never told that a change was stale, and none is lost.
fn updates_that_expect_nothing_all_become_versions(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    let answers = race(&racers(&owner), |client, index| {
        patient(|| client.patch(&secret.path, &json!({ "value": format!("{index}") })))
    });
    let mut expected = Vec::new();
    for (index, answer) in answers.iter().enumerate() {
        let answer = answer.clone().expect(200).json();
        expected.push((answer["_version"].as_u64().unwrap(), index.to_string()));
    }
    expected.sort();
    let numbers: Vec<u64> = expected.iter().map(|(version, _)| *version).collect();
    assert_eq!(numbers, (2..=RACERS as u64 + 1).collect::<Vec<_>>());
    for (version, value) in expected {
        let path = format!("{}/versions/{version}?decrypt=true", secret.path);
        assert_eq!(owner.get(&path).expect(200).json()["value"], value);
    }
}

fn of_creations_with_one_name_one_wins(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let list = format!("{SETTINGS}/{project}/");
    let answers = race(&racers(&owner), |client, index| {
        let value = index.to_string();
        let body = json!({ "_type": "secret/Custom", "name": "same", "value": value });
        client.post(&list, &body)
    });
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, RACERS - 1));
    let winner = answers.iter().position(|answer| answer.status == 201).unwrap();
    let path = answers[winner].header("location").unwrap();
    let revealed = owner.get(&format!("{path}?decrypt=true")).expect(200).json();
    assert_eq!(revealed["value"], winner.to_string());
    assert_eq!(owner.get(&list).expect(200).json()["data"].as_array().unwrap().len(), 1);
}

/// The first secret of an owner makes the owner's key: made twice, one of them would be lost.
fn the_first_secrets_of_an_owner_can_come_together(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let answers = race(&racers(&owner), |client, index| {
        let value = index.to_string();
        let body = json!({ "_type": "secret/Custom", "name": value, "value": value });
        patient(|| client.post(&format!("{SETTINGS}/{project}/"), &body))
    });
    for (index, answer) in answers.into_iter().enumerate() {
        let path = answer.expect(201).header("location").unwrap().to_owned();
        let revealed = owner.get(&format!("{path}?decrypt=true")).expect(200).json();
        assert_eq!(revealed["value"], index.to_string());
    }
}

fn a_deletion_and_an_update_leave_a_whole_secret_or_none(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    let answers = race(&racers(&owner), |client, index| match index % 2 {
        0 => patient(|| client.delete(&secret.path)),
        _ => patient(|| client.patch(&secret.path, &json!({ "value": format!("{index}") }))),
    });
    let deletions = answers.iter().step_by(2);
    assert_eq!(deletions.filter(|answer| answer.status == 204).count(), 1);
    for answer in answers.iter().skip(1).step_by(2) {
        assert!(matches!(answer.status, 200 | 404), "{}", answer.status);
    }
    owner.get(&secret.path).refused(404, "not-found");
}

on_every_deployment! {
    of_updates_that_expect_the_same_version_one_wins,
    updates_that_expect_nothing_all_become_versions,
    of_creations_with_one_name_one_wins,
    the_first_secrets_of_an_owner_can_come_together,
    a_deletion_and_an_update_leave_a_whole_secret_or_none,
}
