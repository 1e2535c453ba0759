//! What was written at one host is read at the other.

use serde_json::json;
use strongroom_tests::{SETTINGS, Secret, patient};

use crate::fleet::Fleet;
use crate::on_postgresql;

const ROUNDS: usize = 20;

fn what_was_written_by_way_of_either_host_is_read_at_once_by_way_of_both() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let project = owner.new_project();
    let list = format!("{SETTINGS}/{project}/");
    for round in 0..ROUNDS {
        let (name, first, second) =
            (format!("name {round}"), format!("first {round}"), format!("second {round}"));
        let secret = owner.new_secret(&project, &name, &first);
        for host in [0, 1] {
            let at = fleet.owner_at(host);
            assert_eq!(at.reveal(&secret), first.as_str());
            let found = at.get(&format!("{list}?name={}", name.replace(' ', "%20"))).expect(200);
            assert_eq!(found.json()["data"][0]["_key"], secret.key.as_str());
        }
        let writer = fleet.owner_at(round % 2);
        let _ = writer.patch(&secret.path, &json!({ "value": second })).expect(200);
        let reader = fleet.owner_at((round + 1) % 2);
        assert_eq!(reader.reveal(&secret), second.as_str());
        let _ = reader.delete(&secret.path).expect(204);
        writer.get(&secret.path).refused(404, "not-found");
    }
}

fn both_hosts_have_a_share_of_what_comes_through_the_proxy() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "one", "a value");
    let before = [fleet.answered(0), fleet.answered(1)];
    for _ in 0..ROUNDS {
        assert_eq!(owner.reveal(&secret), "a value");
    }
    for (host, before) in before.into_iter().enumerate() {
        let share = fleet.answered(host) - before;
        assert!(share >= ROUNDS as u64 / 2, "host {host} answered {share}");
    }
}

/// A project is an owner: its key is wrapped once, whoever comes first, and opens at both.
fn the_first_secrets_of_an_owner_can_come_by_way_of_both_hosts_at_once() {
    let fleet = Fleet::start();
    let owner = fleet.owner();
    for _ in 0..ROUNDS / 4 {
        let project = owner.new_project();
        let made: Vec<Secret> = std::thread::scope(|scope| {
            let threads = [0, 1].map(|host| {
                let (client, project) = (fleet.owner_at(host), project.as_str());
                scope.spawn(move || {
                    let body = json!({ "_type": "secret/Custom", "name": format!("of {host}"),
                                       "value": format!("value of {host}") });
                    let list = format!("{SETTINGS}/{project}/");
                    let made = patient(|| client.post(&list, &body)).expect(201);
                    Secret::of(project, made.json()["_key"].as_str().expect("a key"))
                })
            });
            threads.map(|thread| thread.join().expect("a client")).into()
        });
        for (host, secret) in made.iter().enumerate() {
            for at in [0, 1] {
                assert_eq!(fleet.owner_at(at).reveal(secret), format!("value of {host}"));
            }
        }
    }
}

on_postgresql! {
    what_was_written_by_way_of_either_host_is_read_at_once_by_way_of_both,
    both_hosts_have_a_share_of_what_comes_through_the_proxy,
    the_first_secrets_of_an_owner_can_come_by_way_of_both_hosts_at_once,
}
