//! Projects.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::{Role, Visibility, limits};
use strongroom_ports::directory_store::{DirectoryStore, ProjectRow};
use strongroom_ports::principals::{Error, PrincipalStore};
use support::*;

const BOB: u32 = 3;

/// Names, and the role on the project and in its organization.
async fn seen_by(
    world: &World,
    person: u32,
    organization: Option<u32>,
) -> Vec<(String, Option<Role>, Option<Role>)> {
    let found = world.store.projects(id(person), organization.map(id)).await.unwrap();
    let mut seen = vec![];
    for (row, standing) in found {
        // The list says what a question about the one says.
        let owner = strongroom_model::Owner { id: row.id, ..project(0) };
        assert_eq!(world.store.standing_of(Some(id(person)), owner).await, Ok(standing));
        seen.push((row.name.into(), standing.role, standing.organization_role));
    }
    seen
}

#[tokio::test]
async fn a_person_has_projects_by_roles_by_groups_by_organizations_and_the_public_ones() {
    let world = installation().await;
    world.person(BOB, "Bob", None).await;
    let named = |name: &str, role, inherited| (name.to_owned(), role, inherited);
    assert_eq!(seen_by(&world, BOB, None).await, []);
    let owner = Some(Role::Owner);
    let adas = [named("alpha", None, owner), named("beta", None, owner)];
    assert_eq!(seen_by(&world, USER, None).await, adas);
    assert_eq!(seen_by(&world, USER, Some(ACME)).await, adas);
    assert_eq!(seen_by(&world, USER, Some(OTHER)).await, []);

    world.group(60, ACME, "g", &[BOB]).await;
    world.set(project(BETA), a_group(60), Role::Writer).await.unwrap();
    world.set(project(GAMMA), a_user(BOB), Role::Reader).await.unwrap();
    let (writer, reader) = (Some(Role::Writer), Some(Role::Reader));
    let bobs = [named("beta", writer, None), named("gamma", reader, None)];
    assert_eq!(seen_by(&world, BOB, None).await, bobs);
    assert_eq!(seen_by(&world, BOB, Some(ACME)).await, bobs[..1]);
    assert_eq!(seen_by(&world, BOB, Some(OTHER)).await, bobs[1..]);

    let public = Some(Visibility::Public);
    world.store.change_project(id(ALPHA), None, public, note()).await.unwrap();
    assert_eq!(seen_by(&world, BOB, Some(ACME)).await[0], named("alpha", None, None));
    assert_eq!(seen_by(&world, THEIRS, None).await[0], named("alpha", None, None));
    let contributor = Some(Role::Contributor);
    world.set(organization(ACME), a_group(60), Role::Contributor).await.unwrap();
    let all = seen_by(&world, BOB, None).await;
    assert_eq!(all[..2], [named("alpha", None, contributor), named("beta", writer, contributor)]);
}

#[tokio::test]
async fn a_project_is_made_with_an_owner_or_without() {
    let world = installation().await;
    let store = &world.store;
    let row = ProjectRow { visibility: Visibility::Restricted, ..project_row(40, ACME, "delta") };
    store.insert_project(row.clone(), Some(id(USER)), note()).await.unwrap();
    assert_eq!(store.get_project(id(40)).await, Ok(row.clone()));
    let owner = Some(Role::Owner);
    assert_eq!(world.roles(project(40), USER).await, (owner, owner));
    assert_eq!(store.members(project(ALPHA)).await, Ok(vec![]));
    let all = store.projects_of(id(ACME)).await.unwrap();
    let names: Vec<&str> = all.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["alpha", "beta", "delta"]);
    assert_eq!(all[2], row);
    assert_eq!(store.projects_of(id(77)).await, Ok(vec![]));
}

#[tokio::test]
async fn a_project_needs_an_organization_and_a_name_of_its_own_in_it() {
    let world = installation().await;
    let before = world.everything().await;
    let insert = |number, organization, name| {
        let row = project_row(number, organization, name);
        world.store.insert_project(row, Some(id(USER)), note())
    };
    assert_eq!(insert(40, 77, "delta").await, Err(Error::NotFound));
    assert_eq!(insert(40, ACME, "alpha").await, Err(Error::NameTaken));
    assert_eq!(world.everything().await, before);
    assert_eq!(insert(40, OTHER, "alpha").await, Ok(()));
}

#[tokio::test]
async fn a_change_says_only_what_changes() {
    let world = installation().await;
    let store = &world.store;
    let change = |number, name: Option<&str>, visibility| {
        let name = name.map(|name| name.parse().unwrap());
        store.change_project(id(number), name, visibility, note())
    };
    let now = || async { store.get_project(id(ALPHA)).await.unwrap() };
    change(ALPHA, Some("omega"), None).await.unwrap();
    assert_eq!(now().await, project_row(ALPHA, ACME, "omega"));
    for visibility in Visibility::ALL {
        change(ALPHA, None, Some(visibility)).await.unwrap();
        assert_eq!(now().await, ProjectRow { visibility, ..project_row(ALPHA, ACME, "omega") });
    }
    let before = world.everything().await;
    assert_eq!(change(ALPHA, Some("beta"), None).await, Err(Error::NameTaken));
    assert_eq!(change(77, Some("x"), None).await, Err(Error::NotFound));
    assert_eq!(store.get_project(id(ACME)).await, Err(Error::NotFound));
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn of_too_many_the_first_by_name_are_listed() {
    let world = installation().await;
    let insert = "INSERT INTO projects (id, organization_id, name, created_at) \
        VALUES (?1, ?2, ?3, 1)";
    let named = |number| vec![far_id(number), blob(id(ACME)), Value::Text(format!("b{number:04}"))];
    world.force_each(1200, insert, named).await;
    for organization in [None, Some(id(ACME))] {
        let projects = world.store.projects(id(USER), organization).await.unwrap();
        assert_eq!(projects.len(), limits::LIST_ENTRIES as usize);
        assert_eq!(projects[0].0.name.as_str(), "alpha");
        assert_eq!(projects[999].0.name.as_str(), "b0999");
    }
    assert_eq!(world.store.projects_of(id(ACME)).await.unwrap().len(), 1202);
}
