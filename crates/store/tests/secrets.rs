//! Secrets: made, read, revealed, deleted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::metadata::{SortBy, Stamp};
use strongroom_ports::secrets::{Change, Error, SecretStore};
use support::*;

#[tokio::test]
async fn a_new_secret_is_read_back_as_it_was_given() {
    let world = world().await;
    let given = world.secret(project(1), 10, "db").await;
    assert_eq!(given.version, version(1));
    assert_eq!(given.revision, 1);
    assert_eq!(given.created, Stamp { at: NOW, by: id(USER) });
    assert_eq!(given.updated, given.created);
    assert_eq!(given.last_reveal, None);
    assert_eq!(world.store.get(project(1), &key(10)).await, Ok(given.clone()));

    let read = world.store.sealed(project(1), &key(10), None, None).await.unwrap();
    assert_eq!(read.metadata, given);
    assert_eq!(read.version, version(1));
    assert_eq!(read.sealed, sealed(1, &["value"]));
    assert_eq!(read.owner_key, owner_key(1));
}

#[tokio::test]
async fn what_was_stored_is_there_after_reopening() {
    let world = world().await;
    let given = world.secret(project(1), 10, "db").await;
    let place = world.place;
    drop((world.store, world.database));
    let store = strongroom_store::Store::new(place.open(), keys());
    assert_eq!(store.migrate().await, Ok(0));
    assert_eq!(store.get(project(1), &key(10)).await, Ok(given));
}

#[tokio::test]
async fn a_name_is_unique_in_its_owner() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    world.secret(project(1), 11, "other").await;
    let before = world.everything().await;

    let mut second = new_secret(project(1), 12, "db");
    second.new_owner_key = None;
    let record = created(project(1), &second.key);
    assert_eq!(world.store.insert(second, record).await, Err(Error::NameTaken));
    let rename = Change { name: Some("db".parse().unwrap()), ..Change::default() };
    let record = updated(project(1), &key(11), 1);
    assert_eq!(
        world.store.update(project(1), &key(11), seen(1, 1), rename, record).await,
        Err(Error::NameTaken)
    );
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn names_are_compared_exactly() {
    let world = world().await;
    for (number, name) in (10..).zip(["db", "DB", "db1", "e\u{301}", "\u{e9}"]) {
        world.secret(project(1), number, name).await;
    }
}

#[tokio::test]
async fn two_owners_can_use_the_same_name() {
    let world = world().await;
    for (number, owner) in (10..).zip([project(1), project(2), organization(1), user(1)]) {
        world.secret(owner, number, "db").await;
    }
}

#[tokio::test]
async fn a_deleted_secret_is_out_of_sight_and_its_name_is_free() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let kept = world.secret(project(1), 11, "other").await;
    let record = deleted(project(1), &key(10));
    world.store.delete(project(1), &key(10), Some(seen(1, 1)), record).await.unwrap();
    let store = &world.store;
    assert_eq!(store.get(project(1), &key(10)).await, Err(Error::NotFound));
    assert_eq!(store.versions(project(1), &key(10)).await, Err(Error::NotFound));
    let sealed = store.sealed(project(1), &key(10), None, None).await;
    assert_eq!(sealed, Err(Error::NotFound));
    let record = revealed(project(1), &key(10));
    let revealed = store.record_reveal(project(1), &key(10), record).await;
    assert_eq!(revealed, Err(Error::NotFound));
    let record = deleted(project(1), &key(10));
    let again = store.delete(project(1), &key(10), None, record).await;
    assert_eq!(again, Err(Error::NotFound));
    assert_eq!(store.list(project(1), query(SortBy::Name)).await.unwrap().entries, [kept]);
    world.secret(project(1), 12, "db").await;
}

#[tokio::test]
async fn a_delete_without_a_precondition_takes_any_state() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let record = deleted(project(1), &key(10));
    assert_eq!(world.store.delete(project(1), &key(10), None, record).await, Ok(()));
}

#[tokio::test]
async fn a_reveal_is_recorded_and_kept_as_the_last() {
    let world = world().await;
    let before = world.secret(project(1), 10, "db").await;
    let record = revealed(project(1), &key(10));
    world.store.record_reveal(project(1), &key(10), record).await.unwrap();
    let after = world.store.get(project(1), &key(10)).await.unwrap();
    assert_eq!(after.last_reveal, Some(Stamp { at: NOW, by: id(USER) }));
    assert_eq!((after.version, after.revision), (before.version, before.revision));
    assert_eq!(world.records().await, 2);
}

#[tokio::test]
async fn some_fields_can_be_had_without_the_others() {
    let world = world().await;
    let mut new = new_secret(project(1), 10, "db");
    new.sealed = sealed(1, &["user", "password", "host"]);
    let record = created(project(1), &new.key);
    world.store.insert(new, record).await.unwrap();

    let secret = key(10);
    let read = |fields: &[&str]| world.store.sealed(project(1), &secret, None, Some(names(fields)));
    assert_eq!(read(&["password"]).await.unwrap().sealed, sealed(1, &["password"]));
    assert_eq!(read(&["host", "user", "host"]).await.unwrap().sealed, sealed(1, &["user", "host"]));
    assert_eq!(read(&[]).await.unwrap().sealed, sealed(1, &[]));
    assert_eq!(read(&["user", "port"]).await, Err(Error::NotFound));
    assert_eq!(read(&["USER"]).await, Err(Error::NotFound));
}

#[tokio::test]
async fn a_change_by_nobody_is_refused() {
    let world = world().await;
    let new = new_secret(project(1), 10, "db");
    let mut record = created(project(1), &new.key);
    record.caller = None;
    assert_eq!(world.store.insert(new, record).await, Err(Error::Internal));
    assert_eq!(world.records().await, 0);
}
