//! Owner keys: a value is stored under the newest or not at all.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::sealed::WrappedOwnerKey;
use strongroom_ports::secrets::{Error, SecretStore};
use support::*;

#[tokio::test]
async fn a_secret_is_sealed_under_the_owners_newest_key_or_not_stored() {
    let world = world().await;
    let insert = |number, serial, new_owner_key| {
        let mut new = new_secret(project(1), number, &format!("name {number}"));
        new.sealed.owner_key_serial = serial;
        new.new_owner_key = new_owner_key;
        let record = created(project(1), &new.key);
        world.store.insert(new, record)
    };
    let none = world.everything().await;
    assert_eq!(insert(10, 1, None).await, Err(Error::OwnerKeyChanged));
    assert_eq!(world.everything().await, none);

    insert(10, 1, Some(owner_key(1))).await.unwrap();
    let one = world.everything().await;
    assert_eq!(insert(11, 1, Some(owner_key(1))).await, Err(Error::OwnerKeyChanged));
    assert_eq!(insert(11, 2, None).await, Err(Error::OwnerKeyChanged));
    assert_eq!(insert(11, 1, Some(owner_key(2))).await, Err(Error::OwnerKeyChanged));
    assert_eq!(world.everything().await, one);

    insert(11, 2, Some(owner_key(2))).await.unwrap();
    assert_eq!(world.store.owner_key(project(1)).await, Ok(Some(owner_key(2))));
    let two = world.everything().await;
    assert_eq!(insert(12, 1, None).await, Err(Error::OwnerKeyChanged));
    let record = updated(project(1), &key(10), 2);
    let old_key = next_value(2, &["value"]);
    assert_eq!(
        world.store.update(project(1), &key(10), seen(1, 1), old_key, record).await,
        Err(Error::OwnerKeyChanged)
    );
    assert_eq!(world.everything().await, two);
}

#[tokio::test]
async fn a_version_comes_with_the_key_it_was_sealed_under() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let mut change = next_value(2, &["value"]);
    change.new_owner_key = Some(owner_key(2));
    change.sealed.as_mut().unwrap().owner_key_serial = 2;
    let record = updated(project(1), &key(10), 2);
    world.store.update(project(1), &key(10), seen(1, 1), change, record).await.unwrap();
    for (number, serial) in [(1, 1), (2, 2)] {
        let read = world.store.sealed(project(1), &key(10), Some(version(number)), None).await;
        assert_eq!(read.unwrap().owner_key.serial, serial);
    }
}

#[tokio::test]
async fn of_two_first_secrets_at_one_time_the_second_is_told_of_the_owner_key() {
    let world = world().await;
    let insert = |number, name: &str| {
        let new = new_secret(project(1), number, name);
        let record = created(project(1), &new.key);
        world.store.insert(new, record)
    };
    let (a, b) = tokio::join!(insert(10, "a"), insert(11, "b"));
    assert_eq!([&a, &b].into_iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!([a, b].contains(&Err(Error::OwnerKeyChanged)));
}

#[tokio::test]
async fn each_owner_has_keys_of_its_own() {
    let world = world().await;
    for (number, owner) in [(1, project(1)), (2, project(2))] {
        let mut new = new_secret(owner, 10 * number, "db");
        let own = WrappedOwnerKey { blob: vec![number as u8; 60], ..owner_key(1) };
        new.new_owner_key = Some(own);
        let record = created(owner, &new.key);
        world.store.insert(new, record).await.unwrap();
    }
    for (number, owner) in [(1, project(1)), (2, project(2))] {
        let read = world.store.sealed(owner, &key(10 * number), None, None).await.unwrap();
        assert_eq!(read.owner_key.blob, [number as u8; 60]);
        assert_eq!(world.store.owner_key(owner).await, Ok(Some(read.owner_key)));
    }
}
