use strongroom_model::Action;
use strongroom_model::audit::Event;
use strongroom_model::metadata::{Precondition, State};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault};

use crate::stage::{Stage, id, new_value, project, run, version};

#[test]
fn a_deleted_secret_is_gone_and_the_record_names_its_last_version() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "pass two")).unwrap();
    let session = stage.anyone();
    run(stage.vault.delete(&session, project(), &key, None)).unwrap();
    let event = Event::SecretDeleted { owner: project(), secret: key.clone(), version: version(2) };
    assert_eq!(stage.store.events().last(), Some(&event));
    let again = run(stage.vault.delete(&session, project(), &key, None));
    assert_eq!(again, Err(Error::NotFound));
    let answer = run(stage.vault.reveal(&session, project(), &key, None, None));
    assert_eq!(answer.unwrap_err(), Error::NotFound);
}

#[test]
fn a_stale_precondition_deletes_nothing() {
    let (stage, key) = Stage::with_secret();
    let delete = |version, revision| {
        let expected = Some(Precondition { version, revision });
        run(stage.vault.delete(&stage.anyone(), project(), &key, expected))
    };
    let now = State { version: version(1), revision: 1 };
    assert_eq!(delete(version(2), None), Err(Error::Stale(now)));
    assert_eq!(delete(version(1), Some(2)), Err(Error::Stale(now)));
    // Told at once: a precondition that does not hold is not tried again.
    assert_eq!(stage.calls.take(), ["permit", "delete", "permit", "delete"]);
    assert_eq!(stage.store.events().len(), 1);
    assert_eq!(delete(version(1), Some(1)), Ok(()));
    assert_eq!(stage.calls.take(), ["permit", "delete", "list"]);
}

#[test]
fn the_record_names_the_version_that_was_deleted_also_when_a_writer_was_first() {
    let (stage, key) = Stage::with_secret();
    let theirs = key.clone();
    stage.store.rows(|rows| {
        rows.interferences.push_back(Box::new(move |rows| {
            rows.row(project(), &theirs).unwrap().metadata.version = version(2);
        }));
    });
    run(stage.vault.delete(&stage.anyone(), project(), &key, None)).unwrap();
    let event = Event::SecretDeleted { owner: project(), secret: key, version: version(2) };
    assert_eq!(stage.store.events().last(), Some(&event));
}

#[test]
fn a_denied_caller_deletes_nothing_and_learns_nothing() {
    let (stage, key) = Stage::with_secret();
    let mut missing = key.clone();
    missing.id = id(99);
    for (denial, expected) in [
        (Denial::Forbidden(Reason::Role), Error::Forbidden(Reason::Role)),
        (Denial::Hidden, Error::NotFound),
    ] {
        let session = stage.denied(denial, &[Action::Delete]);
        for key in [&key, &missing] {
            let stale = Some(Precondition { version: version(9), revision: None });
            let answer = run(stage.vault.delete(&session, project(), key, stale));
            assert_eq!(answer, Err(expected.clone()));
            assert_eq!(stage.calls.take(), ["permit"]);
        }
    }
    assert_eq!(stage.store.rows(|rows| rows.secrets.len()), 1);
}
