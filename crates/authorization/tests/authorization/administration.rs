use strongroom_model::audit::Event;
use strongroom_model::{Action, Grant, OwnerKind, Role, limits};
use strongroom_ports::administration::{Administration, Error, NewToken};

use crate::support::{
    ME, ORGANIZATION, OTHER, OTHER_ORGANIZATION, OTHER_PROJECT, PROJECT, SISTER_PROJECT, START,
    Stage, grant, id, owner, run,
};

fn new_token(grants: Option<Vec<Grant>>) -> NewToken {
    NewToken { name: "ci".to_owned(), lifetime_seconds: 60, grants }
}

fn fields(error: &Error) -> Vec<&str> {
    let Error::Invalid(problems) = error else { panic!("{error:?}") };
    problems.iter().map(|problem| problem.field.as_str()).collect()
}

fn organization() -> strongroom_model::Owner {
    owner(OwnerKind::Organization, ORGANIZATION)
}

fn project() -> strongroom_model::Owner {
    owner(OwnerKind::Project, PROJECT)
}

#[test]
fn lists_hold_what_the_token_holds_with_the_lesser_role() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    stage.hold(ME, owner(OwnerKind::Organization, OTHER_ORGANIZATION), Role::Contributor);
    stage.hold(ME, owner(OwnerKind::Project, OTHER_PROJECT), Role::Reader);

    let list = |grants| {
        let session = stage.session(ME, grants, None);
        let organizations: Vec<_> = run(stage.authorizer.organizations(&session))
            .unwrap()
            .iter()
            .map(|found| (found.id, found.role))
            .collect();
        let projects: Vec<_> = run(stage.authorizer.projects(&session))
            .unwrap()
            .iter()
            .map(|found| (found.id, found.role))
            .collect();
        (organizations, projects)
    };
    assert_eq!(
        list(None),
        (
            vec![(id(ORGANIZATION), Role::Owner), (id(OTHER_ORGANIZATION), Role::Contributor)],
            vec![
                (id(PROJECT), Role::Owner),
                (id(SISTER_PROJECT), Role::Owner),
                (id(OTHER_PROJECT), Role::Reader)
            ]
        )
    );
    assert_eq!(
        list(Some(vec![grant(project(), Role::Writer)])),
        (vec![], vec![(id(PROJECT), Role::Writer)])
    );
    assert_eq!(
        list(Some(vec![grant(organization(), Role::Maintainer)])),
        (vec![(id(ORGANIZATION), Role::Maintainer)], vec![])
    );
    assert_eq!(list(Some(vec![])), (vec![], vec![]));
}

#[test]
fn the_organizations_role_decides_who_makes_projects() {
    for (role, grants, expected) in [
        (Some(Role::Owner), None, Ok(())),
        (Some(Role::Maintainer), None, Ok(())),
        (Some(Role::Contributor), None, Err(Error::Forbidden)),
        (None, None, Err(Error::NotFound)),
        (Some(Role::Owner), Some(vec![grant(organization(), Role::Maintainer)]), Ok(())),
        (
            Some(Role::Owner),
            Some(vec![grant(organization(), Role::Contributor)]),
            Err(Error::Forbidden),
        ),
        (Some(Role::Owner), Some(vec![grant(project(), Role::Owner)]), Err(Error::NotFound)),
        (
            Some(Role::Contributor),
            Some(vec![grant(organization(), Role::Owner)]),
            Err(Error::Forbidden),
        ),
    ] {
        let stage = Stage::new();
        if let Some(role) = role {
            stage.hold(ME, organization(), role);
        }
        let session = stage.session(ME, grants.clone(), None);
        let made =
            run(stage.authorizer.create_project(&session, id(ORGANIZATION), "new".to_owned()));
        let event = match &made {
            Ok(made) => {
                assert_eq!((made.organization, made.role), (id(ORGANIZATION), Role::Owner));
                Event::ProjectCreated { project: made.id, name: made.name.clone() }
            }
            Err(_) => Event::Denied { action: Action::Create, owner: organization(), secret: None },
        };
        assert_eq!(stage.store.events(), vec![event]);
        assert_eq!(made.map(drop), expected, "{role:?} with {grants:?}");
    }
}

#[test]
fn a_projects_name_is_checked_only_for_who_may_make_one() {
    let stage = Stage::new();
    let session = stage.session(ME, None, None);
    let create = |name: &str| {
        run(stage.authorizer.create_project(&session, id(ORGANIZATION), name.to_owned()))
    };
    assert_eq!(create(" ").unwrap_err(), Error::NotFound);
    stage.hold(ME, organization(), Role::Owner);
    assert_eq!(fields(&create(" ").unwrap_err()), ["name"]);
    create("new").unwrap();
    assert_eq!(create("new").unwrap_err(), Error::NameTaken);
}

#[test]
fn a_token_is_made_listed_used_and_revoked() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Writer);
    let session = stage.session(ME, None, None);
    let grants = Some(vec![grant(project(), Role::Reader)]);
    let issued = run(stage.authorizer.create_token(&session, new_token(grants.clone()))).unwrap();
    let token = issued.token.id;
    assert_eq!(issued.token.expires_at, START + 60);
    assert_eq!(stage.store.events(), vec![Event::TokenCreated { token, grants: grants.clone() }]);

    let restricted = stage.authenticate(issued.credential, None).unwrap();
    assert_eq!(run(stage.authorizer.who_am_i(&restricted)).unwrap().grants, grants);
    let listed = run(stage.authorizer.tokens(&session)).unwrap();
    assert!(listed.contains(&issued.token));
    assert_eq!(listed.len(), 2);

    run(stage.authorizer.revoke_token(&session, token)).unwrap();
    assert_eq!(stage.store.events().last(), Some(&Event::TokenRevoked { token }));
    assert_eq!(run(stage.authorizer.revoke_token(&session, token)), Err(Error::NotFound));
}

#[test]
fn a_token_does_not_outlive_the_one_that_made_it() {
    let stage = Stage::new();
    let session = stage.session(ME, None, None);
    let ends_at = session_end(&stage);
    let create = |session, lifetime_seconds| {
        let wanted = NewToken { lifetime_seconds, ..new_token(None) };
        run(stage.authorizer.create_token(session, wanted)).unwrap()
    };
    let left = ends_at - START;
    for (lifetime, expected) in [
        (left - 1, ends_at - 1),
        (left, ends_at),
        (left + 1, ends_at),
        (limits::TOKEN_SECONDS, ends_at),
    ] {
        assert_eq!(create(&session, lifetime).token.expires_at, expected, "{lifetime}");
    }
    // Nor does it where it is made late, or by a token that was itself made so.
    stage.clock.set(ends_at - 10);
    assert_eq!(create(&session, 60).token.expires_at, ends_at);
    let second = create(&session, limits::TOKEN_SECONDS);
    let second = stage.authenticate(second.credential, None).unwrap();
    assert_eq!(create(&second, limits::TOKEN_SECONDS).token.expires_at, ends_at);
}

/// When the one token there is expires.
fn session_end(stage: &Stage) -> strongroom_model::Timestamp {
    stage.store.rows(|rows| rows.tokens.values().next().unwrap().expires_at)
}

#[test]
fn what_has_expired_is_not_listed() {
    let stage = Stage::new();
    let session = stage.session(ME, None, None);
    run(stage.authorizer.create_token(&session, new_token(None))).unwrap();
    stage.clock.set(START + 59);
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap().len(), 2);
    stage.clock.set(START + 60);
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap().len(), 1);
}

#[test]
fn another_persons_token_cannot_be_revoked() {
    let stage = Stage::new();
    let session = stage.session(ME, None, None);
    let theirs = stage.token(OTHER, None);
    let revoked = run(stage.authorizer.revoke_token(&session, theirs.id()));
    assert_eq!(revoked, Err(Error::NotFound));
    assert!(stage.authenticate(theirs.print(), None).is_ok());
}

#[test]
fn a_restricted_token_manages_no_tokens() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    let me = owner(OwnerKind::User, ME);
    let grants = vec![grant(organization(), Role::Owner), grant(me, Role::Owner)];
    let session = stage.session(ME, Some(grants), None);
    let mine = stage.token(ME, None);
    let authorizer = &stage.authorizer;
    assert_eq!(run(authorizer.tokens(&session)), Err(Error::Forbidden));
    assert_eq!(run(authorizer.revoke_token(&session, mine.id())), Err(Error::Forbidden));
    for wanted in [None, Some(vec![grant(project(), Role::Reader)])] {
        let made = run(authorizer.create_token(&session, new_token(wanted)));
        assert_eq!(made.unwrap_err(), Error::Forbidden);
    }
    let denied = |action| Event::Denied { action, owner: me, secret: None };
    assert_eq!(
        stage.store.events(),
        [Action::Read, Action::Delete, Action::Create, Action::Create].map(denied)
    );
}

#[test]
fn nobody_grants_what_they_do_not_have() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Maintainer);
    stage.hold(ME, project(), Role::Writer);
    stage.hold(OTHER, organization(), Role::Owner);
    let may = |user, on, role| {
        let session = stage.session(user, None, None);
        let wanted = new_token(Some(vec![grant(on, role)]));
        match run(stage.authorizer.create_token(&session, wanted)) {
            Ok(_) => true,
            Err(Error::Forbidden) => false,
            Err(other) => panic!("{other:?}"),
        }
    };
    let sister = owner(OwnerKind::Project, SISTER_PROJECT);
    for (user, on, role, expected) in [
        (ME, organization(), Role::Owner, false),
        (ME, organization(), Role::Maintainer, true),
        (ME, organization(), Role::Contributor, true),
        (ME, project(), Role::Owner, false),
        (ME, project(), Role::Writer, true),
        (ME, project(), Role::Reader, true),
        (ME, sister, Role::Reader, false),
        (ME, owner(OwnerKind::User, ME), Role::Owner, true),
        (ME, owner(OwnerKind::User, OTHER), Role::Owner, false),
        (OTHER, sister, Role::Owner, true),
        (OTHER, owner(OwnerKind::Organization, 99), Role::Contributor, false),
        (OTHER, owner(OwnerKind::Project, 99), Role::Reader, false),
        (OTHER, owner(OwnerKind::Project, OTHER_PROJECT), Role::Reader, false),
    ] {
        assert_eq!(may(user, on, role), expected, "{user} {on} {role}");
    }
}

#[test]
fn one_grant_too_much_makes_no_token_at_all() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Writer);
    let session = stage.session(ME, None, None);
    let wanted = new_token(Some(vec![
        grant(project(), Role::Writer),
        grant(organization(), Role::Contributor),
    ]));
    let made = run(stage.authorizer.create_token(&session, wanted));
    assert_eq!(made.unwrap_err(), Error::Forbidden);
    let denied = Event::Denied { action: Action::Read, owner: organization(), secret: None };
    assert_eq!(stage.store.events(), vec![denied]);
    assert_eq!(stage.store.rows(|rows| rows.tokens.len()), 1);
}

#[test]
fn every_problem_of_a_wanted_token_is_told_at_once() {
    let stage = Stage::new();
    let session = stage.session(ME, None, None);
    let create = |wanted| run(stage.authorizer.create_token(&session, wanted)).unwrap_err();
    let wanted = NewToken {
        name: String::new(),
        lifetime_seconds: 0,
        grants: Some(vec![
            grant(project(), Role::Maintainer),
            grant(organization(), Role::Owner),
            grant(project(), Role::Reader),
            grant(owner(OwnerKind::User, ME), Role::Writer),
        ]),
    };
    assert_eq!(
        fields(&create(wanted)),
        ["name", "lifetime_seconds", "grants.0.role", "grants.2.on", "grants.3.role"]
    );
    for grants in [vec![], vec![grant(project(), Role::Reader); 65]] {
        assert_eq!(fields(&create(new_token(Some(grants)))), ["grants"]);
    }
    for lifetime_seconds in [i64::MIN, -1, limits::TOKEN_SECONDS + 1, i64::MAX] {
        let wanted = NewToken { lifetime_seconds, ..new_token(None) };
        assert_eq!(fields(&create(wanted)), ["lifetime_seconds"]);
    }
}

#[test]
fn nothing_is_changed_when_the_store_is_down() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    let session = stage.session(ME, None, None);
    stage.store.rows(|rows| rows.rows_are_down = true);
    let authorizer = &stage.authorizer;
    let made = run(authorizer.create_token(&session, new_token(None)));
    assert_eq!(made.unwrap_err(), Error::Unavailable);
    let made = run(authorizer.create_project(&session, id(ORGANIZATION), "new".to_owned()));
    assert_eq!(made.unwrap_err(), Error::Unavailable);
    assert_eq!(run(authorizer.tokens(&session)).unwrap_err(), Error::Unavailable);
}
