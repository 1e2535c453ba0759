//! Service clients.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::{Permission, Scope};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{ClientRow, Error, PrincipalStore};
use support::*;

#[tokio::test]
async fn a_client_is_kept_as_it_was_made() {
    let world = installation().await;
    let store = &world.store;
    let wide = Scope { projects: true, ..scope(organization(ACME), &[Permission::Manage]) };
    let scopes = vec![wide, scope(project(ALPHA), &[Permission::Write])];
    let first = ClientRow { scopes, ..client_row(80, organization(ACME), "deploy") };
    let second = client_row(81, organization(ACME), "build");
    let third = client_row(82, project(ALPHA), "deploy");
    for client in [&first, &second, &third] {
        store.insert_client(client.clone(), note()).await.unwrap();
        assert_eq!(store.get_client(client.id).await, Ok(client.clone()));
    }
    assert_eq!(store.clients(organization(ACME)).await, Ok(vec![second, first]));
    assert_eq!(store.clients(project(ALPHA)).await, Ok(vec![third]));
    assert_eq!(store.clients(project(BETA)).await, Ok(vec![]));
    assert_eq!(store.clients(organization(ALPHA)).await, Ok(vec![]));
}

#[tokio::test]
async fn a_client_needs_an_owner_and_a_name_of_its_own_in_it() {
    let world = installation().await;
    let store = &world.store;
    store.insert_client(client_row(80, project(ALPHA), "ci"), note()).await.unwrap();
    let before = world.everything().await;
    let insert = |owner, name| store.insert_client(client_row(81, owner, name), note());
    assert_eq!(insert(project(ALPHA), "ci").await, Err(Error::NameTaken));
    for owner in [project(77), organization(77), project(ACME), organization(ALPHA), user(USER)] {
        assert_eq!(insert(owner, "new").await, Err(Error::NotFound), "{owner}");
    }
    assert_eq!(world.everything().await, before);
    assert_eq!(insert(project(BETA), "ci").await, Ok(()));
}

#[tokio::test]
async fn a_new_secret_is_the_next_generation() {
    let world = installation().await;
    let store = &world.store;
    let client = client_row(80, project(ALPHA), "ci");
    store.insert_client(client.clone(), note()).await.unwrap();
    for generation in [2, 3] {
        store.renew_client(id(80), [9; 32], note()).await.unwrap();
        let renewed = ClientRow { digest: [9; 32], generation, ..client.clone() };
        assert_eq!(store.get_client(id(80)).await, Ok(renewed));
    }
    assert_eq!(store.renew_client(id(81), [9; 32], note()).await, Err(Error::NotFound));
}

#[tokio::test]
async fn a_revoked_client_is_gone_at_once() {
    let world = installation().await;
    let store = &world.store;
    store.insert_client(client_row(80, project(ALPHA), "ci"), note()).await.unwrap();
    store.delete_client(id(80), note()).await.unwrap();
    assert_eq!(store.present_client(id(80), None).await, Ok(None));
    assert_eq!(store.get_client(id(80)).await, Err(Error::NotFound));
    assert_eq!(store.delete_client(id(80), note()).await, Err(Error::NotFound));
}
