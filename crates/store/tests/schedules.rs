//! For how long values are good.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_audit::Record;
use strongroom_model::metadata::Metadata;
use strongroom_model::{Period, Schedule};
use strongroom_ports::secrets::{Change, NewSecret, SecretStore};
use support::*;

const fn schedule(expires_at: Option<i64>, every: u32, next: i64) -> Schedule {
    Schedule { expires_at, rotation: Some(Period { every, next }) }
}

async fn change(world: &World, before: &Metadata, change: Change, at: i64) -> Metadata {
    let to = before.version.get() + u32::from(change.sealed.is_some());
    let record = Record { at, ..updated(project(1), &before.key, to) };
    let seen = seen(before.version.get(), before.revision);
    let after = world.store.update(project(1), &before.key, seen, change, record).await.unwrap();
    assert_eq!(world.store.get(project(1), &before.key).await.as_ref(), Ok(&after));
    after
}

#[tokio::test]
async fn a_schedule_is_read_back_as_it_was_given() {
    let world = world().await;
    let plain = world.secret(project(1), 10, "plain").await;
    assert_eq!(plain.schedule, Schedule::default());
    let new = NewSecret {
        expires_at: Some(NOW + 5),
        rotate_every: Some(3600),
        new_owner_key: None,
        ..new_secret(project(1), 11, "scheduled")
    };
    let record = created(project(1), &new.key);
    let given = world.store.insert(new, record).await.unwrap();
    assert_eq!(given.schedule, schedule(Some(NOW + 5), 3600, NOW + 3600));
    for secret in [plain, given] {
        assert_eq!(world.store.get(project(1), &secret.key).await, Ok(secret));
    }
}

#[tokio::test]
async fn a_period_counts_from_when_the_value_became_the_current_one() {
    let world = world().await;
    let made = world.secret(project(1), 10, "db").await;
    let every = |seconds| Change { rotate_every: Some(seconds), ..Change::default() };
    // However late it is said.
    let set = change(&world, &made, every(Some(3600)), NOW + 50).await;
    assert_eq!(set.schedule, schedule(None, 3600, NOW + 3600));
    let longer = change(&world, &set, every(Some(7200)), NOW + 60).await;
    assert_eq!(longer.schedule, schedule(None, 7200, NOW + 7200));
    let described = Change { description: Some("new".to_owned()), ..Change::default() };
    let described = change(&world, &longer, described, NOW + 70).await;
    assert_eq!(described.schedule, longer.schedule);
    let valued = change(&world, &described, next_value(2, &["value"]), NOW + 100).await;
    assert_eq!(valued.schedule, schedule(None, 7200, NOW + 7300));
    let never = change(&world, &valued, every(None), NOW + 200).await;
    assert_eq!(never.schedule, Schedule::default());
    let again = change(&world, &never, every(Some(3600)), NOW + 300).await;
    assert_eq!(again.schedule, schedule(None, 3600, NOW + 3700));
}

#[tokio::test]
async fn an_end_is_of_the_value_and_goes_with_it() {
    let world = world().await;
    let made = world.secret(project(1), 10, "db").await;
    let ends = |at| Change { expires_at: Some(at), ..Change::default() };
    let set = change(&world, &made, ends(Some(NOW + 9)), NOW).await;
    assert_eq!(set.schedule.expires_at, Some(NOW + 9));
    let valued = change(&world, &set, next_value(2, &["value"]), NOW).await;
    assert_eq!(valued.schedule.expires_at, None);
    let both = Change { expires_at: Some(Some(NOW + 8)), ..next_value(3, &["value"]) };
    let both = change(&world, &valued, both, NOW).await;
    assert_eq!(both.schedule.expires_at, Some(NOW + 8));
    let without = change(&world, &both, ends(None), NOW).await;
    assert_eq!(without.schedule.expires_at, None);
}
