use strongroom_model::access::Deed;
use strongroom_model::audit::Event;
use strongroom_model::{Action, OwnerKind, Role, SecretKey, VersionNumber};
use strongroom_ports::sessions::{Denial, Permit, Session};

use crate::support::{ME, ORGANIZATION, PROJECT, SISTER_PROJECT, START, Stage};
use crate::support::{grant, id, owner, run};

fn key(number: u8) -> SecretKey {
    SecretKey { type_name: "Custom".parse().unwrap(), id: id(number) }
}

fn deed(action: Action) -> Deed {
    Deed {
        action,
        owner: owner(OwnerKind::Project, PROJECT),
        secret: Some(key(50)),
        version: Some(VersionNumber::FIRST),
    }
}

fn writer() -> Stage {
    let stage = Stage::new();
    stage.hold(ME, owner(OwnerKind::Project, PROJECT), Role::Writer);
    stage
}

#[test]
fn a_permit_covers_exactly_its_deed() {
    let stage = writer();
    let session = stage.session(ME, None, None);
    let permit = run(session.permit(deed(Action::Reveal))).unwrap();
    assert!(permit.covers(&deed(Action::Reveal)));

    let same = || deed(Action::Reveal);
    let others = [
        Deed { secret: Some(key(51)), ..same() },
        Deed {
            secret: Some(SecretKey { type_name: "Other".parse().unwrap(), ..key(50) }),
            ..same()
        },
        Deed { secret: None, ..same() },
        Deed { version: VersionNumber::FIRST.next(), ..same() },
        Deed { version: None, ..same() },
        Deed { owner: owner(OwnerKind::Project, SISTER_PROJECT), ..same() },
        Deed { owner: owner(OwnerKind::Organization, PROJECT), ..same() },
        Deed { owner: owner(OwnerKind::User, PROJECT), ..same() },
    ];
    for other in others {
        assert!(!permit.covers(&other), "{other:?}");
    }
    for action in Action::ALL.into_iter().filter(|action| *action != Action::Reveal) {
        assert!(!permit.covers(&deed(action)), "{action}");
    }
}

#[test]
fn a_permit_for_no_version_covers_none() {
    let stage = writer();
    let session = stage.session(ME, None, None);
    let wide = Deed { version: None, ..deed(Action::Reveal) };
    let permit = run(session.permit(wide.clone())).unwrap();
    assert!(permit.covers(&wide));
    assert!(!permit.covers(&deed(Action::Reveal)));
}

#[test]
fn a_permit_is_void_when_its_session_is_dropped() {
    let stage = writer();
    let session = stage.session(ME, None, None);
    let other = stage.session(ME, None, None);
    let permit = run(session.permit(deed(Action::Reveal))).unwrap();
    let others = run(other.permit(deed(Action::Reveal))).unwrap();
    drop(session);
    assert!(!permit.covers(&deed(Action::Reveal)));
    assert!(others.covers(&deed(Action::Reveal)));
}

#[test]
fn a_permit_is_void_a_minute_after_it_was_made() {
    let stage = writer();
    let session = stage.session(ME, None, None);
    let permit = run(session.permit(deed(Action::Reveal))).unwrap();
    for (now, alive) in [
        (START + 59, true),
        (START + 60, false),
        (i64::MAX, false),
        (START, true),
        (START - 1, false),
        (i64::MIN, false),
    ] {
        stage.clock.set(now);
        assert_eq!(permit.covers(&deed(Action::Reveal)), alive, "{now}");
    }
}

#[test]
fn a_denial_is_recorded_before_it_is_given() {
    let stage = Stage::new();
    let project = owner(OwnerKind::Project, PROJECT);
    stage.hold(ME, project, Role::Reader);
    let session = stage.session(ME, None, None);
    let denied = |action| Event::Denied { action, owner: project, secret: Some(key(50)) };

    assert_eq!(run(session.permit(deed(Action::Reveal))).unwrap_err(), Denial::Forbidden);
    assert_eq!(stage.store.events(), vec![denied(Action::Reveal)]);
    stage.store.rows(|rows| {
        assert_eq!(rows.log[0].caller, Some(session.caller()));
        assert_eq!(rows.log[0].context, session.context());
        rows.roles.clear();
    });

    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Hidden);
    assert_eq!(stage.store.events(), vec![denied(Action::Reveal), denied(Action::Read)]);
}

#[test]
fn a_denial_that_cannot_be_recorded_is_not_told() {
    let stage = Stage::new();
    let session = stage.session(ME, None, None);
    stage.store.rows(|rows| rows.log_is_down = true);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Unavailable);
}

#[test]
fn roles_that_cannot_be_read_allow_nothing() {
    let stage = writer();
    let session = stage.session(ME, None, None);
    stage.store.rows(|rows| rows.rows_are_down = true);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Unavailable);
    assert!(stage.store.events().is_empty());
}

#[test]
fn the_owner_of_the_request_costs_no_second_read_and_others_do() {
    let stage = writer();
    let session = stage.session(ME, None, Some(owner(OwnerKind::Project, PROJECT)));
    run(session.permit(deed(Action::Reveal))).unwrap();
    run(session.permit(deed(Action::Update))).unwrap();
    assert_eq!(stage.store.rows(|rows| rows.standings_read), 0);
    let sister = owner(OwnerKind::Project, SISTER_PROJECT);
    let elsewhere = Deed { owner: sister, ..deed(Action::Read) };
    assert_eq!(run(session.permit(elsewhere)).unwrap_err(), Denial::Hidden);
    assert_eq!(stage.store.rows(|rows| rows.standings_read), 1);
}

#[test]
fn denies_reveal_after_the_role_is_removed() {
    let stage = writer();
    let about = Some(owner(OwnerKind::Project, PROJECT));
    let token = stage.token(ME, None);
    let before = stage.authenticate(token.print(), about).unwrap();
    assert!(run(before.permit(deed(Action::Reveal))).is_ok());
    stage.store.rows(|rows| rows.roles.clear());
    let after = stage.authenticate(token.print(), about).unwrap();
    assert_eq!(run(after.permit(deed(Action::Reveal))).unwrap_err(), Denial::Hidden);
}

#[test]
fn a_grant_is_worth_no_more_than_the_role_its_user_has_now() {
    let stage = Stage::new();
    let organization = owner(OwnerKind::Organization, ORGANIZATION);
    stage.hold(ME, organization, Role::Owner);
    let token = stage.token(ME, Some(vec![grant(organization, Role::Owner)]));
    let ask = |action| {
        let session = stage.authenticate(token.print(), None).unwrap();
        run(session.permit(deed(action))).map(drop)
    };
    assert_eq!(ask(Action::Audit), Ok(()));
    stage.hold(ME, organization, Role::Contributor);
    assert_eq!(ask(Action::Read), Err(Denial::Hidden));
    stage.hold(ME, owner(OwnerKind::Project, PROJECT), Role::Writer);
    assert_eq!(ask(Action::Reveal), Ok(()));
    assert_eq!(ask(Action::Audit), Err(Denial::Forbidden));
}

#[test]
fn a_session_that_outlasts_its_token_gets_no_more_permits() {
    let stage = writer();
    let about = Some(owner(OwnerKind::Project, PROJECT));
    let session = stage.session(ME, None, about);
    stage.clock.set(START + 3600);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Hidden);
}
