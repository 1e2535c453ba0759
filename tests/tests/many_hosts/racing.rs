//! Requests that meet at different hosts.

use serde_json::json;
use strongroom_tests::{API, Client, SETTINGS, count, patient, race};

use crate::fleet::Fleet;
use crate::on_postgresql;

const RACERS: usize = 8;
const ROUNDS: usize = 10;

/// Clients at one host and the other in turn.
fn racers(fleet: &Fleet) -> Vec<Client> {
    (0..RACERS).map(|index| fleet.owner_at(index % 2)).collect()
}

fn of_updates_that_expect_the_same_version_exactly_one_wins() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let secret = owner.new_secret(&owner.new_project(), "contended", "first");
    for round in 1..=ROUNDS {
        let answers = race(&racers(&fleet), |client, index| {
            let body = json!({ "value": format!("{round} by {index}") });
            patient(|| {
                let ask = client.ask("PATCH", &secret.path).json(&body);
                ask.header("if-match", &format!("\"{round}\"")).send()
            })
        });
        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!((count(&answers, 200), count(&answers, 412)), (1, RACERS - 1), "{statuses:?}");
        let winner = answers.iter().position(|answer| answer.status == 200).expect("a winner");
        for host in [0, 1] {
            assert_eq!(fleet.owner_at(host).reveal(&secret), format!("{round} by {winner}"));
        }
    }
    let versions = owner.get(&format!("{}/versions", secret.path)).expect(200).json();
    assert_eq!(versions["data"].as_array().expect("a list").len(), ROUNDS + 1);
}

fn of_creations_with_one_name_exactly_one_wins() {
    let fleet = Fleet::start();
    let project = fleet.owner().new_project();
    for round in 0..ROUNDS {
        let answers = race(&racers(&fleet), |client, index| {
            let body = json!({ "_type": "secret/Custom", "name": format!("name {round}"),
                               "value": format!("by {index}") });
            patient(|| client.post(&format!("{SETTINGS}/{project}/"), &body))
        });
        assert_eq!((count(&answers, 201), count(&answers, 409)), (1, RACERS - 1));
    }
}

fn updates_that_expect_nothing_become_versions_each_once() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let secret = owner.new_secret(&owner.new_project(), "shared", "first");
    for round in 0..ROUNDS {
        let answers = race(&racers(&fleet), |client, index| {
            let body = json!({ "value": format!("{round} by {index}") });
            patient(|| client.patch(&secret.path, &body))
        });
        assert_eq!(count(&answers, 200), RACERS);
    }
    let mut values: Vec<String> = (1..=RACERS * ROUNDS + 1)
        .map(|version| {
            let path = format!("{}/versions/{version}?decrypt=true", secret.path);
            owner.get(&path).expect(200).json()["value"].as_str().expect("a text").to_owned()
        })
        .collect();
    values.sort();
    values.dedup();
    assert_eq!(values.len(), RACERS * ROUNDS + 1, "no value twice");
}

/// Each may remove the other, and not both.
fn two_owners_who_remove_each_other_leave_one() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    for _ in 0..ROUNDS {
        let body = json!({ "name": format!("organization {}", fleet.answered(0)) });
        let made = owner.post(&format!("{API}/organizations"), &body).expect(201).json();
        let organization = made["id"].as_str().expect("an id");
        let people = [0, 1].map(|host| {
            let body =
                json!({ "name": format!("owner {host}"), "role": "Owner", "token_expires_in": 600 });
            let path = format!("{API}/organizations/{organization}/people");
            let person = owner.post(&path, &body).expect(201).json();
            let text = |name: &str| person[name].as_str().expect("a text").to_owned();
            (text("id"), fleet.owner_at(host).with_token(&text("token")))
        });
        let member = |id: &str| format!("{API}/organizations/{organization}/members/user/{id}");
        let me = owner.me();
        let _ = owner.delete(&member(me.rsplit('/').next().expect("an id"))).expect(204);
        let owners = people.each_ref().map(|(_, client)| client.clone());
        let answers =
            race(&owners, |client, by| patient(|| client.delete(&member(&people[1 - by].0))));
        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(count(&answers, 204), 1, "{statuses:?}");
    }
}

on_postgresql! {
    of_updates_that_expect_the_same_version_exactly_one_wins,
    of_creations_with_one_name_exactly_one_wins,
    updates_that_expect_nothing_become_versions_each_once,
    two_owners_who_remove_each_other_leave_one,
}
