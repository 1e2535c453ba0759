use strongroom_model::audit::Event;
use strongroom_model::metadata::{ListQuery, Metadata, SortBy};
use strongroom_model::{Action, SecretKey, limits};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault};

use crate::stage::{START, Stage, id, login, pairs, problems, project, run, version};
use crate::store::event;

const LIST: ListQuery = ListQuery::first(SortBy::Name, 100);

/// With the secret `db` deleted, and no calls noted.
fn deleted() -> (Stage, SecretKey) {
    let (stage, key) = Stage::with_secret();
    run(stage.vault.delete(&stage.anyone(), project(), &key, None)).unwrap();
    stage.calls.take();
    (stage, key)
}

fn restore(stage: &Stage, key: &SecretKey, name: Option<&str>) -> Result<Metadata, Error> {
    let name = name.map(str::to_owned);
    run(stage.vault.restore(&stage.anyone(), project(), key, name))
}

fn listed(stage: &Stage) -> Vec<SecretKey> {
    let query = ListQuery { deleted: true, ..LIST };
    let page = run(stage.vault.list(&stage.anyone(), project(), query)).unwrap();
    page.entries.into_iter().map(|entry| entry.key).collect()
}

/// All that is deleted was deleted so many seconds ago.
fn wait(stage: &Stage, seconds: i64) {
    stage.store.rows(|rows| {
        for row in rows.deleted.values_mut() {
            row.metadata.updated.at = START - seconds;
        }
    });
}

#[test]
fn a_deletion_can_be_undone_with_all_versions_and_both_are_on_record() {
    let (stage, key) = deleted();
    assert_eq!(listed(&stage), std::slice::from_ref(&key));
    stage.calls.take();
    let restored = restore(&stage, &key, None).unwrap();
    assert_eq!(stage.calls.take(), ["permit", "get deleted", "restore"]);
    assert_eq!((restored.name.as_str(), restored.revision), ("db", 3));
    assert_eq!(stage.reveal(&key, None), pairs(&[("user", "ann"), ("password", "pass one")]));
    let event =
        Event::SecretRestored { owner: project(), secret: key.clone(), version: version(1) };
    assert_eq!(stage.store.events()[2], event);
    assert!(listed(&stage).is_empty());
    assert_eq!(restore(&stage, &key, None), Err(Error::NotFound));
}

#[test]
fn a_name_that_was_taken_meanwhile_is_told_and_another_will_do() {
    let (stage, key) = deleted();
    stage.create(login("db", "bob", "pass two")).unwrap();
    assert_eq!(restore(&stage, &key, None), Err(Error::NameTaken));
    assert_eq!(problems(restore(&stage, &key, Some(" x"))), ["name"]);
    assert_eq!(restore(&stage, &key, Some("db of before")).unwrap().name.as_str(), "db of before");
}

#[test]
fn what_is_purged_is_gone_and_on_record() {
    let (stage, key) = deleted();
    run(stage.vault.purge(&stage.anyone(), project(), &key)).unwrap();
    let event = Event::SecretPurged { owner: project(), secret: key.clone(), version: version(1) };
    assert_eq!(stage.store.events().last(), Some(&event));
    assert_eq!(restore(&stage, &key, None), Err(Error::NotFound));
    assert_eq!(run(stage.vault.purge(&stage.anyone(), project(), &key)), Err(Error::NotFound));
}

#[test]
fn what_is_not_deleted_is_neither_restored_nor_purged() {
    let (stage, key) = Stage::with_secret();
    assert_eq!(restore(&stage, &key, None), Err(Error::NotFound));
    assert_eq!(run(stage.vault.purge(&stage.anyone(), project(), &key)), Err(Error::NotFound));
    assert_eq!(stage.reveal(&key, None).len(), 2);
}

#[test]
fn what_has_had_its_time_is_nobodys_and_purged_by_the_next_look_at_a_list() {
    let (stage, key) = deleted();
    wait(&stage, limits::DELETED_SECONDS - 1);
    assert_eq!(listed(&stage), std::slice::from_ref(&key), "until the last second");
    wait(&stage, limits::DELETED_SECONDS);
    stage.store.rows(|rows| rows.down.push("purge"));
    assert!(listed(&stage).is_empty(), "though it could not be purged yet");
    assert_eq!(restore(&stage, &key, None), Err(Error::NotFound));
    assert_eq!(stage.store.rows(|rows| rows.deleted.len()), 1);

    stage.store.rows(|rows| rows.down.clear());
    run(stage.vault.list(&stage.anyone(), project(), LIST)).unwrap();
    assert_eq!(stage.store.rows(|rows| rows.deleted.len()), 0);
    let last = stage.store.rows(|rows| rows.log.last().cloned()).unwrap();
    let purged = Event::SecretPurged { owner: project(), secret: key, version: version(1) };
    assert_eq!((event(&last), last.caller), (purged, None), "in nobody's name");
}

#[test]
fn a_request_purges_a_few_and_leaves_the_rest_to_the_next() {
    let stage = Stage::new();
    for index in 0..20 {
        let made = stage.create(login(&format!("db {index}"), "ann", "pass")).unwrap();
        run(stage.vault.delete(&stage.anyone(), project(), &made.key, None)).unwrap();
    }
    wait(&stage, limits::DELETED_SECONDS);
    let mut left = vec![];
    for _ in 0..3 {
        run(stage.vault.list(&stage.anyone(), project(), LIST)).unwrap();
        left.push(stage.store.rows(|rows| rows.deleted.len()));
    }
    assert_eq!(left, [12, 4, 0]);
}

#[test]
fn whoever_may_not_delete_sees_restores_and_purges_nothing() {
    let (stage, key) = deleted();
    let mut missing = key.clone();
    missing.id = id(99);
    for (denial, expected) in [
        (Denial::Forbidden(Reason::Role), Error::Forbidden(Reason::Role)),
        (Denial::Hidden, Error::NotFound),
    ] {
        let session = stage.denied(denial, &[Action::Delete]);
        for key in [&key, &missing] {
            let restored = run(stage.vault.restore(&session, project(), key, Some("\n".into())));
            assert_eq!(restored, Err(expected.clone()));
            let purged = run(stage.vault.purge(&session, project(), key));
            assert_eq!(purged, Err(expected.clone()));
        }
        let query = ListQuery { deleted: true, ..LIST };
        let list = run(stage.vault.list(&session, project(), query));
        assert_eq!(list, Err(expected.clone()));
        assert!(stage.calls.take().iter().all(|call| *call == "permit"));
    }
    assert_eq!(stage.store.rows(|rows| rows.deleted.len()), 1);
}
