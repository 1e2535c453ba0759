use strongroom_model::audit::Event;
use strongroom_model::metadata::Stamp;
use strongroom_model::{Action, FieldName, SecretKey};
use strongroom_ports::sealing;
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault};

use crate::stage::{ME, START, Stage, id, new_value, pairs, problems, project, run, version};

#[test]
fn reveal_is_audited_before_the_answer() {
    let (stage, key) = Stage::with_secret();
    let session = stage.anyone();
    let revealed = run(stage.vault.reveal(&session, project(), &key, None, None)).unwrap();
    // And in four calls, none of which can be saved.
    assert_eq!(stage.calls.take(), ["sealed", "permit", "open", "record reveal"]);
    let (owner, version) = (project(), version(1));
    let event = Event::SecretRevealed { owner, secret: key, version, fields: None, format: None };
    assert_eq!(stage.store.events().last(), Some(&event));
    stage.store.rows(|rows| {
        let record = rows.log.last().unwrap();
        assert_eq!(record.at, START);
        assert_eq!(record.context.request_id, "request 1");
        assert_eq!(record.caller.unwrap().principal.id, id(ME));
    });
    assert_eq!(revealed.metadata.last_reveal, Some(Stamp { at: START, by: id(ME) }));
}

#[test]
fn nothing_is_revealed_when_the_audit_record_cannot_be_written() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| rows.down.push("record reveal"));
    let answer = run(stage.vault.reveal(&stage.anyone(), project(), &key, None, None));
    assert_eq!(answer.unwrap_err(), Error::Unavailable);
    assert_eq!(stage.store.events().len(), 1);
}

#[test]
fn nothing_is_revealed_of_a_secret_that_is_deleted_meanwhile() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| {
        rows.interferences.push_back(Box::new(|rows| rows.secrets.clear()));
    });
    let answer = run(stage.vault.reveal(&stage.anyone(), project(), &key, None, None));
    assert_eq!(answer.unwrap_err(), Error::NotFound);
}

#[test]
fn what_does_not_open_is_not_recorded_as_revealed() {
    for (fails, expected) in [
        (sealing::Error::Corrupt, Error::Corrupt),
        (sealing::Error::Unavailable, Error::Unavailable),
        (sealing::Error::NotPermitted, Error::Internal),
        (sealing::Error::Internal, Error::Internal),
    ] {
        let (stage, key) = Stage::with_secret();
        stage.sealer.fails.set(Some(fails));
        let answer = run(stage.vault.reveal(&stage.anyone(), project(), &key, None, None));
        assert_eq!(answer.unwrap_err(), expected);
        assert_eq!(stage.calls.take(), ["sealed", "permit", "open"]);
        assert_eq!(stage.store.events().len(), 1);
    }
}

#[test]
fn a_ciphertext_from_another_place_is_corrupt() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "pass two")).unwrap();
    stage.store.rows(|rows| {
        let row = rows.row(project(), &key).unwrap();
        row.versions[1].1 = row.versions[0].1.clone();
    });
    let answer = run(stage.vault.reveal(&stage.anyone(), project(), &key, None, None));
    assert_eq!(answer.unwrap_err(), Error::Corrupt);
}

#[test]
fn each_version_keeps_its_value() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "pass two")).unwrap();
    let one = pairs(&[("user", "ann"), ("password", "pass one")]);
    let two = pairs(&[("user", "ann"), ("password", "pass two")]);
    assert_eq!(stage.reveal(&key, Some(version(1))), one);
    assert_eq!(stage.reveal(&key, Some(version(2))), two);
    assert_eq!(stage.reveal(&key, None), two);
    let answer = run(stage.vault.reveal(&stage.anyone(), project(), &key, Some(version(3)), None));
    assert_eq!(answer.unwrap_err(), Error::NotFound);
}

#[test]
fn leave_is_asked_for_the_very_version_that_is_opened() {
    let (stage, key) = Stage::with_secret();
    stage.update(&key, None, new_value("ann", "pass two")).unwrap();
    let session = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Reveal]);
    for (asked, expected) in [(None, 2), (Some(version(1)), 1)] {
        let answer = run(stage.vault.reveal(&session, project(), &key, asked, None));
        assert_eq!(answer.unwrap_err(), Error::Forbidden(Reason::Role));
        let denied = session.denials.borrow_mut().pop().unwrap();
        assert_eq!(denied.version, Some(version(expected)));
    }
    assert!(!stage.calls.take().contains(&"open"));
}

#[test]
fn one_field_is_opened_without_the_others() {
    let (stage, key) = Stage::with_secret();
    let session = stage.anyone();
    let ask = |names: &[&str]| {
        let names = names.iter().map(|name| name.parse().unwrap()).collect();
        run(stage.vault.reveal(&session, project(), &key, None, Some(names)))
    };
    let revealed = ask(&["password"]).unwrap();
    assert_eq!(revealed.fields.len(), 1);
    assert_eq!(revealed.fields[0].value.expose(), b"pass one");

    stage.calls.take();
    for unknown in [&["nothing"][..], &["password", "nothing"], &[], &["password"; 65]] {
        assert_eq!(problems(ask(unknown)), ["field"]);
        assert!(!stage.calls.take().contains(&"open"));
    }
}

#[test]
fn a_denied_caller_gets_one_answer_whatever_field_they_name() {
    let (stage, key) = Stage::with_secret();
    let mut missing = key.clone();
    missing.id = id(99);
    for (denial, expected) in [
        (Denial::Forbidden(Reason::Role), Error::Forbidden(Reason::Role)),
        (Denial::Hidden, Error::NotFound),
    ] {
        let session = stage.denied(denial, &[Action::Reveal]);
        for field in ["password", "nothing"] {
            let ask = |key: &SecretKey| {
                let names = Some(vec![field.parse().unwrap()]);
                run(stage.vault.reveal(&session, project(), key, None, names)).unwrap_err()
            };
            assert_eq!(ask(&key), expected);
            assert_eq!(ask(&missing), expected);
        }
    }
    // Who may not know of it costs the same calls each time.
    let hidden = &stage.calls.take()[..];
    assert!(hidden.ends_with(&["sealed", "permit", "sealed", "permit", "sealed", "permit"]));
}

#[test]
fn a_named_field_of_a_missing_secret_or_version_is_not_found() {
    let (stage, mut key) = Stage::with_secret();
    let ask = |key: &SecretKey, asked| {
        let names = Some(vec!["password".parse().unwrap()]);
        run(stage.vault.reveal(&stage.anyone(), project(), key, asked, names)).unwrap_err()
    };
    assert_eq!(ask(&key, Some(version(2))), Error::NotFound);
    key.id = id(99);
    assert_eq!(ask(&key, None), Error::NotFound);
}

#[test]
fn a_hidden_secret_and_a_missing_one_are_not_told_apart() {
    let (stage, key) = Stage::with_secret();
    let mut missing = key.clone();
    missing.id = id(99);
    let session = stage.outsider();
    for key in [key, missing] {
        let answer = run(stage.vault.reveal(&session, project(), &key, None, None));
        assert_eq!(answer.unwrap_err(), Error::NotFound);
        // The same calls too, so the same time, and the denial is on the record either way.
        assert_eq!(stage.calls.take(), ["sealed", "permit"]);
        assert_eq!(session.denials.borrow().last().unwrap().secret, Some(key));
    }
}

#[test]
fn without_leave_to_reveal_a_missing_secret_is_answered_as_one_that_is_there() {
    let (stage, mut key) = Stage::with_secret();
    let session = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Reveal]);
    let ask = |key: &SecretKey| {
        run(stage.vault.reveal(&session, project(), key, None, None)).unwrap_err()
    };
    assert_eq!(ask(&key), Error::Forbidden(Reason::Role));
    key.id = id(99);
    assert_eq!(ask(&key), Error::Forbidden(Reason::Role));
}

#[test]
fn leave_is_asked_for_exactly_the_fields_that_are_named() {
    let (stage, key) = Stage::with_secret();
    let password: FieldName = "password".parse().unwrap();
    for fields in [None, Some(vec![password])] {
        let session = stage.anyone();
        run(stage.vault.reveal(&session, project(), &key, None, fields.clone())).unwrap();
        let asked = session.permits.borrow_mut().pop().unwrap();
        assert_eq!((asked.action, &asked.fields), (Action::Reveal, &fields));
        // The log names them too.
        match stage.store.events().pop() {
            Some(Event::SecretRevealed { fields: logged, .. }) => assert_eq!(logged, fields),
            other => panic!("{other:?}"),
        }
    }
    let session = stage.anyone();
    run(stage.vault.get(&session, project(), &key)).unwrap();
    run(stage.vault.update(&session, project(), &key, None, new_value("ann", "x"))).unwrap();
    assert!(session.permits.borrow().iter().all(|deed| deed.fields.is_none()));
}

#[test]
fn who_may_see_one_field_sees_that_one_and_no_other() {
    let (stage, key) = Stage::with_secret();
    let mut session = stage.anyone();
    session.fields = Some(vec!["password".parse().unwrap()]);
    let ask = |names: Option<&[&str]>| {
        let names = names.map(|names| names.iter().map(|name| name.parse().unwrap()).collect());
        run(stage.vault.reveal(&session, project(), &key, None, names))
    };
    let revealed = ask(Some(&["password"])).unwrap();
    assert_eq!(revealed.fields.len(), 1);
    assert_eq!(revealed.fields[0].value.expose(), b"pass one");
    stage.calls.take();
    // What is not there is answered as what may not be seen.
    for beyond in [None, Some(&["user"][..]), Some(&["password", "user"]), Some(&["nothing"])] {
        assert_eq!(ask(beyond).unwrap_err(), Error::Forbidden(Reason::Fields), "{beyond:?}");
        assert!(!stage.calls.take().contains(&"open"), "{beyond:?}");
    }
    assert_eq!(stage.store.events().len(), 2, "nothing else was revealed");
}

#[test]
fn a_denial_that_cannot_be_recorded_is_an_outage() {
    let (stage, mut key) = Stage::with_secret();
    let session = stage.denied(Denial::Unavailable, &[Action::Reveal]);
    let ask = |key: &SecretKey| {
        run(stage.vault.reveal(&session, project(), key, None, None)).unwrap_err()
    };
    assert_eq!(ask(&key), Error::Unavailable);
    key.id = id(99);
    assert_eq!(ask(&key), Error::Unavailable);
}
