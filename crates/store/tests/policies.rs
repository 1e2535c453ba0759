//! Policies that an organization writes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::metadata::Stamp;
use strongroom_ports::directory_store::{DirectoryStore, PolicyRow};
use strongroom_ports::principals::{Error, PrincipalStore};
use support::*;

fn policy(name: &str, text: &str, at: i64) -> PolicyRow {
    let updated = Stamp { at, by: id(USER) };
    PolicyRow { name: name.parse().unwrap(), text: text.to_owned(), updated }
}

async fn revision(world: &World, organization_number: u32) -> u32 {
    let owner = organization(organization_number);
    world.store.standing_of(None, owner).await.unwrap().policy_revision
}

#[tokio::test]
async fn every_change_of_policies_counts_the_organizations_revision_up() {
    let world = installation().await;
    let store = &world.store;
    let acme = id(ACME);
    let set = |policy| store.set_policy(acme, policy, note());
    set(policy("b", "permit(…);", NOW)).await.unwrap();
    set(policy("a", "forbid(…);", NOW)).await.unwrap();
    assert_eq!(revision(&world, ACME).await, 2);
    let changed = policy("b", "'quoted'", NOW + 1);
    set(changed.clone()).await.unwrap();
    assert_eq!(store.policies(acme).await, Ok(vec![policy("a", "forbid(…);", NOW), changed]));
    assert_eq!(revision(&world, ACME).await, 3);
    store.delete_policy(acme, "a".parse().unwrap(), note()).await.unwrap();
    assert_eq!(store.policies(acme).await.unwrap().len(), 1);
    assert_eq!(revision(&world, ACME).await, 4);
    assert_eq!(revision(&world, OTHER).await, 0);
    let of_project = store.standing_of(None, project(ALPHA)).await.unwrap();
    assert_eq!(of_project.policy_revision, 4);
}

#[tokio::test]
async fn what_is_refused_counts_nothing() {
    let world = installation().await;
    let store = &world.store;
    store.set_policy(id(ACME), policy("a", "", NOW), note()).await.unwrap();
    let before = world.everything().await;
    let nowhere = store.set_policy(id(77), policy("a", "", NOW), note()).await;
    assert_eq!(nowhere, Err(Error::NotFound));
    for (organization, name) in [(ACME, "b"), (OTHER, "a"), (77, "a")] {
        let name = name.parse().unwrap();
        let deleted = store.delete_policy(id(organization), name, note()).await;
        assert_eq!(deleted, Err(Error::NotFound), "{organization}");
    }
    assert_eq!(world.everything().await, before);
    assert_eq!(store.policies(id(OTHER)).await, Ok(vec![]));
}
