//! A person comes with an identity token.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_audit::{Facts, Record};
use strongroom_model::audit::{Caller, Credential, Event};
use strongroom_model::{Principal, PrincipalKind, Role};
use strongroom_ports::directory_store::{DirectoryStore, GroupRow, NewPersonRow};
use strongroom_ports::principals::{Arrival, Error, PrincipalStore, Status};
use support::*;

const BOB: u32 = 3;

/// Acme with groups 60 to 62, claimed as `a` to `c`, and one of Other, claimed as `a` too.
async fn acme() -> World {
    let world = installation().await;
    for (number, organization, claim) in
        [(60, ACME, "a"), (61, ACME, "b"), (62, ACME, "c"), (63, OTHER, "a")]
    {
        let claim = Some(claim.to_owned());
        let group = GroupRow { claim, ..group_row(number, organization, &format!("g{number}")) };
        world.store.insert_group(group, note()).await.unwrap();
    }
    world
}

fn arrival(person: u32, groups: &[&str], issued_at: i64) -> Arrival {
    Arrival {
        identity: identity("bob"),
        new_person: person_row(person, "Bob"),
        organization: Some(id(ACME)),
        role: Some(Role::Contributor),
        claimed_groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        issued_at,
    }
}

async fn sign_in(world: &World, groups: &[&str], issued_at: i64) {
    world.store.sign_in(arrival(BOB, groups, issued_at), note()).await.unwrap();
}

async fn groups(world: &World) -> Vec<u32> {
    let found = world.store.groups_of(id(BOB)).await.unwrap();
    (60..70).filter(|number| found.contains(&id(*number))).collect()
}

async fn log(world: &World) -> Vec<Record> {
    let entries = newest(&world.store, organization(ACME), 10).await;
    entries.into_iter().map(|entry| entry.record).collect()
}

#[tokio::test]
async fn who_is_not_known_becomes_what_the_provider_says() {
    let world = acme().await;
    let before = log(&world).await.len();
    sign_in(&world, &["a", "c", "nothing", "a"], NOW).await;
    let presented = world.store.present_person(&identity("bob"), None).await.unwrap().unwrap();
    assert_eq!(presented.person, person_row(BOB, "Bob"));
    assert_eq!(presented.synchronized_at, Some(NOW));
    let contributor = Some(Role::Contributor);
    assert_eq!(world.roles(organization(ACME), BOB).await, (contributor, contributor));
    assert_eq!(groups(&world).await, [60, 62]);

    let log = log(&world).await;
    assert_eq!(log.len(), before + 3);
    let (organization_id, user) = (id(ACME), id(BOB));
    let (joined, left) = (vec![id(60), id(62)], vec![]);
    let expected = [
        Event::GroupsSynchronized { organization: organization_id, user, joined, left },
        Event::MemberSet {
            owner: organization(ACME),
            member: a_user(BOB),
            role: Role::Contributor,
        },
        Event::PersonCreated { organization: Some(organization_id), user },
    ];
    for (record, event) in log.into_iter().zip(expected) {
        let principal = Principal { kind: PrincipalKind::Person, id: user };
        let caller = Some(Caller { principal, credential: Credential::IdentityToken });
        let event = Facts::of(&event, caller.as_ref());
        assert_eq!(record, Record { caller, event, ..note() });
    }
}

#[tokio::test]
async fn a_newer_token_brings_groups_in_line_and_no_role() {
    let world = acme().await;
    sign_in(&world, &["a", "b"], NOW).await;
    world.remove(organization(ACME), a_user(BOB)).await.unwrap();
    sign_in(&world, &["b", "c"], NOW + 10).await;
    assert_eq!(groups(&world).await, [61, 62]);
    // The role is for who is new.
    assert_eq!(world.roles(organization(ACME), BOB).await, NOTHING);
    sign_in(&world, &["c"], NOW + 11).await;
    assert_eq!(groups(&world).await, [62]);
    let (joined, left) = (vec![], vec![id(61)]);
    let event = Event::GroupsSynchronized { organization: id(ACME), user: id(BOB), joined, left };
    assert_eq!(log(&world).await[0].event, Facts::of(&event, None));
}

#[tokio::test]
async fn the_same_token_again_changes_nothing() {
    let world = acme().await;
    sign_in(&world, &["a", "b"], NOW).await;
    let before = world.everything().await;
    sign_in(&world, &["b", "a"], NOW).await;
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn an_older_token_changes_nothing() {
    let world = acme().await;
    sign_in(&world, &["a"], NOW).await;
    let before = world.everything().await;
    sign_in(&world, &["b", "c"], NOW - 1).await;
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn who_was_taken_out_by_hand_is_not_brought_back_by_a_token_from_before() {
    for removal in ["group", "organization", "person"] {
        let world = acme().await;
        sign_in(&world, &["a", "b"], NOW - 5).await;
        let store = &world.store;
        match removal {
            "group" => store.remove_group_member(id(60), id(BOB), note()).await.unwrap(),
            "organization" => world.remove(organization(ACME), a_user(BOB)).await.unwrap(),
            _ => {
                store.remove_person(id(BOB), note()).await.unwrap();
                store.reinstate_person(id(BOB), note()).await.unwrap();
            }
        }
        let left = groups(&world).await;
        assert!(!left.contains(&60), "{removal}");
        // The token that they came with, and every other that was issued until then.
        for issued_at in [NOW - 5, NOW - 1, NOW] {
            sign_in(&world, &["a", "b", "c"], issued_at).await;
            assert_eq!(groups(&world).await, left, "{removal}");
        }
        sign_in(&world, &["a"], NOW + 1).await;
        assert_eq!(groups(&world).await, [60], "{removal}");
    }
}

#[tokio::test]
async fn who_was_added_by_hand_stays_whatever_tokens_claim() {
    let world = acme().await;
    sign_in(&world, &["a"], NOW).await;
    for group in [60, 61] {
        world.store.add_group_member(id(group), id(BOB), note()).await.unwrap();
    }
    let marks = |group| {
        let store = &world.store;
        async move {
            let member = store.group_members(id(group)).await.unwrap().remove(0);
            (member.claimed, member.added)
        }
    };
    assert_eq!((marks(60).await, marks(61).await), ((true, true), (false, true)));
    sign_in(&world, &["b"], NOW).await;
    assert_eq!((marks(60).await, marks(61).await), ((false, true), (true, true)));
    assert_eq!(groups(&world).await, [60, 61]);
}

#[tokio::test]
async fn groups_of_other_organizations_are_not_claimed() {
    let world = acme().await;
    sign_in(&world, &["a"], NOW).await;
    world.store.add_group_member(id(63), id(BOB), note()).await.unwrap();
    let elsewhere = Arrival { organization: Some(id(OTHER)), ..arrival(BOB, &["b"], NOW + 1) };
    world.store.sign_in(elsewhere, note()).await.unwrap();
    // Neither joined by a name that is another organization's, nor lost.
    assert_eq!(groups(&world).await, [60, 63]);
    let nowhere = Arrival { organization: None, ..arrival(BOB, &["b"], NOW + 2) };
    world.store.sign_in(nowhere, note()).await.unwrap();
    assert_eq!(groups(&world).await, [60, 63]);
}

#[tokio::test]
async fn who_may_not_sign_in_stays_as_they_are() {
    for status in [Status::Suspended, Status::Removed] {
        let world = acme().await;
        sign_in(&world, &["a"], NOW).await;
        match status {
            Status::Suspended => world.store.suspend_person(id(BOB), note()).await.unwrap(),
            _ => world.store.remove_person(id(BOB), note()).await.unwrap(),
        }
        let before = world.everything().await;
        sign_in(&world, &["b"], NOW + 60).await;
        assert_eq!(world.everything().await, before, "{status:?}");
    }
}

#[tokio::test]
async fn who_was_made_beforehand_takes_groups_from_the_first_token_and_keeps_their_role() {
    let world = acme().await;
    let identity = Some(identity("bob"));
    let new = NewPersonRow { identity, ..new_person(BOB, "Robert", Some(Role::Maintainer)) };
    world.store.insert_person(new, note()).await.unwrap();
    sign_in(&world, &["a"], 1).await;
    assert_eq!(groups(&world).await, [60]);
    let maintainer = Some(Role::Maintainer);
    assert_eq!(world.roles(organization(ACME), BOB).await, (maintainer, maintainer));
    assert_eq!(world.store.get_person(id(BOB)).await.unwrap().name.as_str(), "Robert");
}

#[test]
fn of_hosts_at_which_a_person_arrives_at_one_time_one_makes_them() {
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    for round in 0..8 {
        let world = runtime().block_on(acme());
        let start = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for host in 0..4 {
                let (place, start) = (&world.place, &start);
                scope.spawn(move || {
                    // A connection of its own, as another host has.
                    let store = strongroom_store::Store::new(place.open(), keys());
                    start.wait();
                    let arrival = arrival(100 + host, &["a", "b"], NOW);
                    runtime().block_on(store.sign_in(arrival, note())).unwrap();
                });
            }
        });
        runtime().block_on(async {
            let identities = "SELECT COUNT(*) FROM identities";
            assert_eq!(world.count(identities).await, 1, "{round}");
            assert_eq!(world.count("SELECT COUNT(*) FROM users WHERE name = 'Bob'").await, 1);
            assert_eq!(world.count("SELECT COUNT(*) FROM group_members").await, 2);
            let made = "SELECT COUNT(*) FROM audit WHERE event = 'person-created'";
            assert_eq!(world.count(made).await, 1);
        });
    }
}

#[tokio::test]
async fn a_provider_of_an_organization_that_is_not_there_is_an_error() {
    let world = acme().await;
    let before = world.everything().await;
    for arrival in [
        Arrival { organization: Some(id(77)), ..arrival(BOB, &["a"], NOW) },
        Arrival { role: Some(Role::Writer), ..arrival(BOB, &["a"], NOW) },
        Arrival { identity: identity("bob\0"), ..arrival(BOB, &["a"], NOW) },
    ] {
        assert_eq!(world.store.sign_in(arrival, note()).await, Err(Error::Internal));
    }
    assert_eq!(world.everything().await, before);
}
