//! API tokens: making, listing and revoking them.

use serde_json::json;
use strongroom_model::{Action, Owner, OwnerKind, Permission, Role, Scope, limits};
use strongroom_ports::administration::{Administration, Error, NewToken};
use strongroom_ports::sessions::Reason;

use crate::support::{
    Caller, HOUR, ME, OTHER, OTHER_PROJECT, SISTER_PROJECT, START, Stage, ask, on_secret,
    organization, owner, project, run, scope, wide,
};

fn wanted(scopes: Option<Vec<Scope>>) -> NewToken {
    NewToken { name: "deploy".to_owned(), lifetime_seconds: 60, scopes }
}

fn fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.into_iter().map(|problem| problem.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_token_is_made_listed_used_and_revoked() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Writer);
    let session = stage.whole(ME);
    let scopes = Some(vec![scope(project(), &[Permission::Metadata])]);
    let issued = run(stage.authorizer.create_token(&session, wanted(scopes.clone()))).unwrap();
    assert_eq!((&issued.token.scopes, issued.token.expires_at), (&scopes, START + 60));
    assert_eq!(stage.events(), ["token-created"]);
    let scoped = stage.authenticate(issued.credential, None).unwrap();
    assert_eq!(ask(&scoped, Action::Read, project()), Ok(()));
    assert_eq!(run(stage.authorizer.who_am_i(&scoped)).unwrap().scopes, scopes);
    let listed = run(stage.authorizer.tokens(&session)).unwrap();
    assert_eq!(listed.len(), 2);
    let mine = listed.iter().find(|one| one.id == issued.token.id).unwrap();
    assert_eq!((mine.last_used_at, &mine.scopes), (Some(START), &scopes));

    run(stage.authorizer.revoke_token(&session, issued.token.id)).unwrap();
    let again = run(stage.authorizer.revoke_token(&session, issued.token.id));
    assert_eq!(again, Err(Error::NotFound));
}

#[test]
fn a_token_does_not_outlive_the_one_that_made_it() {
    let stage = Stage::new();
    let session = stage.whole(ME);
    let create = |session: &Caller, lifetime_seconds| {
        let wanted = NewToken { lifetime_seconds, ..wanted(None) };
        run(stage.authorizer.create_token(session, wanted)).unwrap()
    };
    for (lifetime, expected) in
        [(HOUR - 1, HOUR - 1), (HOUR, HOUR), (HOUR + 1, HOUR), (limits::TOKEN_SECONDS, HOUR)]
    {
        assert_eq!(create(&session, lifetime).token.expires_at, START + expected, "{lifetime}");
    }
    // Nor does it where it is made late, or by a token that was itself made so.
    stage.clock.set(START + HOUR - 10);
    let second = create(&session, limits::TOKEN_SECONDS);
    assert_eq!(second.token.expires_at, START + HOUR);
    let second = stage.authenticate(second.credential, None).unwrap();
    assert_eq!(create(&second, limits::TOKEN_SECONDS).token.expires_at, START + HOUR);
}

#[test]
fn who_signs_in_by_a_provider_makes_tokens_that_last() {
    let (stage, signer) = Stage::with_provider(json!({"role": "Contributor"}));
    let session = stage.authenticate(signer.token(json!({})), None).unwrap();
    let wanted = NewToken { lifetime_seconds: 30 * 24 * HOUR, ..wanted(None) };
    let issued = run(stage.authorizer.create_token(&session, wanted)).unwrap();
    assert_eq!(issued.token.expires_at, START + 30 * 24 * HOUR);
    assert!(stage.authenticate(issued.credential, None).is_ok());
}

#[test]
fn what_has_expired_is_not_listed() {
    let stage = Stage::new();
    let session = stage.whole(ME);
    run(stage.authorizer.create_token(&session, wanted(None))).unwrap();
    stage.clock.set(START + 59);
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap().len(), 2);
    stage.clock.set(START + 60);
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap().len(), 1);
}

#[test]
fn another_persons_token_cannot_be_revoked() {
    let stage = Stage::new();
    let session = stage.whole(ME);
    let theirs = stage.token(OTHER, None);
    let revoked = run(stage.authorizer.revoke_token(&session, theirs.id()));
    assert_eq!(revoked, Err(Error::NotFound));
    assert!(stage.authenticate(theirs.print(), None).is_ok());
}

#[test]
fn a_token_with_scopes_manages_no_tokens_whatever_they_are() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    let me = owner(OwnerKind::User, ME);
    let scopes = vec![wide(&Permission::ALL), scope(me, &Permission::ALL)];
    let session = stage.session(ME, Some(scopes));
    let mine = stage.token(ME, None);
    let authorizer = &stage.authorizer;
    let forbidden = Error::Forbidden(Reason::Scope);
    assert_eq!(run(authorizer.tokens(&session)), Err(forbidden.clone()));
    assert_eq!(run(authorizer.revoke_token(&session, mine.id())), Err(forbidden.clone()));
    for scopes in [None, Some(vec![scope(project(), &[Permission::Metadata])])] {
        let made = run(authorizer.create_token(&session, wanted(scopes)));
        assert_eq!(made.unwrap_err(), forbidden);
    }
    assert_eq!(stage.events(), ["denied"; 4]);
}

#[test]
fn nobody_gives_what_they_do_not_have() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Maintainer);
    stage.hold(ME, project(), Role::Writer);
    stage.hold(OTHER, organization(), Role::Owner);
    let may = |user, scope: &Scope| {
        let session = stage.whole(user);
        match run(stage.authorizer.create_token(&session, wanted(Some(vec![scope.clone()])))) {
            Ok(_) => true,
            Err(Error::Forbidden(Reason::Role)) => false,
            Err(other) => panic!("{other:?}"),
        }
    };
    use Permission::{Manage, Metadata, Reveal, Write};
    let sister = owner(OwnerKind::Project, SISTER_PROJECT);
    let user = |number| owner(OwnerKind::User, number);
    let cases: [(u8, Owner, Permission, bool); 17] = [
        (ME, organization(), Metadata, true),
        (ME, organization(), Reveal, true),
        (ME, organization(), Write, true),
        (ME, organization(), Manage, false),
        (ME, project(), Reveal, true),
        (ME, project(), Write, true),
        (ME, project(), Manage, false),
        (ME, sister, Metadata, false),
        (ME, user(ME), Reveal, true),
        (ME, user(ME), Manage, true),
        (ME, user(OTHER), Metadata, false),
        (OTHER, sister, Manage, true),
        (OTHER, organization(), Manage, true),
        (OTHER, user(ME), Metadata, false),
        (OTHER, owner(OwnerKind::Organization, 99), Metadata, false),
        (OTHER, owner(OwnerKind::Project, 99), Metadata, false),
        (OTHER, owner(OwnerKind::Project, OTHER_PROJECT), Metadata, false),
    ];
    for (number, on, permission, expected) in cases {
        assert_eq!(may(number, &scope(on, &[permission])), expected, "{number} {on} {permission}");
    }
    assert!(may(ME, &on_secret(project(), &[Reveal], 50, &["password"])));
    assert!(!may(ME, &on_secret(sister, &[Reveal], 50, &["password"])));
    // One too many makes no token at all.
    let session = stage.whole(ME);
    let before = run(stage.authorizer.tokens(&session)).unwrap().len();
    let scopes = vec![scope(project(), &[Write]), scope(sister, &[Metadata])];
    assert!(run(stage.authorizer.create_token(&session, wanted(Some(scopes)))).is_err());
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap().len(), before);
}

#[test]
fn every_problem_of_a_wanted_token_is_told_at_once() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    let session = stage.whole(ME);
    let create = |wanted| fields(run(stage.authorizer.create_token(&session, wanted)).unwrap_err());
    use Permission::{Manage, Metadata, Reveal};
    let with_projects = |scope: Scope| Scope { projects: true, ..scope };
    let mut twice = on_secret(project(), &[Reveal], 50, &[]);
    let one = twice.secrets.as_ref().unwrap()[0].clone();
    twice.secrets = Some(vec![one.clone(), one]);
    let bad = NewToken {
        name: String::new(),
        lifetime_seconds: 0,
        scopes: Some(vec![
            scope(project(), &[]),
            scope(project(), &[Metadata, Metadata]),
            with_projects(scope(project(), &[Metadata])),
            with_projects(on_secret(organization(), &[Reveal], 50, &[])),
            on_secret(project(), &[Manage], 50, &[]),
            on_secret(project(), &[Metadata], 50, &["password"]),
            on_secret(project(), &[Reveal], 50, &["password", "password"]),
            twice,
            Scope { secrets: Some(vec![]), ..scope(project(), &[Reveal]) },
        ]),
    };
    assert_eq!(
        create(bad),
        [
            "name",
            "lifetime_seconds",
            "scopes.0.permissions",
            "scopes.1.permissions",
            "scopes.2.projects",
            "scopes.3.secrets",
            "scopes.4.secrets",
            "scopes.5.secrets.0.fields",
            "scopes.6.secrets.0.fields",
            "scopes.7.secrets",
            "scopes.8.secrets",
        ]
    );
    for scopes in [vec![], vec![scope(project(), &[Reveal]); limits::SCOPES + 1]] {
        assert_eq!(create(wanted(Some(scopes))), ["scopes"]);
    }
    for lifetime_seconds in [i64::MIN, -1, limits::TOKEN_SECONDS + 1, i64::MAX] {
        assert_eq!(create(NewToken { lifetime_seconds, ..wanted(None) }), ["lifetime_seconds"]);
    }
}

#[test]
fn nothing_is_made_when_the_store_is_down() {
    let stage = Stage::new();
    let session = stage.whole(ME);
    stage.database.fail_writes(true);
    let made = run(stage.authorizer.create_token(&session, wanted(None)));
    assert_eq!(made.unwrap_err(), Error::Unavailable);
    stage.database.fail_reads(true);
    assert_eq!(run(stage.authorizer.tokens(&session)).unwrap_err(), Error::Unavailable);
}
