//! Who has roles on an owner or on its organization.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::{MemberKind, Owner, OwnerKind, Role};
use strongroom_ports::directory::HeldRole;
use strongroom_ports::directory_store::{DirectoryStore, HolderQuery, HolderRow};
use support::*;

fn acme() -> Owner {
    Owner { kind: OwnerKind::Organization, id: id(ACME) }
}

fn of(kind: MemberKind, number: u32) -> HolderQuery {
    let owner = Owner { kind: OwnerKind::Project, id: id(number) };
    HolderQuery { kind, owner, organization: None, after: None, limit: 1000 }
}

fn held(on: Owner, role: Role, group: Option<u32>) -> HeldRole {
    HeldRole { on, role, group: group.map(id) }
}

fn row(number: u32, name: &str, roles: Vec<HeldRole>) -> HolderRow {
    HolderRow { id: id(number), name: name.parse().unwrap(), roles }
}

/// Bob writes in alpha by himself and by a group, Cy by that group alone, and is of Acme; Dan is
/// suspended and Eve has to do with another organization.
async fn people_of_alpha() -> World {
    let world = installation().await;
    world.person(901, "Bob", None).await;
    world.person(902, "Cy", Some(Role::Contributor)).await;
    world.person(903, "Dan", None).await;
    world.group(60, ACME, "Operators", &[901, 902, 903]).await;
    world.group(61, ACME, "Owners", &[902]).await;
    world.group(62, ACME, "Others", &[THEIRS]).await;
    let alpha = of(MemberKind::User, ALPHA).owner;
    world.set(alpha, a_user(901), Role::Reader).await.unwrap();
    world.set(alpha, a_user(903), Role::Owner).await.unwrap();
    world.set(alpha, a_group(60), Role::Writer).await.unwrap();
    world.set(acme(), a_group(61), Role::Owner).await.unwrap();
    let beta = of(MemberKind::User, BETA).owner;
    world.set(beta, a_group(62), Role::Reader).await.unwrap();
    world.store.suspend_person(id(903), note()).await.unwrap();
    world
}

#[tokio::test]
async fn people_are_found_with_each_role_and_the_group_that_gives_it() {
    let world = people_of_alpha().await;
    let alpha = of(MemberKind::User, ALPHA).owner;
    let by_group = held(alpha, Role::Writer, Some(60));
    let found = world.store.holders(of(MemberKind::User, ALPHA)).await.unwrap();
    let bob = row(901, "Bob", vec![held(alpha, Role::Reader, None), by_group]);
    assert_eq!(found, [bob.clone(), row(902, "Cy", vec![by_group])]);
    let with_acme = HolderQuery { organization: Some(id(ACME)), ..of(MemberKind::User, ALPHA) };
    let found = world.store.holders(with_acme).await.unwrap();
    let cy = [held(acme(), Role::Contributor, None), held(acme(), Role::Owner, Some(61)), by_group];
    let ada = row(USER, "Ada", vec![held(acme(), Role::Owner, None)]);
    let mut wanted = [ada, bob, row(902, "Cy", cy.to_vec())];
    wanted.sort_by_key(|row| row.id);
    assert_eq!(found, wanted);
    let itself = HolderQuery { owner: acme(), ..of(MemberKind::User, ALPHA) };
    let found = world.store.holders(itself).await.unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
}

#[tokio::test]
async fn groups_are_found_by_their_roles() {
    let world = people_of_alpha().await;
    let alpha = of(MemberKind::Group, ALPHA).owner;
    let operators = row(60, "Operators", vec![held(alpha, Role::Writer, None)]);
    let found = world.store.holders(of(MemberKind::Group, ALPHA)).await.unwrap();
    assert_eq!(found, std::slice::from_ref(&operators));
    let with_acme = HolderQuery { organization: Some(id(ACME)), ..of(MemberKind::Group, ALPHA) };
    let owners = row(61, "Owners", vec![held(acme(), Role::Owner, None)]);
    assert_eq!(world.store.holders(with_acme).await.unwrap(), [operators, owners]);
    assert_eq!(world.store.holders(of(MemberKind::Group, GAMMA)).await.unwrap(), []);
}

#[tokio::test]
async fn a_page_begins_after_an_id_and_holds_whole_entries() {
    let world = people_of_alpha().await;
    for kind in MemberKind::ALL {
        let all = HolderQuery { organization: Some(id(ACME)), ..of(kind, ALPHA) };
        let whole = world.store.holders(all).await.unwrap();
        assert!(whole.len() > 1 && whole.is_sorted_by_key(|row| row.id));
        let mut found = vec![];
        while let Some(next) = {
            let after = found.last().map(|row: &HolderRow| row.id);
            world.store.holders(HolderQuery { after, limit: 1, ..all }).await.unwrap().pop()
        } {
            found.push(next);
        }
        assert_eq!(found, whole);
    }
}
