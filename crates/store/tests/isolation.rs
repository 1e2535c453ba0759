//! What is another tenant's and what is damaged: neither is mistaken for anything else.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::{Database, Durability, Statement};
use strongroom_model::Owner;
use strongroom_ports::secrets::{Error, SecretStore};
use support::*;

#[tokio::test]
async fn a_secret_is_found_under_its_owner_and_its_type_only() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    world.secret(project(2), 20, "theirs").await;
    let before = world.everything().await;
    let mut other_type = key(10);
    other_type.type_name = "Other".parse().unwrap();
    let same_id = Owner { kind: organization(1).kind, id: project(1).id };
    for (owner, key) in [
        (project(2), key(10)),
        (same_id, key(10)),
        (user(1), key(10)),
        (project(1), other_type),
        (project(1), key(11)),
        (project(1), key(20)),
    ] {
        let store = &world.store;
        assert_eq!(store.get(owner, &key).await, Err(Error::NotFound));
        assert_eq!(store.versions(owner, &key).await, Err(Error::NotFound));
        assert_eq!(store.sealed(owner, &key, None, None).await, Err(Error::NotFound));
        let one = Some(version(1));
        let fields = Some(names(&["value"]));
        assert_eq!(store.sealed(owner, &key, one, fields).await, Err(Error::NotFound));
        let change = next_value(2, &["value"]);
        assert_eq!(
            store.update(owner, &key, seen(1, 1), change, updated(owner, &key, 2)).await,
            Err(Error::NotFound)
        );
        for expected in [None, Some(seen(1, 1)), Some(seen(9, 9))] {
            assert_eq!(
                store.delete(owner, &key, expected, deleted(owner, &key)).await,
                Err(Error::NotFound)
            );
        }
        assert_eq!(
            store.record_reveal(owner, &key, revealed(owner, &key)).await,
            Err(Error::NotFound)
        );
    }
    assert_eq!(world.everything().await, before);
    assert_eq!(world.store.owner_key(project(3)).await, Ok(None));
}

#[tokio::test]
async fn what_is_lost_does_not_look_deleted() {
    for damage in [
        "DELETE FROM owner_keys",
        "DELETE FROM fields WHERE name = 'password'",
        "DELETE FROM fields",
        "UPDATE fields SET name = 'other' WHERE name = 'password'",
        "UPDATE fields SET ciphertext = 'text' WHERE name = 'password'",
        "UPDATE versions SET field_names = 'user'",
        "UPDATE versions SET owner_key_serial = 7",
        "UPDATE secrets SET version = 2",
        "UPDATE secrets SET labels = '{}'",
        "UPDATE secrets SET name = ''",
        "UPDATE secrets SET revision = -1",
        "UPDATE secrets SET last_reveal_at = 1",
        "UPDATE secrets SET created_by = x'00'",
    ] {
        if TYPED && damage.contains("ciphertext = 'text'") {
            continue;
        }
        let world = world().await;
        let mut new = new_secret(project(1), 10, "db");
        new.sealed = sealed(1, &["user", "password"]);
        let record = created(project(1), &new.key);
        world.store.insert(new, record).await.unwrap();
        world.force(damage).await;
        let read = world.store.sealed(project(1), &key(10), None, None).await;
        assert_eq!(read, Err(Error::Internal), "{damage}");
    }
}

#[tokio::test]
async fn a_secret_without_versions_is_an_error() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let delete =
        |sql: &'static str| Statement { sql: sql.into(), parameters: vec![], expect: Some(1) };
    let batch = vec![delete("DELETE FROM fields"), delete("DELETE FROM versions")];
    world.database.write(batch, Durability::Process).await.unwrap();
    assert_eq!(world.store.versions(project(1), &key(10)).await, Err(Error::Internal));
    let sealed = world.store.sealed(project(1), &key(10), Some(version(1)), None).await;
    assert_eq!(sealed, Err(Error::Internal));
}
