use strongroom_model::audit::Event;
use strongroom_model::metadata::Problem;
use strongroom_model::{Action, Outcome};
use strongroom_ports::catalogue::{Failure, RotationError};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_ports::vault::{Error, Vault, Verdict};

use crate::stage::{Stage, draft, id, problems, project, run, version};

fn checked(stage: &Stage) -> Option<Outcome> {
    match stage.store.events().pop() {
        Some(Event::SecretChecked { outcome, version: of, .. }) if of == version(1) => {
            Some(outcome)
        }
        _ => None,
    }
}

#[test]
fn a_service_says_whether_a_value_works() {
    let (stage, key) = Stage::with_secret();
    let ask = || run(stage.vault.check(&stage.anyone(), project(), &key));
    assert_eq!(ask(), Ok(Verdict::Rejected("the service says no".to_owned())));
    assert_eq!(checked(&stage), Some(Outcome::Rejected));
    stage.service.accepts("pass one");
    stage.calls.take();
    assert_eq!(ask(), Ok(Verdict::Works));
    assert_eq!(stage.calls.take(), ["sealed", "permit", "open", "check", "append"]);
    assert_eq!(checked(&stage), Some(Outcome::Done));
}

#[test]
fn what_cannot_be_asked_is_told_apart_and_recorded() {
    let (stage, key) = Stage::with_secret();
    let ask = || run(stage.vault.check(&stage.anyone(), project(), &key)).unwrap_err();
    let said = || "later".to_owned();
    for (failure, outcome) in [
        (Failure::Unavailable(said()), Outcome::Unavailable),
        (Failure::Failed(said()), Outcome::Failed),
    ] {
        stage.service.fail("check", RotationError::Refused(failure.clone()));
        assert_eq!(ask(), Error::Refused { step: None, failure });
        assert_eq!(checked(&stage), Some(outcome));
    }
    let told = vec![Problem::new("user", "is nobody there")];
    stage.service.fail("check", RotationError::Refused(Failure::Invalid(told)));
    let named = vec![Problem::new("value.user", "is nobody there")];
    assert_eq!(ask(), Error::Refused { step: None, failure: Failure::Invalid(named) });
    assert_eq!(checked(&stage), Some(Outcome::Invalid));

    stage.service.fail("check", RotationError::Failed);
    assert!(matches!(ask(), Error::Refused { step: None, failure: Failure::Failed(_) }));
    // A plug-in's word that no terminal should see.
    let escape = Failure::Rejected("\u{1b}[31m\nno".to_owned());
    stage.service.fail("check", RotationError::Refused(escape));
    let verdict = run(stage.vault.check(&stage.anyone(), project(), &key));
    assert_eq!(verdict, Ok(Verdict::Rejected("the secret's type says no more".to_owned())));
}

#[test]
fn an_outcome_that_cannot_be_recorded_is_not_told() {
    let (stage, key) = Stage::with_secret();
    stage.store.rows(|rows| rows.down.push("append"));
    for password in ["nothing", "pass one"] {
        stage.service.accepts(password);
        let answer = run(stage.vault.check(&stage.anyone(), project(), &key));
        assert_eq!(answer, Err(Error::Unavailable));
    }
}

#[test]
fn a_type_without_a_service_or_not_loaded_cannot_be_asked() {
    let (stage, key) = Stage::with_secret();
    let plain = stage.create(draft("Custom", "plain", &[("value", "v")])).unwrap().key;
    let logged = stage.store.events().len();
    let answer = run(stage.vault.check(&stage.anyone(), project(), &plain));
    assert_eq!(problems(answer), ["_type"]);
    stage.service.unplug();
    assert_eq!(problems(run(stage.vault.check(&stage.anyone(), project(), &key))), ["_type"]);
    assert_eq!(stage.store.events().len(), logged);
}

#[test]
fn to_check_takes_leave_to_reveal() {
    let (stage, mut key) = Stage::with_secret();
    let session = stage.denied(Denial::Forbidden(Reason::Role), &[Action::Reveal]);
    assert_eq!(
        run(stage.vault.check(&session, project(), &key)),
        Err(Error::Forbidden(Reason::Role))
    );
    let outsider = stage.outsider();
    assert_eq!(run(stage.vault.check(&outsider, project(), &key)), Err(Error::NotFound));
    assert!(!stage.calls.take().contains(&"open"));
    key.id = id(99);
    assert_eq!(run(stage.vault.check(&stage.anyone(), project(), &key)), Err(Error::NotFound));
}
