//! The first organization, and notes of use.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::Role;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{Error, PrincipalStore, TokenRow};
use support::*;

#[tokio::test]
async fn the_first_organization_is_made_once() {
    let world = empty().await;
    let store = &world.store;
    assert_eq!(store.first_organization().await, Ok(None));
    assert_eq!(store.first_owner().await, Ok(None));
    let world = installation().await;
    let store = &world.store;
    let before = world.everything().await;
    let again = store.initialize(organization_row(5), person_row(6, "X"), token_row(7, 6), note());
    assert_eq!(again.await, Ok(false));
    assert_eq!(world.everything().await, before);
    assert_eq!(store.first_organization().await, Ok(Some(organization_row(ACME))));
}

#[tokio::test]
async fn of_two_programs_that_initialize_at_one_time_one_gets_the_token() {
    let world = empty().await;
    let initialize = |organization, person, token| {
        let (person, token) = (person_row(person, "Ada"), token_row(token, person));
        world.store.initialize(organization_row(organization), person, token, note())
    };
    let (a, b) = tokio::join!(initialize(1, 3, 2), initialize(4, 6, 5));
    assert_ne!(a.unwrap(), b.unwrap());
    assert_eq!(world.count("SELECT COUNT(*) FROM organizations").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM tokens").await, 1);
}

#[tokio::test]
async fn the_first_owner_is_one_who_can_sign_in() {
    let world = installation().await;
    let store = &world.store;
    let first = || async { store.first_owner().await.unwrap().unwrap() };
    assert_eq!(first().await, (organization_row(ACME), person_row(USER, "Ada")));
    // Made later by the order of ids, then earlier, then not able to sign in.
    world.person(990, "Zoe", Some(Role::Owner)).await;
    assert_eq!(first().await.1.id, id(USER));
    world.person(3, "Bob", Some(Role::Owner)).await;
    assert_eq!(first().await.1.id, id(3));
    store.suspend_person(id(3), note()).await.unwrap();
    assert_eq!(first().await.1.id, id(USER));
}

#[tokio::test]
async fn a_use_is_written_down_and_never_an_earlier_one() {
    let world = installation().await;
    let store = &world.store;
    let records = world.records().await;
    store.insert_client(client_row(80, project(ALPHA), "ci"), note()).await.unwrap();
    for (at, expected) in [(NOW + 5, NOW + 5), (NOW + 2, NOW + 5), (NOW + 9, NOW + 9)] {
        store.token_used(id(TOKEN), at).await.unwrap();
        store.client_used(id(80), at).await.unwrap();
        store.person_seen(id(THEIRS), at).await.unwrap();
        let token = store.tokens(id(USER)).await.unwrap().remove(0);
        assert_eq!(token, TokenRow { last_used_at: Some(expected), ..token_row(TOKEN, USER) });
        assert_eq!(store.get_client(id(80)).await.unwrap().last_used_at, Some(expected));
        // The use of a token is one of its person.
        for person in [USER, THEIRS] {
            let seen = store.get_person(id(person)).await.unwrap().last_seen_at;
            assert_eq!(seen, Some(expected), "{person}");
        }
    }
    assert_eq!(world.records().await, records + 1);
}

#[tokio::test]
async fn a_use_of_what_is_gone_is_no_error() {
    let world = installation().await;
    let before = world.everything().await;
    for note in [
        world.store.token_used(id(77), NOW).await,
        world.store.client_used(id(77), NOW).await,
        world.store.person_seen(id(77), NOW).await,
    ] {
        assert_eq!(note, Ok::<(), Error>(()));
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_person_s_groups_are_those_of_all_organizations() {
    let world = installation().await;
    world.group(60, ACME, "a", &[USER, THEIRS]).await;
    world.group(61, OTHER, "b", &[USER]).await;
    world.group(62, OTHER, "c", &[]).await;
    assert_eq!(world.store.groups_of(id(USER)).await, Ok(vec![id(60), id(61)]));
    assert_eq!(world.store.groups_of(id(77)).await, Ok(vec![]));
}
