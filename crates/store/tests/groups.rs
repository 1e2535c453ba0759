//! Groups.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::Role;
use strongroom_ports::directory_store::{DirectoryStore, GroupMemberRow, GroupRow};
use strongroom_ports::principals::Error;
use support::*;

#[tokio::test]
async fn a_group_is_made_found_and_changed() {
    let world = installation().await;
    let store = &world.store;
    let group = GroupRow { claim: Some("ops".to_owned()), ..group_row(60, ACME, "Operators") };
    store.insert_group(group.clone(), note()).await.unwrap();
    assert_eq!(store.get_group(id(60)).await, Ok(group.clone()));
    world.group(61, ACME, "Accounting", &[]).await;
    let list = store.groups(id(ACME)).await;
    assert_eq!(list, Ok(vec![group_row(61, ACME, "Accounting"), group.clone()]));
    assert_eq!(store.groups(id(OTHER)).await, Ok(vec![]));

    let changed = GroupRow { name: "Ops".parse().unwrap(), claim: None, ..group };
    store.change_group(changed.clone(), note()).await.unwrap();
    assert_eq!(store.get_group(id(60)).await, Ok(changed));
}

#[tokio::test]
async fn a_group_needs_an_organization_and_a_name_of_its_own_in_it() {
    let world = installation().await;
    let store = &world.store;
    world.group(60, ACME, "Operators", &[]).await;
    world.group(61, ACME, "Accounting", &[]).await;
    let before = world.everything().await;
    let insert = |number, organization, name| {
        store.insert_group(group_row(number, organization, name), note())
    };
    assert_eq!(insert(62, ACME, "Operators").await, Err(Error::NameTaken));
    assert_eq!(insert(62, 77, "New").await, Err(Error::NotFound));
    let change = |number, organization, name| {
        store.change_group(group_row(number, organization, name), note())
    };
    assert_eq!(change(61, ACME, "Operators").await, Err(Error::NameTaken));
    assert_eq!(change(77, ACME, "New").await, Err(Error::NotFound));
    // It does not move, nor is it found under another organization.
    assert_eq!(change(61, OTHER, "New").await, Err(Error::NotFound));
    assert_eq!(store.get_group(id(77)).await, Err(Error::NotFound));
    assert_eq!(world.everything().await, before);
    assert_eq!(insert(62, OTHER, "Operators").await, Ok(()));
}

#[tokio::test]
async fn people_are_added_once_and_taken_out() {
    let world = installation().await;
    let store = &world.store;
    world.group(60, ACME, "Operators", &[THEIRS, USER, USER]).await;
    let row = |user, name: &str| GroupMemberRow {
        user: id(user),
        name: name.parse().unwrap(),
        claimed: false,
        added: true,
    };
    let members = store.group_members(id(60)).await;
    assert_eq!(members, Ok(vec![row(USER, "Ada"), row(THEIRS, "Eve")]));
    store.remove_group_member(id(60), id(THEIRS), note()).await.unwrap();
    assert_eq!(store.group_members(id(60)).await, Ok(vec![row(USER, "Ada")]));
    let again = store.remove_group_member(id(60), id(THEIRS), note()).await;
    assert_eq!(again, Err(Error::NotFound));
    assert_eq!(store.group_members(id(77)).await, Ok(vec![]));
}

#[tokio::test]
async fn only_who_can_sign_in_is_added() {
    let world = installation().await;
    let store = &world.store;
    world.group(60, ACME, "Operators", &[]).await;
    for (number, name) in [(3, "Bob"), (4, "Dan")] {
        world.person(number, name, None).await;
    }
    store.suspend_person(id(3), note()).await.unwrap();
    store.remove_person(id(4), note()).await.unwrap();
    let before = world.everything().await;
    for (group, person) in [(60, 3), (60, 4), (60, 77), (77, USER)] {
        let added = store.add_group_member(id(group), id(person), note()).await;
        assert_eq!(added, Err(Error::NotFound), "{group} {person}");
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_group_says_where_it_has_roles() {
    let world = installation().await;
    world.group(60, ACME, "Operators", &[]).await;
    for (owner, role) in [
        (project(BETA), Role::Reader),
        (project(ALPHA), Role::Writer),
        (organization(ACME), Role::Contributor),
    ] {
        world.set(owner, a_group(60), role).await.unwrap();
    }
    let expected = vec![
        (organization(ACME), Role::Contributor),
        (project(ALPHA), Role::Writer),
        (project(BETA), Role::Reader),
    ];
    assert_eq!(world.store.roles_of_group(id(60)).await, Ok(expected));
    assert_eq!(world.store.roles_of_group(id(77)).await, Ok(vec![]));
}
