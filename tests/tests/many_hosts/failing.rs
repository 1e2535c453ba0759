//! A host, or the database, goes away in the middle of load.

use strongroom_test_postgres::{Cluster, Settings};
use strongroom_tests::API;

use crate::fleet::Fleet;
use crate::load::survives;
use crate::on_postgresql;

/// Both hosts are the processes they were.
fn nobody_was_started_again(fleet: &Fleet, before: [u32; 2]) {
    assert_eq!(ids(fleet), before);
    both_serve(fleet);
}

/// Each by itself, what the other wrote.
fn both_serve(fleet: &Fleet) {
    for host in [0, 1] {
        let owner = fleet.owner_at(host);
        let _ = owner.without_token().get("/readyz").expect(200);
        let secret = owner.new_secret(&owner.new_project(), "afterwards", "a value");
        assert_eq!(fleet.owner_at(1 - host).reveal(&secret), "a value");
    }
}

fn ids(fleet: &Fleet) -> [u32; 2] {
    [0, 1].map(|host| fleet.host(host).id())
}

fn hosts_that_are_killed_one_after_the_other_take_nothing_with_them_and_the_other_goes_on() {
    let mut fleet = Fleet::start();
    survives(&mut fleet, 3, |fleet, time| {
        let (victim, survivor) = (time % 2, 1 - time % 2);
        if time > 0 {
            fleet.start_again(survivor);
        }
        fleet.kill(victim);
    });
    fleet.start_again(0);
    both_serve(&fleet);
}

fn a_database_that_is_killed_and_started_again_has_all_that_was_answered() {
    let cluster = Cluster::with(Settings::new().durable());
    let database = cluster.database();
    let url = database.url();
    let mut fleet = Fleet::on(database, url);
    let before = ids(&fleet);
    survives(&mut fleet, 3, |_, _| {
        cluster.kill();
        cluster.start_again();
    });
    nobody_was_started_again(&fleet, before);
}

fn a_database_that_is_stopped_for_a_while_in_good_order_is_waited_for() {
    let cluster = Cluster::with(Settings::new().durable());
    let database = cluster.database();
    let url = database.url();
    let mut fleet = Fleet::on(database, url);
    let before = ids(&fleet);
    survives(&mut fleet, 1, |fleet, _| {
        cluster.stop();
        for host in [0, 1] {
            let owner = fleet.owner_at(host);
            // Whoever asks meanwhile is told to come again, and the process lives.
            owner.get(&format!("{API}/me")).refused(503, "unavailable");
            let _ = owner.without_token().get("/healthz").expect(200);
            assert_eq!(owner.without_token().get("/readyz").status, 503);
        }
        cluster.start_again();
    });
    nobody_was_started_again(&fleet, before);
}

/// The standby was waited for by each commit, so it has what was acknowledged.
fn a_standby_that_is_promoted_has_all_that_was_answered_and_is_found() {
    let primary = Cluster::with(Settings::new().durable());
    let database = primary.database();
    let standby = primary.standby();
    primary.wait_for_standby();
    let url = database.url_over(&[&primary, &standby]);
    let mut fleet = Fleet::on(database, url);
    let before = ids(&fleet);
    survives(&mut fleet, 1, |fleet, _| {
        primary.kill();
        standby.promote();
        fleet.look_into(&standby);
    });
    nobody_was_started_again(&fleet, before);
}

fn connections_that_the_database_ends_cost_no_request_its_effect() {
    let mut fleet = Fleet::start();
    let before = ids(&fleet);
    survives(&mut fleet, 1, |fleet, _| {
        let name = fleet.database().name();
        let end = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        for _ in 0..20 {
            fleet.database().cluster().sql("postgres", &end);
        }
    });
    nobody_was_started_again(&fleet, before);
}

on_postgresql! {
    hosts_that_are_killed_one_after_the_other_take_nothing_with_them_and_the_other_goes_on,
    a_database_that_is_killed_and_started_again_has_all_that_was_answered,
    a_database_that_is_stopped_for_a_while_in_good_order_is_waited_for,
    a_standby_that_is_promoted_has_all_that_was_answered_and_is_found,
    connections_that_the_database_ends_cost_no_request_its_effect,
}
