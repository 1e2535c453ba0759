//! Hosts that start together on an empty database.

use std::sync::Barrier;

use strongroom_test_postgres::shared;
use strongroom_tests::{API, Client, Running};

use crate::fleet::Machines;
use crate::on_postgresql;

const HOSTS: usize = 4;
const ROUNDS: usize = 2;

/// What comes of hosts that set off at one moment.
fn together<T: Send>(start: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let all_are_ready = Barrier::new(HOSTS);
    std::thread::scope(|scope| {
        let (start, all_are_ready) = (&start, &all_are_ready);
        let threads: Vec<_> = (0..HOSTS)
            .map(|index| {
                scope.spawn(move || {
                    all_are_ready.wait();
                    start(index)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a host")).collect()
    })
}

fn of_hosts_that_start_together_on_an_empty_database_one_prints_a_token_and_all_serve() {
    for _ in 0..ROUNDS {
        let database = shared().database();
        let url = database.url();
        let machines = Machines::new(database, url);
        let hosts = together(|index| machines.start(index));
        let tokens: Vec<_> = hosts.iter().filter_map(Running::owner_token).collect();
        assert_eq!(tokens.len(), 1, "one first owner");
        let owner = |host: &Running| Client::new(host.address()).with_token(tokens[0]);
        let project = owner(&hosts[0]).new_project();
        let secret = owner(&hosts[0]).new_secret(&project, "shared", "a value");
        for host in &hosts {
            assert_eq!(owner(host).reveal(&secret), "a value");
            let _ = owner(host).without_token().get("/readyz").expect(200);
            let organizations = owner(host).get(&format!("{API}/organizations")).expect(200).json();
            assert_eq!(organizations["data"].as_array().expect("a list").len(), 1);
        }
    }
}

/// Each has made a root key of its own, and one database takes one: whoever is second must not go on
/// with a key that the first does not have.
fn of_hosts_that_start_together_with_keys_of_their_own_one_serves_and_the_others_say_what_to_do() {
    let database = shared().database();
    let url = database.url();
    let machines = Machines::new(database, url);
    let outcomes = together(|index| machines.start_with_its_own_key(index));
    let serving: Vec<_> = outcomes.iter().flatten().collect();
    assert_eq!(serving.len(), 1, "one made the database");
    assert!(serving[0].owner_token().is_some());
    for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(refused.said.contains("root key"), "{refused}");
    }
}

on_postgresql! {
    of_hosts_that_start_together_on_an_empty_database_one_prints_a_token_and_all_serve,
    of_hosts_that_start_together_with_keys_of_their_own_one_serves_and_the_others_say_what_to_do,
}
