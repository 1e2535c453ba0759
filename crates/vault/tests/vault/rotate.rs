use strongroom_model::audit::Event;
use strongroom_model::metadata::Metadata;
use strongroom_model::{Action, Outcome, Rotation, RotationStep, SecretKey};
use strongroom_ports::catalogue::{Failure, RotationError};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault};

use crate::stage::{Stage, draft, id, new_value, pairs, problems, project, run, version};

fn arranged() -> (Stage, SecretKey) {
    let (stage, key) = Stage::with_secret();
    stage.service.accepts("pass one");
    (stage, key)
}

fn rotate(stage: &Stage, key: &SecretKey) -> Result<Metadata, Error> {
    run(stage.vault.rotate(&stage.anyone(), project(), key))
}

fn drop_rotation(stage: &Stage, key: &SecretKey) -> Result<(), Error> {
    run(stage.vault.drop_rotation(&stage.anyone(), project(), key))
}

fn rotation(stage: &Stage, key: &SecretKey) -> Option<Rotation> {
    stage.store.rows(|rows| rows.row(project(), key).unwrap().metadata.rotation)
}

/// The steps on the record, in their order.
fn steps(stage: &Stage) -> Vec<(RotationStep, Outcome)> {
    let events = stage.store.events().into_iter();
    events
        .filter_map(|event| match event {
            Event::RotationStepped { step, outcome, .. } => Some((step, outcome)),
            _ => None,
        })
        .collect()
}

fn unavailable() -> RotationError {
    RotationError::Refused(Failure::Unavailable("later".to_owned()))
}

#[test]
fn a_rotation_makes_sets_tries_and_promotes_the_next_value_and_ends_the_one_before() {
    let (stage, key) = arranged();
    let rotated = rotate(&stage, &key).unwrap();
    assert_eq!(
        stage.calls.take(),
        [
            "sealed",
            "permit",
            "permit",
            "open",
            "create",
            "owner key",
            "seal",
            "begin",
            "set",
            "advance",
            "test",
            "advance",
            "finish",
            "promote",
            "revoke",
            "end",
        ]
    );
    assert_eq!((rotated.version, rotated.revision, rotated.rotation), (version(2), 2, None));
    assert_eq!(stage.reveal(&key, None), pairs(&[("user", "ann"), ("password", "made 1")]));
    assert_eq!(stage.service.valid(), ["made 1"]);
    let all: Vec<_> = RotationStep::ALL.into_iter().map(|step| (step, Outcome::Done)).collect();
    assert_eq!(steps(&stage), all);
    assert_eq!(rotation(&stage, &key), None);
}

#[test]
fn a_service_that_fails_at_a_step_leaves_the_current_value_and_the_next_call_goes_on() {
    for (call, step) in
        [("set", RotationStep::Set), ("test", RotationStep::Test), ("finish", RotationStep::Finish)]
    {
        let (stage, key) = arranged();
        stage.service.fail(call, unavailable());
        let failure = Failure::Unavailable("later".to_owned());
        let stopped = Error::Refused { step: Some(step), failure };
        assert_eq!(rotate(&stage, &key), Err(stopped.clone()));
        assert_eq!(rotate(&stage, &key), Err(stopped));
        assert_eq!(rotation(&stage, &key), Some(Rotation { step, version: version(2) }));
        assert_eq!(steps(&stage).last(), Some(&(step, Outcome::Unavailable)));
        assert_eq!(stage.reveal(&key, None)[1].1, "pass one");
        assert!(stage.service.valid().contains(&"pass one".to_owned()));

        stage.service.mend();
        stage.calls.take();
        assert_eq!(rotate(&stage, &key).unwrap().version, version(2));
        // With the value that was kept: no other was made.
        assert!(!stage.calls.take().contains(&"create"));
        assert_eq!(stage.reveal(&key, None)[1].1, "made 1");
        assert_eq!(stage.service.valid(), ["made 1"]);
    }
}

#[test]
fn a_value_that_cannot_be_revoked_is_revoked_by_the_next_call() {
    let (stage, key) = arranged();
    stage.service.fail("revoke", RotationError::Failed);
    let stopped = rotate(&stage, &key).unwrap_err();
    assert!(matches!(stopped, Error::Refused { step: Some(RotationStep::Revoke), .. }));
    assert_eq!(stage.reveal(&key, None)[1].1, "made 1");
    assert_eq!(stage.service.valid(), ["made 1", "pass one"]);
    stage.service.mend();
    stage.calls.take();
    assert_eq!(rotate(&stage, &key).unwrap().rotation, None);
    let calls = stage.calls.take();
    assert!(calls.ends_with(&["revoke", "end"]) && !calls.contains(&"set"), "{calls:?}");
    assert_eq!(stage.service.valid(), ["made 1"]);
}

/// As after a `kill -9`: what a write did not record is done again, and ends as done once.
#[test]
fn a_step_whose_end_was_not_recorded_is_done_again() {
    for down in ["begin", "advance", "promote", "end"] {
        let (stage, key) = arranged();
        stage.store.rows(|rows| rows.down.push(down));
        assert_eq!(rotate(&stage, &key), Err(Error::Unavailable), "{down}");
        stage.store.rows(|rows| rows.down.clear());
        let rotated = rotate(&stage, &key).unwrap();
        assert_eq!((rotated.version, rotated.rotation), (version(2), None), "{down}");
        let current = stage.reveal(&key, None)[1].1.clone();
        assert_eq!(stage.service.valid(), [current], "{down}");
    }
}

#[test]
fn at_rest_the_next_value_is_sealed_for_the_version_that_it_becomes() {
    let (stage, key) = arranged();
    stage.service.fail("set", unavailable());
    rotate(&stage, &key).unwrap_err();
    let sealed = stage.store.rows(|rows| rows.row(project(), &key).unwrap().next.clone().unwrap());
    for field in &sealed.fields {
        let place = format!("|{key}|2|{}|", field.name);
        assert!(String::from_utf8_lossy(&field.blob).contains(&place));
    }
}

#[test]
fn a_new_value_meanwhile_is_not_written_over() {
    let (stage, key) = arranged();
    stage.service.fail("test", unavailable());
    rotate(&stage, &key).unwrap_err();
    let theirs = stage.update(&key, None, new_value("ann", "theirs")).unwrap();
    assert_eq!((theirs.version, theirs.rotation), (version(2), None));
    assert!(stage.store.rows(|rows| rows.row(project(), &key).unwrap().next.is_none()));
    assert_eq!(stage.reveal(&key, None)[1].1, "theirs");
    // What comes next begins from the new value.
    stage.service.mend();
    stage.service.accepts("theirs");
    assert_eq!(rotate(&stage, &key).unwrap().version, version(3));
}

#[test]
fn a_new_value_in_the_middle_of_a_rotation_stops_it() {
    for at in 0..4 {
        let (stage, key) = arranged();
        let theirs = key.clone();
        stage.store.rows(|rows| {
            for _ in 0..at {
                rows.interferences.push_back(Box::new(|_| {}));
            }
            rows.interferences.push_back(Box::new(move |rows| {
                let row = rows.row(project(), &theirs).unwrap();
                let sealed = row.versions[0].1.clone();
                row.metadata.version = version(2);
                row.metadata.revision += 1;
                row.metadata.rotation = None;
                row.next = None;
                row.versions.push((version(2), sealed));
            }));
        });
        assert_eq!(rotate(&stage, &key), Err(Error::RotationChanged), "{at}");
        let kept = stage.store.rows(|rows| rows.row(project(), &key).unwrap().clone());
        assert_eq!((kept.metadata.version, kept.versions.len()), (version(2), 2));
        assert!(stage.service.valid().contains(&"pass one".to_owned()));
    }
}

#[test]
fn what_is_current_is_not_revoked() {
    let (stage, key) = arranged();
    stage.service.fail("revoke", unavailable());
    rotate(&stage, &key).unwrap_err();
    // Somebody writes the old value back.
    stage.update(&key, None, new_value("ann", "pass one")).unwrap();
    stage.service.mend();
    assert_eq!(rotate(&stage, &key).unwrap().rotation, None);
    assert!(stage.service.valid().contains(&"pass one".to_owned()));
}

#[test]
fn a_type_that_makes_the_same_value_again_rotates_nothing() {
    let (stage, key) = arranged();
    stage.service.make_the_same();
    let stopped = rotate(&stage, &key).unwrap_err();
    assert!(matches!(stopped, Error::Refused { step: Some(RotationStep::Create), .. }));
    assert_eq!(steps(&stage), [(RotationStep::Create, Outcome::Failed)]);
    assert_eq!(rotation(&stage, &key), None);
}

#[test]
fn a_rotation_can_be_given_up() {
    let (stage, key) = arranged();
    stage.service.fail("test", unavailable());
    rotate(&stage, &key).unwrap_err();
    drop_rotation(&stage, &key).unwrap();
    let (owner, version) = (project(), version(2));
    let event = Event::RotationDropped { owner, secret: key.clone(), version };
    assert_eq!(stage.store.events().last(), Some(&event));
    assert_eq!(rotation(&stage, &key), None);
    // Where there is none, there is nothing to give up and nothing to record.
    let logged = stage.store.events().len();
    drop_rotation(&stage, &key).unwrap();
    assert_eq!(stage.store.events().len(), logged);
}

#[test]
fn to_rotate_takes_leave_to_reveal_and_to_update() {
    let (stage, mut key) = arranged();
    for action in [Action::Reveal, Action::Update] {
        let session = stage.denied(Denial::Forbidden(Reason::Role), &[action]);
        assert_eq!(
            run(stage.vault.rotate(&session, project(), &key)),
            Err(Error::Forbidden(Reason::Role))
        );
    }
    let session = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Update]);
    let dropped = run(stage.vault.drop_rotation(&session, project(), &key));
    assert_eq!(dropped, Err(Error::Forbidden(Reason::Role)));
    let session = stage.outsider();
    assert_eq!(run(stage.vault.rotate(&session, project(), &key)), Err(Error::NotFound));
    assert!(!stage.calls.take().contains(&"open"));
    key.id = id(99);
    assert_eq!(rotate(&stage, &key), Err(Error::NotFound));
    assert_eq!(drop_rotation(&stage, &key), Err(Error::NotFound));
    assert!(steps(&stage).is_empty());
}

#[test]
fn a_type_without_a_service_or_not_loaded_cannot_rotate() {
    let (stage, key) = arranged();
    let plain = stage.create(draft("Custom", "plain", &[("value", "v")])).unwrap().key;
    assert_eq!(problems(rotate(&stage, &plain)), ["_type"]);
    stage.service.unplug();
    assert_eq!(problems(rotate(&stage, &key)), ["_type"]);
    assert!(steps(&stage).is_empty());
}
