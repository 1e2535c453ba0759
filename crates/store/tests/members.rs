//! Roles of people and groups on organizations and projects.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::{Member, Owner, Role};
use strongroom_ports::directory_store::{DirectoryStore, MembershipRow};
use strongroom_ports::principals::Error;
use support::*;

const BOB: u32 = 3;

async fn acme() -> World {
    let world = installation().await;
    world.person(BOB, "Bob", None).await;
    world.group(60, ACME, "Accounting", &[BOB]).await;
    world.group(61, OTHER, "Others", &[]).await;
    world
}

#[tokio::test]
async fn a_role_is_given_and_changed_and_taken() {
    let world = acme().await;
    for owner in [organization(ACME), project(ALPHA)] {
        let first = if owner == project(ALPHA) { Role::Reader } else { Role::Contributor };
        for member in [a_user(BOB), a_group(60)] {
            for role in [first, Role::Owner, first] {
                world.set(owner, member, role).await.unwrap();
                assert_eq!(world.store.role_of(owner, member).await, Ok(Some(role)));
            }
        }
        world.remove(owner, a_group(60)).await.unwrap();
        assert_eq!(world.store.role_of(owner, a_group(60)).await, Ok(None));
        assert_eq!(world.roles(owner, BOB).await, (Some(first), Some(first)));
    }
    world.remove(project(ALPHA), a_user(BOB)).await.unwrap();
    assert_eq!(world.roles(project(ALPHA), BOB).await, NOTHING);
}

#[tokio::test]
async fn members_are_people_and_groups_by_their_names() {
    let world = acme().await;
    let alpha = project(ALPHA);
    world.set(alpha, a_group(60), Role::Writer).await.unwrap();
    world.set(alpha, a_user(BOB), Role::Reader).await.unwrap();
    world.set(alpha, a_user(USER), Role::Owner).await.unwrap();
    let row =
        |member, name: &str, role| MembershipRow { member, name: name.parse().unwrap(), role };
    let expected = vec![
        row(a_group(60), "Accounting", Role::Writer),
        row(a_user(USER), "Ada", Role::Owner),
        row(a_user(BOB), "Bob", Role::Reader),
    ];
    assert_eq!(world.store.members(alpha).await, Ok(expected));
    // No role of the organization is one on the project, and no id of one kind is one of another.
    assert_eq!(world.store.members(project(BETA)).await, Ok(vec![]));
    assert_eq!(world.store.members(organization(ALPHA)).await, Ok(vec![]));
    assert_eq!(world.store.members(organization(ACME)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_is_made_a_member_of_what_is_not_theirs_to_be_in() {
    let world = acme().await;
    world.person(4, "Dan", Some(Role::Contributor)).await;
    world.store.remove_person(id(4), note()).await.unwrap();
    let before = world.everything().await;
    let cases: [(Owner, Member, Role, &str); 12] = [
        (organization(77), a_user(BOB), Role::Owner, "no such organization"),
        (organization(77), a_user(BOB), Role::Contributor, "no such organization"),
        (project(77), a_user(BOB), Role::Writer, "no such project"),
        (project(ACME), a_user(BOB), Role::Writer, "an organization's id"),
        (organization(ACME), a_user(77), Role::Contributor, "no such person"),
        (project(ALPHA), a_user(4), Role::Reader, "a removed person"),
        (organization(ACME), a_user(4), Role::Owner, "a removed person"),
        (project(ALPHA), a_user(60), Role::Reader, "a group's id"),
        (organization(ACME), a_group(61), Role::Contributor, "another organization's group"),
        (project(ALPHA), a_group(61), Role::Reader, "another organization's group"),
        (project(GAMMA), a_group(60), Role::Reader, "another organization's group"),
        (user(BOB), a_user(USER), Role::Owner, "what is somebody's own"),
    ];
    for (owner, member, role, why) in cases {
        assert_eq!(world.set(owner, member, role).await, Err(Error::NotFound), "{why}");
    }
    // What the authorizer never asks.
    for (owner, role) in [(organization(ACME), Role::Writer), (project(ALPHA), Role::Maintainer)] {
        assert_eq!(world.set(owner, a_user(BOB), role).await, Err(Error::Internal));
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn who_is_suspended_can_be_given_a_role_for_later() {
    let world = acme().await;
    world.store.suspend_person(id(BOB), note()).await.unwrap();
    assert_eq!(world.set(project(ALPHA), a_user(BOB), Role::Reader).await, Ok(()));
}
