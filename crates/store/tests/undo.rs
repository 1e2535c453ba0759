//! What is deleted: kept for a time, brought back, gone for good.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_audit::Record;
use strongroom_model::Owner;
use strongroom_model::metadata::{ListQuery, Metadata, SortBy, Stamp};
use strongroom_ports::secrets::{Error, SecretStore};
use support::*;

async fn delete(world: &World, number: u32, at: i64) {
    let record = Record { at, ..deleted(project(1), &key(number)) };
    world.store.delete(project(1), &key(number), None, record).await.unwrap();
}

async fn restore(world: &World, number: u32, name: Option<&str>) -> Result<Metadata, Error> {
    let name = name.map(|name| name.parse().unwrap());
    let record = restored(project(1), &key(number));
    world.store.restore(project(1), &key(number), name, record).await
}

async fn purge(world: &World, number: u32) -> Result<(), Error> {
    world.store.purge(project(1), &key(number), purged(project(1), &key(number))).await
}

async fn listed(world: &World, owner: Owner, query: ListQuery) -> Vec<Metadata> {
    let query = ListQuery { deleted: true, ..query };
    world.store.list(owner, query).await.unwrap().entries
}

#[tokio::test]
async fn what_is_restored_is_as_it_was_with_all_its_versions() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let record = updated(project(1), &key(10), 2);
    let change = next_value(2, &["value", "user"]);
    let before =
        world.store.update(project(1), &key(10), seen(1, 1), change, record).await.unwrap();
    let sealed = world.store.sealed(project(1), &key(10), None, None).await.unwrap().sealed;
    delete(&world, 10, NOW + 5).await;

    let found = world.store.get_deleted(project(1), &key(10)).await.unwrap();
    let updated = Stamp { at: NOW + 5, by: id(USER) };
    assert_eq!(found, Metadata { revision: 3, updated, ..before.clone() });
    let back = restore(&world, 10, None).await.unwrap();
    assert_eq!(back, Metadata { revision: 4, ..before });
    assert_eq!(world.store.get(project(1), &key(10)).await.as_ref(), Ok(&back));
    assert_eq!(world.store.versions(project(1), &key(10)).await.unwrap().len(), 2);
    let again = world.store.sealed(project(1), &key(10), None, None).await.unwrap();
    assert_eq!((again.sealed, again.metadata), (sealed, back));
    assert_eq!(restore(&world, 10, None).await, Err(Error::NotFound));
    assert_eq!(world.records().await, 4);
}

#[tokio::test]
async fn several_of_one_name_can_be_deleted_and_one_of_them_has_it_again() {
    let world = world().await;
    for number in [10, 11, 12] {
        world.secret(project(1), number, "db").await;
        delete(&world, number, NOW).await;
    }
    assert_eq!(restore(&world, 11, None).await.unwrap().name.as_str(), "db");
    let before = world.everything().await;
    assert_eq!(restore(&world, 12, None).await, Err(Error::NameTaken));
    assert_eq!(world.everything().await, before);
    assert_eq!(restore(&world, 12, Some("db 2")).await.unwrap().name.as_str(), "db 2");
    let names = listed(&world, project(1), query(SortBy::Name)).await;
    assert_eq!((names.len(), names[0].name.as_str()), (1, "db"));
}

#[tokio::test]
async fn deleted_secrets_are_listed_by_when_a_page_at_a_time_and_counted() {
    let world = world().await;
    for (number, at) in [(10, 3), (11, 1), (12, 4), (13, 2)] {
        world.secret(project(1), number, &format!("secret {number}")).await;
        delete(&world, number, NOW + at).await;
    }
    world.secret(project(1), 14, "kept").await;
    let newest = ListQuery { descending: true, limit: 3, count: true, ..query(SortBy::Updated) };
    let first = ListQuery { deleted: true, ..newest };
    let page = world.store.list(project(1), first.clone()).await.unwrap();
    assert_eq!(page.total, Some(4));
    let second = ListQuery { cursor: page.next.clone(), ..first };
    let rest = world.store.list(project(1), second).await.unwrap();
    let all = [page.entries, rest.entries].concat();
    let numbers: Vec<_> = all.into_iter().map(|entry| entry.key).collect();
    assert_eq!(numbers, [12, 10, 13, 11].map(key));
    for owner in [project(2), organization(1), user(1)] {
        assert!(listed(&world, owner, query(SortBy::Updated)).await.is_empty());
    }
}

#[tokio::test]
async fn what_is_purged_leaves_no_ciphertext_and_no_data_key() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    let kept = world.secret(project(1), 11, "other").await;
    let change = next_value(2, &["value"]);
    let record = updated(project(1), &key(10), 2);
    world.store.update(project(1), &key(10), seen(1, 1), change, record).await.unwrap();
    assert_eq!(purge(&world, 10).await, Err(Error::NotFound), "only what is deleted");
    delete(&world, 10, NOW).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM fields").await, 3);
    purge(&world, 10).await.unwrap();
    for left in [
        "SELECT COUNT(*) FROM secrets",
        "SELECT COUNT(*) FROM versions",
        "SELECT COUNT(*) FROM fields",
    ] {
        assert_eq!(world.count(left).await, 1, "{left}");
    }
    assert_eq!(world.store.get(project(1), &key(11)).await, Ok(kept));
    assert_eq!(purge(&world, 10).await, Err(Error::NotFound));
    assert_eq!(restore(&world, 10, None).await, Err(Error::NotFound));
}

#[tokio::test]
async fn a_deleted_secret_is_found_under_its_owner_and_its_type_only() {
    let world = world().await;
    world.secret(project(1), 10, "db").await;
    delete(&world, 10, NOW).await;
    let before = world.everything().await;
    let mut other_type = key(10);
    other_type.type_name = "Registry".parse().unwrap();
    let wrong = [
        (project(2), key(10)),
        (organization(1), key(10)),
        (user(1), key(10)),
        (project(1), key(11)),
        (project(1), other_type),
    ];
    for (owner, key) in wrong {
        let store = &world.store;
        assert_eq!(store.get_deleted(owner, &key).await, Err(Error::NotFound));
        let back = store.restore(owner, &key, None, restored(owner, &key)).await;
        assert_eq!(back, Err(Error::NotFound));
        assert_eq!(store.purge(owner, &key, purged(owner, &key)).await, Err(Error::NotFound));
    }
    assert_eq!(world.everything().await, before);
}
