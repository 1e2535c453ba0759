//! The next value of a rotation: kept, promoted, given up.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_audit::Record;
use strongroom_model::audit::Event;
use strongroom_model::{Outcome, Owner, Period, Rotation, RotationStep, Schedule, SecretKey};
use strongroom_ports::secrets::{Change, Error, NextValue, SecretStore};
use support::{
    NOW, World, key, names, next_value, owner_key, project, record, sealed, seen, state, updated,
    version,
};

const STEPS: [RotationStep; 3] = [RotationStep::Set, RotationStep::Test, RotationStep::Finish];

fn next(mark: u8, fields: &[&str]) -> NextValue {
    NextValue { sealed: sealed(mark, fields), new_owner_key: None }
}

fn at(step: RotationStep, number: u32) -> Rotation {
    Rotation { step, version: version(number) }
}

fn stepped(owner: Owner, secret: &SecretKey, step: RotationStep) -> Record {
    record(Event::RotationStepped {
        owner,
        secret: secret.clone(),
        version: version(2),
        step,
        outcome: Outcome::Done,
    })
}

async fn begun() -> (World, Owner, SecretKey) {
    let world = support::world().await;
    let (owner, key) = (project(1), key(1));
    world.secret(owner, 1, "db").await;
    let audit = stepped(owner, &key, RotationStep::Create);
    let kept = next(2, &["password", "value"]);
    world.store.begin_rotation(owner, &key, version(1), kept, audit).await.unwrap();
    (world, owner, key)
}

async fn advance(world: &World, owner: Owner, key: &SecretKey, steps: &[RotationStep]) {
    for pair in steps.windows(2) {
        let audit = stepped(owner, key, pair[0]);
        world.store.advance_rotation(owner, key, at(pair[0], 2), pair[1], audit).await.unwrap();
    }
}

async fn kept(world: &World) -> i64 {
    world.count("SELECT COUNT(*) FROM next_versions").await
        + world.count("SELECT COUNT(*) FROM next_fields").await
}

#[tokio::test]
async fn a_next_value_is_kept_beside_the_versions() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    let found = store.get(owner, &key).await.unwrap();
    assert_eq!(found.rotation, Some(at(RotationStep::Set, 2)));
    assert_eq!((found.version, found.revision), (version(1), 1));
    assert_eq!(store.versions(owner, &key).await.unwrap().len(), 1);
    assert_eq!(
        store.sealed(owner, &key, Some(version(2)), None).await.unwrap_err(),
        Error::NotFound
    );
    let (value, under) = store.next_value(owner, &key, version(2)).await.unwrap();
    assert_eq!(value, sealed(2, &["password", "value"]));
    assert_eq!(under, owner_key(1));
    assert_eq!(world.records().await, 2);
}

#[tokio::test]
async fn a_promoted_value_is_the_current_version_and_kept_no_longer() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    advance(&world, owner, &key, &STEPS).await;
    let audit = stepped(owner, &key, RotationStep::Finish);
    let promoted = store.promote_next(owner, &key, version(2), audit).await.unwrap();
    assert_eq!(promoted, store.get(owner, &key).await.unwrap());
    assert_eq!((promoted.version, promoted.revision), (version(2), 2));
    assert_eq!(promoted.field_names, names(&["password", "value"]));
    assert_eq!(promoted.rotation, Some(at(RotationStep::Revoke, 2)));
    let current = store.sealed(owner, &key, None, None).await.unwrap();
    assert_eq!(current.sealed, sealed(2, &["password", "value"]));
    assert_eq!(store.versions(owner, &key).await.unwrap().len(), 2);
    assert_eq!(kept(&world).await, 0);

    let audit = stepped(owner, &key, RotationStep::Revoke);
    store.end_rotation(owner, &key, at(RotationStep::Revoke, 2), audit).await.unwrap();
    assert_eq!(store.get(owner, &key).await.unwrap().rotation, None);
    assert_eq!(world.records().await, 6);
}

#[tokio::test]
async fn a_promoted_value_begins_its_period_anew_and_has_no_end_yet() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    let change = Change {
        expires_at: Some(Some(NOW + 9)),
        rotate_every: Some(Some(3600)),
        ..Change::default()
    };
    let record = updated(owner, &key, 1);
    store.update(owner, &key, seen(1, 1), change, record).await.unwrap();
    advance(&world, owner, &key, &STEPS).await;
    let audit = Record { at: NOW + 100, ..stepped(owner, &key, RotationStep::Finish) };
    let promoted = store.promote_next(owner, &key, version(2), audit).await.unwrap();
    let rotation = Some(Period { every: 3600, next: NOW + 3700 });
    assert_eq!(promoted.schedule, Schedule { expires_at: None, rotation });
    assert_eq!(promoted, store.get(owner, &key).await.unwrap());
}

#[tokio::test]
async fn of_two_that_rotate_one_is_told_and_nothing_is_written() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    let before = world.everything().await;
    let audit = || stepped(owner, &key, RotationStep::Create);
    let again = store.begin_rotation(owner, &key, version(1), next(3, &["value"]), audit()).await;
    assert_eq!(again, Err(Error::RotationChanged));
    for (seen, to) in [
        (at(RotationStep::Test, 2), RotationStep::Finish),
        (at(RotationStep::Set, 3), RotationStep::Test),
    ] {
        let answer = store.advance_rotation(owner, &key, seen, to, audit()).await;
        assert_eq!(answer, Err(Error::RotationChanged));
    }
    let early = store.promote_next(owner, &key, version(2), audit()).await;
    assert_eq!(early, Err(Error::RotationChanged));
    let end = store.end_rotation(owner, &key, at(RotationStep::Revoke, 2), audit()).await;
    assert_eq!(end, Err(Error::RotationChanged));
    assert_eq!(
        store.next_value(owner, &key, version(3)).await.unwrap_err(),
        Error::RotationChanged
    );
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_rotation_begins_only_from_the_version_that_was_seen() {
    let world = support::world().await;
    let (owner, key) = (project(1), key(1));
    world.secret(owner, 1, "db").await;
    let before = world.everything().await;
    let audit = || stepped(owner, &key, RotationStep::Create);
    let store = &world.store;
    let stale = store.begin_rotation(owner, &key, version(2), next(2, &["value"]), audit()).await;
    assert_eq!(stale, Err(Error::Stale(state(1, 1))));
    let elsewhere =
        store.begin_rotation(project(2), &key, version(1), next(2, &["value"]), audit());
    assert_eq!(elsewhere.await, Err(Error::NotFound));
    let mut other = next(2, &["value"]);
    other.sealed.owner_key_serial = 2;
    let unwrapped = store.begin_rotation(owner, &key, version(1), other, audit()).await;
    assert_eq!(unwrapped, Err(Error::OwnerKeyChanged));
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_new_value_meanwhile_drops_the_next_one() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    advance(&world, owner, &key, &STEPS).await;
    let change = next_value(3, &["value"]);
    let audit = updated(owner, &key, 2);
    let changed = store.update(owner, &key, seen(1, 1), change, audit).await.unwrap();
    assert_eq!(changed, store.get(owner, &key).await.unwrap());
    assert_eq!(changed.rotation, None);
    assert_eq!(kept(&world).await, 0);
    let audit = stepped(owner, &key, RotationStep::Finish);
    let promoted = store.promote_next(owner, &key, version(2), audit).await;
    assert_eq!(promoted, Err(Error::RotationChanged));
    let current = store.sealed(owner, &key, None, None).await.unwrap();
    assert_eq!(current.sealed, sealed(3, &["value"]));
}

#[tokio::test]
async fn a_new_name_meanwhile_does_not() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    let rename = Change { name: Some("renamed".parse().unwrap()), ..Change::default() };
    let renamed = store.update(owner, &key, seen(1, 1), rename, updated(owner, &key, 1)).await;
    assert_eq!(renamed.unwrap().rotation, Some(at(RotationStep::Set, 2)));
    advance(&world, owner, &key, &STEPS).await;
    let audit = stepped(owner, &key, RotationStep::Finish);
    let promoted = store.promote_next(owner, &key, version(2), audit).await.unwrap();
    assert_eq!((promoted.name.as_str(), promoted.revision), ("renamed", 3));
}

#[tokio::test]
async fn a_new_value_does_not_forget_what_is_to_be_revoked() {
    let (world, owner, key) = begun().await;
    let store = &world.store;
    advance(&world, owner, &key, &STEPS).await;
    let audit = stepped(owner, &key, RotationStep::Finish);
    store.promote_next(owner, &key, version(2), audit).await.unwrap();
    let audit = updated(owner, &key, 3);
    let change = next_value(3, &["value"]);
    let changed = store.update(owner, &key, seen(2, 2), change, audit).await.unwrap();
    assert_eq!(changed.rotation, Some(at(RotationStep::Revoke, 2)));
    assert_eq!(changed, store.get(owner, &key).await.unwrap());
}

#[tokio::test]
async fn what_is_given_up_leaves_nothing() {
    let (world, owner, key) = begun().await;
    let dropped = Event::RotationDropped { owner, secret: key.clone(), version: version(2) };
    let set = at(RotationStep::Set, 2);
    world.store.end_rotation(owner, &key, set, record(dropped)).await.unwrap();
    assert_eq!(kept(&world).await, 0);
    assert_eq!(world.store.get(owner, &key).await.unwrap().rotation, None);
    // And another can begin.
    let audit = stepped(owner, &key, RotationStep::Create);
    let again = world.store.begin_rotation(owner, &key, version(1), next(3, &["value"]), audit);
    again.await.unwrap();
}

#[tokio::test]
async fn a_purged_secret_takes_its_next_value_along() {
    let (world, owner, key) = begun().await;
    world.store.delete(owner, &key, None, support::deleted(owner, &key)).await.unwrap();
    assert_eq!(kept(&world).await, 3, "a restored one goes on");
    world.store.purge(owner, &key, support::purged(owner, &key)).await.unwrap();
    assert_eq!(kept(&world).await, 0);
}

#[tokio::test]
async fn a_lost_field_of_a_next_value_is_no_smaller_value() {
    let (world, owner, key) = begun().await;
    world.force("DELETE FROM next_fields WHERE name = 'password'").await;
    let found = world.store.next_value(owner, &key, version(2)).await;
    assert_eq!(found.unwrap_err(), Error::Internal);
}
