//! Migrations.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_store::{SchemaError, Store};
use support::*;

#[tokio::test]
async fn each_migration_is_applied_once() {
    let place = Place::new();
    let store = Store::new(place.open(), ());
    assert!(store.migrate().await.unwrap() > 0);
    assert_eq!(store.migrate().await, Ok(0));
}

#[tokio::test]
async fn nothing_is_applied_to_the_database_of_a_newer_program() {
    let world = world().await;
    let known = u32::try_from(world.count("SELECT MAX(number) FROM migrations").await).unwrap();
    world.force("INSERT INTO migrations SELECT MAX(number) + 1 FROM migrations").await;
    let before = world.ask(SCHEMA).await;
    let refused = world.store.migrate().await;
    assert_eq!(refused, Err(SchemaError::TooNew { found: known + 1, known }));
    assert_eq!(world.ask(SCHEMA).await, before);
}

#[tokio::test]
async fn a_list_of_migrations_with_a_gap_is_an_error() {
    let world = world().await;
    world.force("UPDATE migrations SET number = number + 100").await;
    assert_eq!(world.store.migrate().await, Err(SchemaError::Internal));
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    let world = World::at(Place::new());
    // The last statement of the first migration finds its name taken.
    world.force("CREATE TABLE audit_by_owner (x INTEGER)").await;
    assert_eq!(world.store.migrate().await, Err(SchemaError::Internal));
    assert_eq!(world.count("SELECT COUNT(*) FROM migrations").await, 0);
    let tables = world.ask(TABLES).await;
    assert!(!tables.contains(&vec![Value::Text("secrets".to_owned())]), "{tables:?}");
    world.force("DROP TABLE audit_by_owner").await;
    assert!(world.store.migrate().await.unwrap() > 0);
}

#[test]
fn programs_that_start_together_apply_each_migration_once() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let all = runtime.block_on(Store::new(Place::new().open(), ()).migrate()).unwrap();
    for _ in 0..8 {
        let place = Place::new();
        drop(place.open());
        let start = std::sync::Barrier::new(3);
        let applied: Vec<u32> = std::thread::scope(|scope| {
            let programs: Vec<_> = (0..3)
                .map(|_| {
                    scope.spawn(|| {
                        // A connection of its own, as another process has.
                        let store = Store::new(place.open(), ());
                        start.wait();
                        let runtime =
                            tokio::runtime::Builder::new_current_thread().build().unwrap();
                        runtime.block_on(store.migrate()).unwrap()
                    })
                })
                .collect();
            programs.into_iter().map(|program| program.join().unwrap()).collect()
        });
        assert_eq!(applied.iter().sum::<u32>(), all, "{applied:?}");
    }
}
