//! Organizations.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::{Role, limits};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{Error, OrganizationRow};
use support::*;

const BOB: u32 = 3;

async fn seen_by(world: &World, person: u32) -> Vec<(u32, Option<Role>)> {
    let found = world.store.organizations(id(person)).await.unwrap();
    let number = |row: &OrganizationRow| {
        [ACME, OTHER].into_iter().find(|number| organization_row(*number) == *row).unwrap()
    };
    found.iter().map(|(row, standing)| (number(row), standing.role)).collect()
}

#[tokio::test]
async fn whoever_makes_an_organization_owns_it() {
    let world = installation().await;
    let owner = Some(Role::Owner);
    assert_eq!(world.roles(organization(OTHER), THEIRS).await, (owner, owner));
    assert_eq!(seen_by(&world, THEIRS).await, [(OTHER, owner)]);
    let row = OrganizationRow { id: id(7), ..organization_row(OTHER) };
    world.person(BOB, "Bob", None).await;
    world.store.suspend_person(id(BOB), note()).await.unwrap();
    let before = world.everything().await;
    for maker in [BOB, 77] {
        let made = world.store.insert_organization(row.clone(), id(maker), note()).await;
        assert_eq!(made, Err(Error::NotFound), "{maker}");
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn an_organization_is_found_and_renamed() {
    let world = installation().await;
    let store = &world.store;
    assert_eq!(store.get_organization(id(OTHER)).await, Ok(organization_row(OTHER)));
    store.rename_organization(id(OTHER), "Another".parse().unwrap(), note()).await.unwrap();
    let renamed = store.get_organization(id(OTHER)).await.unwrap();
    assert_eq!(renamed.name.as_str(), "Another");
    assert_eq!(store.get_organization(id(ALPHA)).await, Err(Error::NotFound));
    let nothing = store.rename_organization(id(77), "X".parse().unwrap(), note()).await;
    assert_eq!(nothing, Err(Error::NotFound));
}

#[tokio::test]
async fn a_person_has_the_organizations_in_which_they_or_their_groups_have_a_role() {
    let world = installation().await;
    world.person(BOB, "Bob", None).await;
    assert_eq!(seen_by(&world, BOB).await, []);
    // A group without a role is of no use.
    world.group(60, ACME, "g", &[BOB]).await;
    assert_eq!(seen_by(&world, BOB).await, []);
    // With a role on a project the organization is there, and no role in it.
    world.set(project(ALPHA), a_group(60), Role::Reader).await.unwrap();
    assert_eq!(seen_by(&world, BOB).await, [(ACME, None)]);
    world.set(organization(ACME), a_group(60), Role::Maintainer).await.unwrap();
    assert_eq!(seen_by(&world, BOB).await, [(ACME, Some(Role::Maintainer))]);
    world.set(project(GAMMA), a_user(BOB), Role::Reader).await.unwrap();
    let both = [(ACME, Some(Role::Maintainer)), (OTHER, None)];
    assert_eq!(seen_by(&world, BOB).await, both);
}

#[tokio::test]
async fn of_too_many_the_first_by_name_are_listed() {
    let world = installation().await;
    let insert = "INSERT INTO organizations (id, name, created_at) VALUES (?1, ?2, 1)";
    let named = |number| vec![far_id(number), Value::Text(format!("B{number:04}"))];
    world.force_each(1200, insert, named).await;
    world
        .force(
            "INSERT INTO members (owner_kind, owner_id, user_id, role) SELECT 1, o.id, u.id, \
            'Owner' FROM organizations o, users u WHERE o.name LIKE 'B%' AND u.name = 'Ada'",
        )
        .await;
    let found = world.store.organizations(id(USER)).await.unwrap();
    assert_eq!(found.len(), limits::LIST_ENTRIES as usize);
    assert_eq!((found[0].0.name.as_str(), found[999].0.name.as_str()), ("Acme", "B0999"));
}
