//! What ends with a project, a person, a membership and a group, in every table.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::Role;
use strongroom_ports::directory_store::{DirectoryStore, NewPersonRow};
use strongroom_ports::principals::{Error, PrincipalStore, Status};
use strongroom_ports::secrets::SecretStore;
use support::*;

const BOB: u32 = 3;

/// Bob has all that a person can have, alpha all that a project can, and so do Ada and beta.
async fn full() -> World {
    let world = installation().await;
    let store = &world.store;
    let bob = NewPersonRow {
        identity: Some(identity("bob")),
        token: Some(token_row(103, BOB)),
        ..new_person(BOB, "Bob", Some(Role::Contributor))
    };
    store.insert_person(bob, note()).await.unwrap();
    world.group(60, ACME, "writers", &[BOB, USER]).await;
    world.group(61, OTHER, "others", &[BOB]).await;
    for (number, project_number) in [(110, ALPHA), (120, BETA), (130, GAMMA)] {
        let owner = project(project_number);
        world.set(owner, a_user(BOB), Role::Writer).await.unwrap();
        store.insert_client(client_row(number + 500, owner, "ci"), note()).await.unwrap();
        world.secret(owner, number, "db").await;
        let record = updated(owner, &key(number), 2);
        let next = next_value(2, &["value", "user"]);
        store.update(owner, &key(number), seen(1, 1), next, record).await.unwrap();
    }
    for owner in [project(ALPHA), project(BETA), organization(ACME)] {
        world.set(owner, a_group(60), Role::Owner).await.unwrap();
    }
    for (number, person) in [(40, BOB), (41, USER)] {
        world.secret(user(person), number, "mine").await;
    }
    // What is deleted belongs to its owner as all else does.
    for (number, owner) in [(111, project(ALPHA)), (121, project(BETA)), (42, user(BOB))] {
        world.secret(owner, number, "deleted").await;
        let record = deleted(owner, &key(number));
        store.delete(owner, &key(number), None, record).await.unwrap();
    }
    world
}

/// What is left of the rows that any of the ids is in, but for the log.
async fn left(world: &World, ids: &[u32]) -> Vec<String> {
    let mut tables = vec![];
    for number in ids {
        tables.extend(world.tables_with(id(*number)).await);
    }
    tables.retain(|table| table != "audit");
    tables.sort_unstable();
    tables.dedup();
    tables
}

#[tokio::test]
async fn of_a_deleted_project_nothing_is_left_and_of_others_nothing_is_lost() {
    let world = full().await;
    let all = ["clients", "fields", "group_roles", "members", "owner_keys", "projects", "secrets"];
    assert_eq!(left(&world, &[ALPHA, 110, 111, 610]).await, [&all[..], &["versions"]].concat());
    let others = left(&world, &[BETA, 120, 121, 620]).await;
    let before = world.everything().await;
    world.store.delete_project(id(ALPHA), note()).await.unwrap();
    assert_eq!(left(&world, &[ALPHA, 110, 111, 610]).await, Vec::<String>::new());
    assert_eq!(left(&world, &[BETA, 120, 121, 620]).await, others);
    // A secret of two versions, one that was deleted, and one row of all else.
    for ((table, before), (_, after)) in before.iter().zip(world.everything().await) {
        let gone = match table.as_str() {
            "clients" | "members" | "group_roles" | "projects" | "owner_keys" => 1,
            "secrets" => 2,
            "versions" => 3,
            "fields" => 4,
            "audit" => {
                assert_eq!(after.len(), before.len() + 1);
                continue;
            }
            _ => 0,
        };
        assert_eq!(after.len(), before.len() - gone, "{table}");
    }
    assert_eq!(world.store.delete_project(id(ALPHA), note()).await, Err(Error::NotFound));
}

#[tokio::test]
async fn of_a_removed_person_only_who_they_were_is_left() {
    let world = full().await;
    assert_eq!(world.store.tokens(id(BOB)).await.unwrap().len(), 1);
    world.store.remove_person(id(BOB), note()).await.unwrap();
    assert_eq!(left(&world, &[BOB, 40, 42, 103]).await, ["identities", "users"]);
    assert_eq!(world.store.get_person(id(BOB)).await.unwrap().status, Status::Removed);
    assert_eq!(world.store.organizations_of(id(BOB)).await, Ok(vec![]));
    assert_eq!(world.store.remove_person(id(BOB), note()).await, Err(Error::NotFound));
    assert_eq!(world.store.suspend_person(id(BOB), note()).await, Err(Error::NotFound));
    // What is Ada's is whole, and what Bob wrote for others stays theirs.
    assert!(world.store.sealed(user(USER), &key(41), None, None).await.is_ok());
    assert!(world.store.sealed(project(ALPHA), &key(110), None, None).await.is_ok());
    // Who comes back begins anew.
    world.store.reinstate_person(id(BOB), note()).await.unwrap();
    assert_eq!(world.store.get_person(id(BOB)).await.unwrap().status, Status::Active);
    assert_eq!(world.roles(project(ALPHA), BOB).await, NOTHING);
    assert_eq!(left(&world, &[BOB, 40, 42, 103]).await, ["identities", "users"]);
}

#[tokio::test]
async fn who_is_suspended_loses_tokens_alone() {
    let world = full().await;
    world.store.suspend_person(id(BOB), note()).await.unwrap();
    assert_eq!(world.store.present_token(id(103), None).await, Ok(None));
    assert_eq!(world.store.insert_token(token_row(104, BOB), note()).await, Err(Error::NotFound));
    world.store.reinstate_person(id(BOB), note()).await.unwrap();
    assert_eq!(world.store.tokens(id(BOB)).await, Ok(vec![]));
    assert_eq!(world.roles(project(ALPHA), BOB).await, (Some(Role::Writer), Some(Role::Owner)));
    assert!(world.store.sealed(user(BOB), &key(40), None, None).await.is_ok());
    assert_eq!(world.store.insert_token(token_row(104, BOB), note()).await, Ok(()));
}

#[tokio::test]
async fn who_leaves_an_organization_leaves_its_projects_and_groups() {
    let world = full().await;
    world.remove(organization(ACME), a_user(BOB)).await.unwrap();
    for owner in [organization(ACME), project(ALPHA), project(BETA)] {
        assert_eq!(world.roles(owner, BOB).await, NOTHING, "{owner}");
    }
    // Other they are still in, and their own is their own.
    let writer = Some(Role::Writer);
    assert_eq!(world.roles(project(GAMMA), BOB).await, (writer, writer));
    assert_eq!(world.store.groups_of(id(BOB)).await, Ok(vec![id(61)]));
    assert_eq!(world.store.organizations_of(id(BOB)).await, Ok(vec![id(OTHER)]));
    assert!(world.store.present_token(id(103), None).await.unwrap().is_some());
    assert!(world.store.sealed(user(BOB), &key(40), None, None).await.is_ok());
}

#[tokio::test]
async fn who_leaves_their_last_organization_loses_all_tokens() {
    let world = full().await;
    world.remove(organization(ACME), a_user(BOB)).await.unwrap();
    world.remove(project(GAMMA), a_user(BOB)).await.unwrap();
    // Still in a group of Other: one of its people.
    assert!(world.store.present_token(id(103), None).await.unwrap().is_some());
    world.remove(organization(OTHER), a_user(BOB)).await.unwrap();
    assert_eq!(world.store.present_token(id(103), None).await, Ok(None));
    assert!(world.store.sealed(user(BOB), &key(40), None, None).await.is_ok());
    assert_eq!(world.store.get_person(id(BOB)).await.unwrap().status, Status::Active);
}

#[tokio::test]
async fn who_is_not_one_of_the_people_cannot_leave() {
    let world = full().await;
    let before = world.everything().await;
    for (owner, member) in [
        (organization(ACME), a_user(THEIRS)),
        (organization(ACME), a_user(77)),
        (organization(77), a_user(BOB)),
        (organization(OTHER), a_user(USER)),
        (project(ALPHA), a_user(USER)),
        (project(77), a_user(BOB)),
        (user(BOB), a_user(BOB)),
        (project(GAMMA), a_group(60)),
        (organization(OTHER), a_group(61)),
        (organization(ACME), a_group(BOB)),
    ] {
        assert_eq!(world.remove(owner, member).await, Err(Error::NotFound), "{owner} {member:?}");
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn of_a_deleted_group_nothing_is_left() {
    let world = full().await;
    assert_eq!(left(&world, &[60]).await, ["group_members", "group_roles", "groups"]);
    world.store.delete_group(id(60), note()).await.unwrap();
    assert_eq!(left(&world, &[60]).await, Vec::<String>::new());
    assert_eq!(left(&world, &[61]).await, ["group_members", "groups"]);
    let writer = Some(Role::Writer);
    assert_eq!(world.roles(project(ALPHA), BOB).await, (writer, writer));
    assert_eq!(world.store.delete_group(id(60), note()).await, Err(Error::NotFound));
}

#[tokio::test]
async fn nothing_is_made_for_an_owner_that_has_ended_meanwhile() {
    let world = full().await;
    world.store.delete_project(id(ALPHA), note()).await.unwrap();
    world.store.remove_person(id(BOB), note()).await.unwrap();
    let before = world.everything().await;
    for owner in [project(ALPHA), user(BOB), project(77), organization(77), user(77)] {
        let new = new_secret(owner, 200, "late");
        let record = created(owner, &new.key);
        let made = world.store.insert(new, record).await;
        assert_eq!(made, Err(strongroom_ports::secrets::Error::NotFound), "{owner}");
    }
    for owner in [project(ALPHA), project(77)] {
        let client = world.store.insert_client(client_row(201, owner, "late"), note()).await;
        assert_eq!(client, Err(Error::NotFound));
        assert_eq!(world.set(owner, a_user(USER), Role::Reader).await, Err(Error::NotFound));
    }
    assert_eq!(world.everything().await, before);
}
