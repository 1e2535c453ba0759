//! Versions: a change, what it expects and what it leaves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::metadata::Precondition;
use strongroom_ports::secrets::{Change, Error, SecretStore};
use support::*;

#[tokio::test]
async fn a_new_value_is_a_new_version_and_the_old_ones_stay() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let record = updated(project(1), &key(10), 2);
    let change = next_value(2, &["user", "password"]);
    let after = world.store.update(project(1), &key(10), seen(1, 1), change, record).await.unwrap();
    assert_eq!((after.version, after.revision), (version(2), 2));
    assert_eq!(after.field_names, names(&["user", "password"]));
    assert_eq!(world.store.get(project(1), &key(10)).await, Ok(after));

    let secret = key(10);
    let read = |number| world.store.sealed(project(1), &secret, number, None);
    assert_eq!(read(None).await.unwrap().sealed, sealed(2, &["user", "password"]));
    assert_eq!(read(Some(version(2))).await.unwrap().version, version(2));
    assert_eq!(read(Some(version(1))).await.unwrap().sealed, sealed(1, &["value"]));
    assert_eq!(read(Some(version(3))).await, Err(Error::NotFound));

    let versions = world.store.versions(project(1), &key(10)).await.unwrap();
    let numbers: Vec<u32> = versions.iter().map(|info| info.version.get()).collect();
    assert_eq!(numbers, [2, 1]);
    assert_eq!(versions[1].field_names, names(&["value"]));
}

#[tokio::test]
async fn of_too_many_versions_the_newest_are_listed_and_the_others_can_be_read() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let insert = "INSERT INTO versions \
        SELECT secret_id, version + ?1, owner_key_serial, data_key, field_names, created_at, \
        created_by FROM versions WHERE version = 1";
    world.force_each(1200, insert, |number| vec![Value::Integer(number)]).await;
    let versions = world.store.versions(project(1), &key(10)).await.unwrap();
    let numbers: Vec<u32> = versions.iter().map(|info| info.version.get()).collect();
    assert_eq!(numbers, (202..=1201).rev().collect::<Vec<_>>());
    let oldest = world.store.sealed(project(1), &key(10), Some(version(1)), None).await.unwrap();
    assert_eq!(oldest.version, version(1));
}

#[tokio::test]
async fn a_change_of_metadata_makes_no_version() {
    let world = world().await;
    let before = world.secret(project(1), 10, "db").await;
    let change = Change {
        name: Some("db2".parse().unwrap()),
        description: Some(String::new()),
        labels: Some(vec![]),
        ..Change::default()
    };
    let record = updated(project(1), &key(10), 1);
    let after = world.store.update(project(1), &key(10), seen(1, 1), change, record).await;
    let mut expected = before;
    expected.name = "db2".parse().unwrap();
    expected.description = String::new();
    expected.labels = vec![];
    expected.revision = 2;
    assert_eq!(after, Ok(expected));
    assert_eq!(world.store.versions(project(1), &key(10)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_change_does_not_name_stays() {
    let world = world().await;
    let before = world.secret(project(1), 10, "db").await;
    let record = updated(project(1), &key(10), 2);
    let change = next_value(2, &["value"]);
    let after = world.store.update(project(1), &key(10), seen(1, 1), change, record).await.unwrap();
    assert_eq!(after.name, before.name);
    assert_eq!(after.description, before.description);
    assert_eq!(after.labels, before.labels);
    assert_eq!(after.created, before.created);
}

#[tokio::test]
async fn a_stale_precondition_changes_nothing() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let record = || updated(project(1), &key(10), 2);
    let change = || next_value(2, &["value"]);
    world.store.update(project(1), &key(10), seen(1, 1), change(), record()).await.unwrap();
    let before = world.everything().await;

    let version_alone = Precondition { version: version(1), revision: None };
    for stale in [seen(1, 1), seen(1, 2), seen(2, 1), seen(3, 2), version_alone] {
        assert_eq!(
            world.store.update(project(1), &key(10), stale, change(), record()).await,
            Err(Error::Stale(state(2, 2)))
        );
        let record = deleted(project(1), &key(10));
        assert_eq!(
            world.store.delete(project(1), &key(10), Some(stale), record).await,
            Err(Error::Stale(state(2, 2)))
        );
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn of_changes_at_one_time_one_is_made() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let change = |mark| {
        let record = updated(project(1), &key(10), 2);
        let store = &world.store;
        async move {
            let change = next_value(mark, &["value"]);
            store.update(project(1), &key(10), seen(1, 1), change, record).await
        }
    };
    let (a, b, c) = tokio::join!(change(2), change(3), change(4));
    let outcomes = [a, b, c];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes {
        assert!(matches!(outcome, Ok(_) | Err(Error::Stale(_))), "{outcome:?}");
    }
    assert_eq!(world.records().await, 2);
}

#[tokio::test]
async fn changes_that_leave_the_revision_open_are_all_made() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let change = |text: &str| {
        let change = Change { description: Some(text.to_owned()), ..Change::default() };
        let any = Precondition { version: version(1), revision: None };
        let store = &world.store;
        async move {
            let record = updated(project(1), &key(10), 1);
            store.update(project(1), &key(10), any, change, record).await
        }
    };
    let (a, b, c) = tokio::join!(change("a"), change("b"), change("c"));
    let mut revisions = [a, b, c].map(|outcome| outcome.unwrap().revision);
    revisions.sort_unstable();
    assert_eq!(revisions, [2, 3, 4]);
}
