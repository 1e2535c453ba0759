//! API tokens.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::limits;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{Error, PrincipalStore};
use support::*;

#[tokio::test]
async fn a_token_needs_a_person_who_can_sign_in() {
    let world = installation().await;
    let store = &world.store;
    world.person(3, "Bob", None).await;
    store.insert_token(token_row(910, 3), note()).await.unwrap();
    assert_eq!(store.tokens(id(3)).await, Ok(vec![token_row(910, 3)]));
    store.suspend_person(id(3), note()).await.unwrap();
    let before = world.everything().await;
    for person in [3, 77] {
        let refused = store.insert_token(token_row(911, person), note()).await;
        assert_eq!(refused, Err(Error::NotFound), "{person}");
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_token_is_revoked_by_its_own_person_alone() {
    let world = installation().await;
    let store = &world.store;
    let before = world.everything().await;
    let revoke = |person| store.delete_token(id(TOKEN), id(person), note());
    assert_eq!(revoke(THEIRS).await, Err(Error::NotFound));
    assert_eq!(world.everything().await, before);
    assert_eq!(revoke(USER).await, Ok(()));
    assert_eq!(store.present_token(id(TOKEN), None).await, Ok(None));
    assert_eq!(revoke(USER).await, Err(Error::NotFound));
}

#[tokio::test]
async fn of_too_many_tokens_those_that_expire_last_are_listed_oldest_first() {
    let world = installation().await;
    let insert = "INSERT INTO tokens (id, user_id, name, digest, created_at, expires_at) \
        SELECT ?1, user_id, name, digest, created_at + ?2, created_at - ?2 FROM tokens \
        WHERE id = ?3";
    let aged = |number| vec![far_id(number), Value::Integer(number), blob(id(TOKEN))];
    world.force_each(1200, insert, aged).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM tokens").await, 1201);
    let tokens = world.store.tokens(id(USER)).await.unwrap();
    assert_eq!(tokens.len(), limits::LIST_ENTRIES as usize);
    // The oldest is the one that lives.
    assert_eq!(tokens[0], token_row(TOKEN, USER));
    assert!(tokens.is_sorted_by_key(|token| token.created_at));
    assert!(tokens.iter().all(|token| token.expires_at >= NOW - 999));
}
