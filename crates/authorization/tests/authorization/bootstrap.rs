use strongroom_authorization::bootstrap::{Error, Settings};
use strongroom_model::audit::Credential;
use strongroom_model::{PrincipalKind, Role, limits};
use strongroom_ports::administration::Administration;

use crate::support::{START, Stage, run};

const DAY: i64 = 24 * 60 * 60;

#[test]
fn the_first_call_gives_an_owner_of_the_organization_and_the_second_nothing() {
    let stage = Stage::empty();
    let first = run(stage.authorizer.initialize(Settings::default())).unwrap().unwrap();
    assert_eq!(first.expires_at, START + 90 * DAY);
    assert_eq!(stage.events(), ["initialized"]);

    let session = stage.authenticate(first.credential, None).unwrap();
    let who = run(stage.authorizer.who_am_i(&session)).unwrap();
    assert_eq!((who.principal.kind, who.principal.id), (PrincipalKind::Person, first.user));
    assert_eq!(who.name.as_str(), "owner");
    assert_eq!((who.token_name.unwrap().as_str(), who.scopes), ("first owner", None));
    assert!(who.administrator);
    let organizations = run(stage.authorizer.organizations(&session)).unwrap();
    assert_eq!(organizations.len(), 1);
    assert_eq!(organizations[0].id, first.organization);
    assert_eq!(organizations[0].name.as_str(), "default");
    assert_eq!(organizations[0].role, Some(Role::Owner));

    assert!(run(stage.authorizer.initialize(Settings::default())).unwrap().is_none());
    assert_eq!(stage.events().len(), 1);
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap().len(), 1);
}

#[test]
fn a_lost_owner_token_can_be_replaced() {
    let stage = Stage::empty();
    assert!(run(stage.authorizer.owner_token(Settings::default())).unwrap().is_none());
    let first = run(stage.authorizer.initialize(Settings::default())).unwrap().unwrap();
    let settings = Settings::with_lifetime(60).unwrap();
    let second = run(stage.authorizer.owner_token(settings)).unwrap().unwrap();
    assert_eq!((second.user, second.organization), (first.user, first.organization));
    assert_eq!(second.expires_at, START + 60);
    assert_ne!(second.credential.expose(), first.credential.expose());
    let session = stage.authenticate(second.credential, None).unwrap();
    let who = run(stage.authorizer.who_am_i(&session)).unwrap();
    assert_eq!(who.principal.id, first.user);
    assert!(matches!(who.credential, Credential::ApiToken(_)));
    assert_eq!(stage.events().last().unwrap(), "token-created");
}

#[test]
fn a_lifetime_is_at_most_what_any_token_may_have() {
    for seconds in [i64::MIN, -1, 0, limits::TOKEN_SECONDS + 1, i64::MAX] {
        assert_eq!(Settings::with_lifetime(seconds), None, "{seconds}");
    }
    assert!(Settings::with_lifetime(1).is_some());
    assert!(Settings::with_lifetime(limits::TOKEN_SECONDS).is_some());
}

#[test]
fn a_store_that_is_down_initializes_nothing() {
    let stage = Stage::empty();
    stage.database.fail_reads(true);
    stage.database.fail_writes(true);
    let settings = Settings::default();
    assert_eq!(run(stage.authorizer.initialize(settings)).unwrap_err(), Error::Unavailable);
    assert_eq!(run(stage.authorizer.owner_token(settings)).unwrap_err(), Error::Unavailable);
}
