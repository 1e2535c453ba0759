//! People.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::{Role, limits};
use strongroom_ports::directory_store::{DirectoryStore, NewPersonRow};
use strongroom_ports::principals::{Error, PersonRow, PrincipalStore, Status};
use support::*;

const BOB: u32 = 3;

async fn found(world: &World, organization: Option<u32>, search: Option<&str>) -> Vec<String> {
    let people = world.store.people(organization.map(id), search).await.unwrap();
    people.into_iter().map(|(person, _)| person.name.into()).collect()
}

#[tokio::test]
async fn a_person_is_made_with_all_that_they_begin_with() {
    let world = installation().await;
    let store = &world.store;
    let bob = NewPersonRow {
        identity: Some(identity("bob")),
        token: Some(token_row(103, BOB)),
        ..new_person(BOB, "Bob", Some(Role::Maintainer))
    };
    store.insert_person(bob.clone(), note()).await.unwrap();
    assert_eq!(store.get_person(id(BOB)).await, Ok(person_row(BOB, "Bob")));
    let presented = store.present_token(id(103), Some(organization(ACME))).await.unwrap().unwrap();
    assert_eq!(presented.standing.unwrap().role, Some(Role::Maintainer));
    assert!(store.present_person(&identity("bob"), None).await.unwrap().is_some());

    let before = world.everything().await;
    // Whose identity it is is known already; nothing of the other person is made.
    let same = NewPersonRow { person: person_row(4, "Rob"), token: Some(token_row(104, 4)), ..bob };
    assert_eq!(store.insert_person(same, note()).await, Err(Error::NameTaken));
    let nowhere = NewPersonRow { organization: id(77), ..new_person(4, "Rob", None) };
    assert_eq!(store.insert_person(nowhere, note()).await, Err(Error::NotFound));
    for wrong in [
        new_person(4, "Rob", Some(Role::Writer)),
        NewPersonRow { identity: Some(identity("r\0b")), ..new_person(4, "Rob", None) },
    ] {
        assert_eq!(store.insert_person(wrong, note()).await, Err(Error::Internal));
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_person_is_renamed_and_who_is_not_there_is_not_found() {
    let world = installation().await;
    let store = &world.store;
    store.rename_person(id(USER), "Ada L.".parse().unwrap(), note()).await.unwrap();
    assert_eq!(store.get_person(id(USER)).await.unwrap().name.as_str(), "Ada L.");
    let before = world.everything().await;
    let nobody = id(77);
    assert_eq!(store.get_person(nobody).await, Err(Error::NotFound));
    let renamed = store.rename_person(nobody, "X".parse().unwrap(), note()).await;
    assert_eq!(renamed, Err(Error::NotFound));
    assert_eq!(store.suspend_person(nobody, note()).await, Err(Error::NotFound));
    assert_eq!(store.reinstate_person(nobody, note()).await, Err(Error::NotFound));
    assert_eq!(store.remove_person(nobody, note()).await, Err(Error::NotFound));
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn people_of_an_organization_are_those_in_it_in_its_projects_and_in_its_groups() {
    let world = installation().await;
    for (number, name) in [(3, "By role"), (4, "By project"), (5, "By group"), (6, "By both")] {
        world.person(number, name, None).await;
    }
    world.group(60, ACME, "g", &[5, 6]).await;
    world.set(organization(ACME), a_user(3), Role::Contributor).await.unwrap();
    world.set(project(ALPHA), a_user(4), Role::Reader).await.unwrap();
    world.set(organization(ACME), a_user(6), Role::Contributor).await.unwrap();
    world.set(organization(ACME), a_group(60), Role::Maintainer).await.unwrap();
    let people = world.store.people(Some(id(ACME)), None).await.unwrap();
    let roles: Vec<_> = people.iter().map(|(person, role)| (person.name.as_str(), *role)).collect();
    assert_eq!(
        roles,
        [
            ("Ada", Some(Role::Owner)),
            ("By both", Some(Role::Maintainer)),
            ("By group", Some(Role::Maintainer)),
            ("By project", None),
            ("By role", Some(Role::Contributor)),
        ]
    );
    assert_eq!(found(&world, Some(OTHER), None).await, ["Eve"]);
    assert_eq!(found(&world, Some(77), None).await, Vec::<String>::new());
    for number in 3..=6 {
        assert_eq!(world.store.organizations_of(id(number)).await, Ok(vec![id(ACME)]));
    }
    assert_eq!(found(&world, None, None).await.len(), 6);
}

#[tokio::test]
async fn a_search_finds_a_part_of_the_name_or_the_address_and_takes_nothing_for_a_wildcard() {
    let world = installation().await;
    for (number, name, email) in [
        (3, "100% Bob", Some("bob_smith@example.com")),
        (4, "Bob!", Some("BOBX@EXAMPLE.COM")),
        (5, "Zoë", None),
    ] {
        let mut new = new_person(number, name, Some(Role::Contributor));
        new.person = PersonRow { email: email.map(str::to_owned), ..new.person };
        world.store.insert_person(new, note()).await.unwrap();
    }
    for (search, expected) in [
        ("bob", &["100% Bob", "Bob!"][..]),
        ("BOB", &["100% Bob", "Bob!"]),
        ("%", &["100% Bob"]),
        ("_", &["100% Bob"]),
        ("!", &["Bob!"]),
        ("bobx@example", &["Bob!"]),
        ("zoë", &["Zoë"]),
        ("b%b", &[]),
        ("nobody", &[]),
        ("bob\0", &[]),
    ] {
        assert_eq!(found(&world, Some(ACME), Some(search)).await, expected, "{search:?}");
        assert_eq!(found(&world, None, Some(search)).await, expected, "{search:?}");
    }
    assert_eq!(found(&world, Some(OTHER), Some("bob")).await, Vec::<String>::new());
    assert_eq!(found(&world, None, Some("")).await.len(), 5);
    assert_eq!(found(&world, None, Some(&"b".repeat(256))).await, Vec::<String>::new());
}

#[tokio::test]
async fn who_was_removed_is_still_listed_with_all_and_in_no_organization() {
    let world = installation().await;
    world.person(BOB, "Bob", Some(Role::Contributor)).await;
    world.store.remove_person(id(BOB), note()).await.unwrap();
    let all = world.store.people(None, Some("bob")).await.unwrap();
    assert_eq!((all[0].0.status, all[0].1), (Status::Removed, None));
    assert_eq!(found(&world, Some(ACME), None).await, ["Ada"]);
}

#[tokio::test]
async fn of_too_many_the_first_by_name_are_listed() {
    let world = installation().await;
    let insert = "INSERT INTO users (id, name, created_at) VALUES (?1, ?2, 1)";
    let named = |number| vec![far_id(number), Value::Text(format!("B{number:04}"))];
    world.force_each(1200, insert, named).await;
    let all = found(&world, None, None).await;
    assert_eq!(all.len(), limits::LIST_ENTRIES as usize);
    assert_eq!((all[0].as_str(), all[999].as_str()), ("Ada", "B0999"));
}
