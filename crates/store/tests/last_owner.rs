//! No organization is without an Owner who can sign in.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::Role;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::Error;
use strongroom_store::Store;
use support::*;

const BOB: u32 = 3;
const CY: u32 = 4;

/// What could take an Owner away.
const WAYS: [&str; 6] =
    ["remove", "Maintainer", "Contributor", "suspend", "remove person", "again Owner"];

async fn take<D: strongroom_database::Database>(
    store: &Store<D, strongroom_root_keys::Held>,
    way: &str,
    person: u32,
) -> Result<(), Error> {
    let acme = organization(ACME);
    match way {
        "remove" => store.remove_member(acme, a_user(person), note()).await,
        "Maintainer" => store.set_member(acme, a_user(person), Role::Maintainer, note()).await,
        "Contributor" => store.set_member(acme, a_user(person), Role::Contributor, note()).await,
        "suspend" => store.suspend_person(id(person), note()).await,
        "remove person" => store.remove_person(id(person), note()).await,
        _ => store.set_member(acme, a_user(person), Role::Owner, note()).await,
    }
}

#[tokio::test]
async fn the_last_owner_stays() {
    let world = installation().await;
    // None of these is an Owner who counts: by a group, suspended, of another organization.
    world.person(CY, "Cy", Some(Role::Contributor)).await;
    world.group(60, ACME, "owners", &[CY]).await;
    world.set(organization(ACME), a_group(60), Role::Owner).await.unwrap();
    world.person(BOB, "Bob", Some(Role::Owner)).await;
    world.store.suspend_person(id(BOB), note()).await.unwrap();
    let before = world.everything().await;
    for way in &WAYS[..5] {
        assert_eq!(take(&world.store, way, USER).await, Err(Error::LastOwner), "{way}");
        assert_eq!(world.everything().await, before, "{way}");
    }
    assert_eq!(take(&world.store, "again Owner", USER).await, Ok(()));
}

#[tokio::test]
async fn with_another_owner_each_of_them_can_go() {
    for way in WAYS {
        let world = installation().await;
        world.person(BOB, "Bob", Some(Role::Owner)).await;
        assert_eq!(take(&world.store, way, USER).await, Ok(()), "{way}");
        let rest = take(&world.store, "remove", BOB).await;
        let owner_left = way == "again Owner";
        assert_eq!(rest, if owner_left { Ok(()) } else { Err(Error::LastOwner) }, "{way}");
    }
}

#[tokio::test]
async fn who_is_the_last_owner_of_one_of_their_organizations_stays() {
    let world = installation().await;
    let acme = organization(ACME);
    world.set(acme, a_user(THEIRS), Role::Owner).await.unwrap();
    // Acme could do without; theirs could not.
    assert_eq!(world.store.suspend_person(id(THEIRS), note()).await, Err(Error::LastOwner));
    assert_eq!(world.store.remove_person(id(THEIRS), note()).await, Err(Error::LastOwner));
    assert_eq!(world.remove(acme, a_user(THEIRS)).await, Ok(()));
}

#[tokio::test]
async fn a_group_of_owners_can_go_whenever() {
    let world = installation().await;
    world.group(60, ACME, "owners", &[USER]).await;
    world.set(organization(ACME), a_group(60), Role::Owner).await.unwrap();
    assert_eq!(world.remove(organization(ACME), a_group(60)).await, Ok(()));
    assert_eq!(world.store.delete_group(id(60), note()).await, Ok(()));
}

#[tokio::test]
async fn others_can_go_from_an_organization_with_one_owner() {
    let world = installation().await;
    world.person(BOB, "Bob", Some(Role::Maintainer)).await;
    world.person(CY, "Cy", Some(Role::Contributor)).await;
    assert_eq!(take(&world.store, "Contributor", BOB).await, Ok(()));
    assert_eq!(take(&world.store, "remove", BOB).await, Ok(()));
    assert_eq!(take(&world.store, "suspend", CY).await, Ok(()));
    assert_eq!(take(&world.store, "remove person", CY).await, Ok(()));
}

#[test]
fn of_two_owners_who_take_each_other_away_at_one_time_one_stays() {
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (first, second) in [
        ("remove", "remove"),
        ("Contributor", "Contributor"),
        ("suspend", "suspend"),
        ("remove person", "remove person"),
        ("remove", "suspend"),
        ("Contributor", "remove person"),
    ] {
        let world = runtime().block_on(async {
            let world = installation().await;
            world.person(BOB, "Bob", Some(Role::Owner)).await;
            world
        });
        let start = std::sync::Barrier::new(2);
        let outcomes = std::thread::scope(|scope| {
            let hosts = [(first, BOB), (second, USER)].map(|(way, person)| {
                let (place, start) = (&world.place, &start);
                scope.spawn(move || {
                    // A connection of its own, as another host has.
                    let store = Store::new(place.open(), keys());
                    start.wait();
                    runtime().block_on(take(&store, way, person))
                })
            });
            hosts.map(|host| host.join().unwrap())
        });
        assert!(outcomes.contains(&Ok(())), "{first} {second} {outcomes:?}");
        assert!(outcomes.contains(&Err(Error::LastOwner)), "{first} {second} {outcomes:?}");
        let owners = "SELECT COUNT(*) FROM members m JOIN users u ON u.id = m.user_id \
            WHERE m.role = 'Owner' AND m.owner_kind = 1 AND u.status = 1 AND u.name <> 'Eve'";
        assert_eq!(runtime().block_on(world.count(owners)), 1);
    }
}
