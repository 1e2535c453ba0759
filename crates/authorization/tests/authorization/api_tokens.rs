//! Sign-in with API tokens.

use strongroom_model::audit::{AuthenticationFailure, Credential as Shown};
use strongroom_model::{PrincipalKind, Role};
use strongroom_ports::authentication::Failure;
use strongroom_ports::directory::Directory;
use strongroom_ports::directory::PersonChange;
use strongroom_ports::sessions::Session;
use strongroom_secret_bytes::SecretBytes;

use crate::support::{
    ADMINISTRATOR, Caller, HOUR, ME, START, Stage, ask, context, id, organization, project, run,
};

fn reason(found: Result<Caller, Failure>) -> AuthenticationFailure {
    match found {
        Err(Failure::Rejected(reason)) => reason,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("accepted"),
    }
}

#[test]
fn a_good_token_gives_a_session_of_its_person() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    let session = stage.authenticate(token.print(), None).unwrap();
    let caller = session.caller();
    assert_eq!((caller.principal.kind, caller.principal.id), (PrincipalKind::Person, id(ME)));
    assert_eq!(caller.credential, Shown::ApiToken(token.id()));
    assert_eq!(session.context(), context());
    assert!(stage.events().is_empty());
}

#[test]
fn unknown_and_wrong_tokens_are_answered_and_recorded_alike() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    let other = stage.token(ME, None);
    let text = |token: &strongroom_authorization::token::Credential| {
        String::from_utf8(token.print().into_exposed()).unwrap()
    };
    let (one, two) = (text(&token), text(&other));
    // The id of one with the secret of the other, and an id that nobody has.
    let wrong = format!("{}{}", &one[..32], &two[32..]);
    let unknown = format!("srt_{}{}", id(99), &one[31..]);
    for attempt in [wrong, unknown] {
        let before = (stage.database.reads(), stage.database.writes());
        let found = stage.authenticate(SecretBytes::from(attempt), Some(project()));
        assert_eq!(reason(found), AuthenticationFailure::Unknown);
        let after = (stage.database.reads(), stage.database.writes());
        assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1));
    }
    assert_eq!(stage.events(), ["authentication-failed", "authentication-failed"]);
}

#[test]
fn what_is_no_token_is_malformed_and_costs_no_read() {
    let stage = Stage::new();
    let good = String::from_utf8(stage.token(ME, None).print().into_exposed()).unwrap();
    let before = stage.database.reads();
    for text in [
        String::new(),
        good.to_uppercase(),
        format!("{good} "),
        good[..74].to_owned(),
        "srt_".to_owned(),
        "a.b".to_owned(),
        "..".to_owned(),
        "a.b.c.d".to_owned(),
        "x".repeat(9000),
        format!("srt_{}", "x".repeat(9000)),
    ] {
        let found = stage.authenticate(SecretBytes::from(text), None);
        assert_eq!(reason(found), AuthenticationFailure::Malformed);
    }
    assert_eq!(stage.database.reads(), before);
    assert_eq!(stage.events().len(), 10);
}

#[test]
fn a_token_ends_at_its_second() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    stage.clock.set(START + HOUR - 1);
    assert!(stage.authenticate(token.print(), None).is_ok());
    stage.clock.set(START + HOUR);
    let found = stage.authenticate(token.print(), None);
    assert_eq!(reason(found), AuthenticationFailure::Expired);
}

#[test]
fn suspending_or_removing_somebody_ends_their_tokens_on_every_host() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    let elsewhere = stage.another_host();
    let administrator = stage.whole(ADMINISTRATOR);
    let token = stage.token(ME, None);
    let there = || {
        use strongroom_ports::authentication::Authentication;
        run(elsewhere.authenticate(token.print(), context(), None))
    };
    assert!(there().is_ok());
    let active = |active| PersonChange { active: Some(active), name: None };
    run(stage.authorizer.change_person(&administrator, id(ME), active(false))).unwrap();
    // Its tokens are gone and stay gone.
    assert_eq!(reason(there()), AuthenticationFailure::Unknown);
    run(stage.authorizer.change_person(&administrator, id(ME), active(true))).unwrap();
    assert_eq!(reason(there()), AuthenticationFailure::Unknown);

    let token = stage.token(ME, None);
    assert!(stage.authenticate(token.print(), None).is_ok());
    run(stage.authorizer.remove_person(&administrator, id(ME))).unwrap();
    let found = stage.authenticate(token.print(), None);
    assert_eq!(reason(found), AuthenticationFailure::Unknown);
}

/// The store ends the tokens of whoever is suspended. Where one is left all the same, it is worth
/// nothing.
#[test]
fn a_token_that_is_left_of_somebody_suspended_is_refused() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    stage.database.force("UPDATE users SET status = 2 WHERE name = 'person 12'");
    let found = stage.authenticate(token.print(), None);
    assert_eq!(reason(found), AuthenticationFailure::Suspended);
}

#[test]
fn a_failure_that_cannot_be_recorded_is_not_told() {
    let stage = Stage::new();
    stage.database.fail_writes(true);
    let found = stage.authenticate(SecretBytes::from("nonsense".to_owned()), None);
    assert_eq!(found.err(), Some(Failure::Unavailable));
}

#[test]
fn a_store_that_is_down_is_no_reason_to_say_unknown() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    stage.database.fail_reads(true);
    let found = stage.authenticate(token.print(), None);
    assert_eq!(found.err(), Some(Failure::Unavailable));
    assert!(stage.events().is_empty());
}

#[test]
fn the_last_use_is_written_once_a_minute_and_only_for_what_was_allowed() {
    use strongroom_ports::administration::Administration;
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Reader);
    let token = stage.token(ME, None);
    let used = |at, action| {
        stage.clock.set(at);
        let session = stage.authenticate(token.print(), None).unwrap();
        let _ = ask(&session, action, project());
        let found =
            run(strongroom_ports::directory_store::DirectoryStore::tokens(&stage.store, id(ME)));
        found.unwrap().iter().find(|row| row.id == token.id()).unwrap().last_used_at
    };
    use strongroom_model::Action::{Read, Reveal};
    assert_eq!(used(START, Reveal), None);
    assert_eq!(used(START + 1, Read), Some(START + 1));
    let writes = stage.database.writes();
    assert_eq!(used(START + 60, Read), Some(START + 1));
    assert_eq!(stage.database.writes(), writes);
    assert_eq!(used(START + 61, Read), Some(START + 61));

    // Where it cannot be written, the request goes on.
    stage.clock.set(START + 200);
    let session = stage.authenticate(token.print(), None).unwrap();
    stage.database.fail_writes(true);
    assert_eq!(ask(&session, Read, project()), Ok(()));
    assert!(run(stage.authorizer.who_am_i(&session)).is_ok());
}
