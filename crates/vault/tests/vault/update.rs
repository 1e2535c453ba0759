use proptest::prelude::*;
use strongroom_model::audit::Event;
use strongroom_model::metadata::{Precondition, State};
use strongroom_model::{Action, SecretKey, VersionNumber, limits};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Change, Error, Vault};

use crate::rows::Rows;
use crate::stage::{
    START, Stage, fields, id, login, new_value, pairs, problems, project, run, version,
};

fn rename(name: &str) -> Change {
    Change { name: Some(name.to_owned()), ..Change::default() }
}

fn at(number: u32, revision: Option<u32>) -> Option<Precondition> {
    Some(Precondition { version: version(number), revision })
}

/// Another writer changes the metadata.
fn touch(key: &SecretKey) -> impl FnOnce(&mut Rows) + use<> {
    let key = key.clone();
    move |rows| rows.row(project(), &key).unwrap().metadata.revision += 1
}

#[test]
fn a_new_value_is_the_next_version() {
    let (stage, key) = Stage::with_secret();
    let changed = stage.update(&key, None, new_value(" bob ", "pass two")).unwrap();
    assert_eq!((changed.version, changed.revision), (version(2), 2));
    assert_eq!(stage.calls.take(), ["get", "permit", "validate", "owner key", "seal", "update"]);
    assert_eq!(stage.reveal(&key, None), pairs(&[("user", "bob"), ("password", "pass two")]));
    let event = Event::SecretUpdated { owner: project(), secret: key, version: version(2) };
    assert_eq!(stage.store.events()[1], event);
}

#[test]
fn metadata_changes_without_a_new_version_and_without_the_sealer() {
    let (stage, key) = Stage::with_secret();
    let change = Change {
        name: Some("renamed".to_owned()),
        description: Some("told".to_owned()),
        labels: Some(vec![("a".to_owned(), "b".to_owned())]),
        ..Change::default()
    };
    let changed = stage.update(&key, None, change).unwrap();
    assert_eq!((changed.version, changed.revision), (version(1), 2));
    assert_eq!((changed.name.as_str(), changed.description.as_str()), ("renamed", "told"));
    assert_eq!(stage.calls.take(), ["get", "permit", "update"]);
    let kept = stage.update(&key, None, rename("again")).unwrap();
    assert_eq!((kept.description.as_str(), kept.labels.len()), ("told", 1));
}

#[test]
fn a_change_of_nothing_writes_nothing() {
    let (stage, key) = Stage::with_secret();
    assert_eq!(stage.update(&key, None, Change::default()).unwrap().revision, 1);
    assert_eq!(stage.calls.take(), ["get", "permit"]);
    let stale = stage.update(&key, at(2, None), Change::default());
    assert!(matches!(stale, Err(Error::Stale(_))));
}

#[test]
fn a_stale_precondition_changes_nothing() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "pass two")).unwrap();
    stage.update(&key, None, rename("renamed")).unwrap();
    let now = State { version: version(2), revision: 3 };
    for expected in [at(1, None), at(3, None), at(2, Some(2)), at(1, Some(3))] {
        for change in [rename(""), rename("other"), new_value("x", "y")] {
            assert_eq!(stage.update(&key, expected, change).unwrap_err(), Error::Stale(now));
        }
    }
    assert_eq!(stage.store.events().len(), 3);
    stage.update(&key, at(2, Some(3)), rename("other")).unwrap();
    stage.update(&key, at(2, None), rename("another")).unwrap();
}

#[test]
fn without_a_precondition_the_last_writer_wins() {
    let (stage, key) = Stage::with_secret();
    let other = stage.store.rows(|rows| rows.row(project(), &key).unwrap().versions[0].1.clone());
    let theirs = key.clone();
    stage.store.rows(|rows| {
        rows.interferences.push_back(Box::new(move |rows| {
            let row = rows.row(project(), &theirs).unwrap();
            row.metadata.version = version(2);
            row.metadata.revision = 2;
            row.versions.push((version(2), other));
        }));
    });
    let changed = stage.update(&key, None, new_value("ann", "mine")).unwrap();
    assert_eq!((changed.version, changed.revision), (version(3), 3));
    assert_eq!(stage.reveal(&key, None), pairs(&[("user", "ann"), ("password", "mine")]));
}

#[test]
fn a_precondition_that_another_writer_broke_meanwhile_is_stale() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| rows.interferences.push_back(Box::new(touch(&key))));
    let answer = stage.update(&key, at(1, Some(1)), rename("mine"));
    assert_eq!(answer.unwrap_err(), Error::Stale(State { version: version(1), revision: 2 }));
    assert_eq!(stage.store.events().len(), 1);
}

#[test]
fn a_precondition_that_still_holds_is_written_over_the_other_change() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| rows.interferences.push_back(Box::new(touch(&key))));
    let changed = stage.update(&key, at(1, None), rename("mine")).unwrap();
    assert_eq!((changed.revision, changed.name.as_str()), (3, "mine"));
}

#[test]
fn trying_again_has_an_end() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| {
        for _ in 0..100 {
            rows.interferences.push_back(Box::new(touch(&key)));
        }
    });
    // Nothing that the caller expected is untrue: trying again later is all there is to say.
    assert_eq!(stage.update(&key, None, rename("mine")), Err(Error::Unavailable));
    assert_eq!(stage.store.rows(|rows| rows.interferences.len()), 95);
}

#[test]
fn a_secret_deleted_meanwhile_is_not_found() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| {
        rows.interferences.push_back(Box::new(|rows| rows.secrets.clear()));
    });
    assert_eq!(stage.update(&key, None, rename("mine")).unwrap_err(), Error::NotFound);
}

#[test]
fn a_secret_has_no_version_past_the_last() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| {
        let row = rows.row(project(), &key).unwrap();
        row.metadata.version = VersionNumber::new(limits::VERSIONS).unwrap();
    });
    assert_eq!(problems(stage.update(&key, None, new_value("a", "b"))), ["value"]);
    stage.update(&key, None, rename("still possible")).unwrap();

    let session = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Update]);
    let answer = run(stage.vault.update(&session, project(), &key, None, new_value("a", "b")));
    assert_eq!(answer.unwrap_err(), Error::Forbidden(Reason::Role));
}

#[test]
fn a_change_is_validated_like_a_new_secret() {
    let (stage, key) = Stage::with_secret();
    let change = Change {
        name: Some(String::new()),
        description: Some("x".repeat(limits::DESCRIPTION_CHARACTERS + 1)),
        labels: Some(vec![("a".to_owned(), "\u{0}".to_owned())]),
        fields: Some(fields(&[("user", "ann"), ("x", "y")])),
        expires_at: Some(Some(START)),
        rotate_every: Some(Some(-1)),
    };
    assert_eq!(
        problems(stage.update(&key, None, change)),
        [
            "name",
            "description",
            "labels.a",
            "expires_at",
            "rotate_every",
            "value.x",
            "value.password"
        ]
    );
    stage.create(login("taken", "ann", "x")).unwrap();
    assert_eq!(stage.update(&key, None, rename("taken")).unwrap_err(), Error::NameTaken);
}

#[test]
fn a_denied_caller_learns_neither_problems_nor_state() {
    let (stage, mut key) = Stage::with_secret();
    for (denial, expected) in [
        (Denial::Forbidden(Reason::Role), Error::Forbidden(Reason::Role)),
        (Denial::Hidden, Error::NotFound),
        (Denial::Unavailable, Error::Unavailable),
    ] {
        let session = stage.denied(denial, &[Action::Update]);
        let ask = |key: &SecretKey| {
            let change = rename("");
            run(stage.vault.update(&session, project(), key, at(7, None), change)).unwrap_err()
        };
        stage.calls.take();
        let there = key.clone();
        key.id = id(99);
        assert_eq!(ask(&there), expected);
        assert_eq!(stage.calls.take(), ["get", "permit"]);
        assert_eq!(ask(&key), expected);
        assert_eq!(stage.calls.take(), ["get", "permit"]);
        key = there;
    }
    assert_eq!(stage.store.events().len(), 1);
}

proptest! {
    #[test]
    fn a_value_of_any_bytes_comes_back_as_it_was(values in proptest::collection::vec("\\PC{0,40}", 1..6)) {
        let (stage, key) = Stage::with_secret();
        prop_assume!(values.iter().all(|value| value != "boom" && value != "shapeless"));
        for value in &values {
            stage.update(&key, None, new_value("ann", value)).unwrap();
        }
        for (number, value) in (2..).zip(&values) {
            let found = stage.reveal(&key, Some(version(number)));
            prop_assert_eq!(&found[1].1, value);
        }
    }
}
