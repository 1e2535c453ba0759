//! Requests that arrive together.

use std::sync::Barrier;

use serde_json::json;
use strongroom_tests::{Answer, Client, On, SETTINGS, on_every_deployment, shared};

const RACERS: usize = 16;

/// The answers to one request from each of many clients that set off together.
fn race(owner: &Client, ask: impl Fn(&Client, usize) -> Answer + Sync) -> Vec<Answer> {
    let start = Barrier::new(RACERS);
    std::thread::scope(|scope| {
        let racers: Vec<_> = (0..RACERS)
            .map(|index| {
                let (start, ask) = (&start, &ask);
                // A connection of its own: workers serve connections, not requests.
                let client = Client::new(owner.address()).with_token(owner.token());
                scope.spawn(move || {
                    start.wait();
                    ask(&client, index)
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    })
}

/// A client's own patience: 503 says to try again, and is the only answer that does.
fn patient(ask: impl Fn() -> Answer) -> Answer {
    let is_final = |answer: &Answer| answer.status != 503;
    (0..100).map(|_| ask()).find(is_final).expect("an answer in the end")
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

fn of_updates_that_expect_the_same_version_one_wins(on: On) {
    let strongroom = shared(on);
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "test", "first");
    let answers = race(&owner, |client, index| {
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
    let answers = race(&owner, |client, index| {
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
    let answers = race(&owner, |client, index| {
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
    let answers = race(&owner, |client, index| {
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
    let answers = race(&owner, |client, index| match index % 2 {
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
