use strongroom_model::audit::{AuthenticationFailure, Caller, Event};
use strongroom_model::{OwnerKind, Role};
use strongroom_ports::authentication::Failure;
use strongroom_ports::sessions::Session;
use strongroom_secret_bytes::SecretBytes;

use crate::support::{ME, OTHER, PROJECT, START, Stage, context, id, owner};

fn failed(reason: AuthenticationFailure) -> Vec<Event> {
    vec![Event::AuthenticationFailed { reason }]
}

#[test]
fn a_good_token_gives_its_caller_and_writes_nothing() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    let session = stage.authenticate(token.print(), None).unwrap();
    assert_eq!(session.caller(), Caller { user: id(ME), token: token.id() });
    assert_eq!(session.context(), context());
    assert!(stage.store.events().is_empty());
}

#[test]
fn a_malformed_token_is_recorded_without_a_trace_of_it() {
    let stage = Stage::new();
    let failure = stage.authenticate(SecretBytes::from("hunter2".to_owned()), None).unwrap_err();
    assert_eq!(failure, Failure::Malformed);
    assert_eq!(stage.store.events(), failed(AuthenticationFailure::Malformed));
    stage.store.rows(|rows| {
        assert_eq!(rows.log[0].caller, None);
        assert_eq!(rows.log[0].at, START);
        assert_eq!(rows.log[0].context, context());
        assert!(!format!("{:?}", rows.log).contains("hunter2"));
    });
}

#[test]
fn an_unknown_token_and_a_wrong_secret_are_not_told_apart() {
    let stage = Stage::new();
    let unknown = stage.token(ME, None);
    stage.store.rows(|rows| rows.tokens.remove(&unknown.id()));
    assert_eq!(stage.authenticate(unknown.print(), None).unwrap_err(), Failure::Unknown);

    let mine = stage.token(ME, None).print().into_exposed();
    let theirs = stage.token(OTHER, None).print().into_exposed();
    // Their id with my secret.
    let mixed = [&theirs[..32], &mine[32..]].concat();
    assert_eq!(stage.authenticate(SecretBytes::new(mixed), None).unwrap_err(), Failure::Unknown);

    let unknown = Event::AuthenticationFailed { reason: AuthenticationFailure::Unknown };
    assert_eq!(stage.store.events(), vec![unknown.clone(), unknown]);
}

#[test]
fn a_row_of_zeros_lets_nobody_in() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    stage.store.rows(|rows| rows.tokens.get_mut(&token.id()).unwrap().digest = [0; 32]);
    assert_eq!(stage.authenticate(token.print(), None).unwrap_err(), Failure::Unknown);
}

#[test]
fn a_token_is_good_until_the_second_of_its_expiry_and_not_in_it() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    stage.clock.set(START + 3599);
    assert!(stage.authenticate(token.print(), None).is_ok());
    for now in [START + 3600, START + 3601, i64::MAX] {
        stage.clock.set(now);
        assert_eq!(stage.authenticate(token.print(), None).unwrap_err(), Failure::Expired);
    }
    assert_eq!(stage.store.events().len(), 3);
    assert_eq!(stage.store.events()[..1], failed(AuthenticationFailure::Expired));
}

#[test]
fn a_wrong_secret_does_not_learn_that_a_token_has_expired() {
    let stage = Stage::new();
    let mine = stage.token(ME, None).print().into_exposed();
    let theirs = stage.token(OTHER, None).print().into_exposed();
    stage.clock.set(START + 4000);
    let mixed = [&theirs[..32], &mine[32..]].concat();
    assert_eq!(stage.authenticate(SecretBytes::new(mixed), None).unwrap_err(), Failure::Unknown);
}

#[test]
fn a_failure_that_cannot_be_recorded_is_not_told() {
    let stage = Stage::new();
    let expired = stage.token(ME, None);
    let unknown = stage.token(ME, None);
    stage.store.rows(|rows| {
        rows.tokens.remove(&unknown.id());
        rows.log_is_down = true;
    });
    stage.clock.set(START + 4000);
    for credential in [SecretBytes::from("malformed".to_owned()), expired.print(), unknown.print()]
    {
        let failure = stage.authenticate(credential, None).unwrap_err();
        assert_eq!(failure, Failure::Unavailable);
    }
}

#[test]
fn a_store_that_is_down_is_not_a_wrong_token() {
    let stage = Stage::new();
    let token = stage.token(ME, None);
    stage.store.rows(|rows| rows.rows_are_down = true);
    assert_eq!(stage.authenticate(token.print(), None).unwrap_err(), Failure::Unavailable);
    assert!(stage.store.events().is_empty());
}

#[test]
fn a_revoked_token_is_unknown_from_then_on() {
    let stage = Stage::new();
    stage.hold(ME, owner(OwnerKind::Project, PROJECT), Role::Reader);
    let token = stage.token(ME, None);
    assert!(stage.authenticate(token.print(), None).is_ok());
    stage.store.rows(|rows| rows.tokens.remove(&token.id()));
    assert_eq!(stage.authenticate(token.print(), None).unwrap_err(), Failure::Unknown);
}
