//! People: making, finding, suspending and removing them.

use serde_json::json;
use strongroom_model::{Permission, Role, limits};
use strongroom_ports::administration::{Administration, Error};
use strongroom_ports::directory::{Directory, NewPerson, PersonChange};
use strongroom_ports::principals::{ExternalIdentity, Status};
use strongroom_ports::sessions::Reason;

use crate::support::provider::of_organization;
use crate::support::{
    ADMINISTRATOR, HOUR, ISSUER, ME, ORGANIZATION, OTHER, OTHER_ORGANIZATION, START, Stage, THEIRS,
    id, organization, project, run, wide,
};

const FORBIDDEN: Error = Error::Forbidden(Reason::Role);
const OUT_OF_SCOPE: Error = Error::Forbidden(Reason::Scope);

fn grace() -> NewPerson {
    NewPerson {
        name: "Grace".to_owned(),
        email: Some("grace@example.com".to_owned()),
        role: Some(Role::Contributor),
        identity: None,
        token_lifetime_seconds: Some(HOUR),
    }
}

fn off() -> PersonChange {
    PersonChange { name: None, active: Some(false) }
}

#[test]
fn an_owner_makes_somebody_with_a_first_token() {
    let stage = Stage::new();
    let session = stage.whole(THEIRS);
    let authorizer = &stage.authorizer;
    let made = run(authorizer.create_person(&session, id(OTHER_ORGANIZATION), grace())).unwrap();
    assert_eq!((made.person.status, made.person.role), (Status::Active, Some(Role::Contributor)));
    assert_eq!(stage.events(), ["person-created"]);
    let theirs = stage.authenticate(made.credential.unwrap(), None).unwrap();
    let who = run(authorizer.who_am_i(&theirs)).unwrap();
    assert_eq!((who.principal.id, who.expires_at), (made.person.id, START + HOUR));
    let people = run(authorizer.people(&session, Some(id(OTHER_ORGANIZATION)), None)).unwrap();
    assert_eq!(people.len(), 2);
    let search = Some("GRACE@".to_owned());
    let found = run(authorizer.people(&session, Some(id(OTHER_ORGANIZATION)), search)).unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [made.person.id]);
}

#[test]
fn nobody_else_makes_people_and_no_credential_with_scopes_does() {
    let stage = Stage::new();
    let create = |session: &crate::support::Caller| {
        run(stage.authorizer.create_person(session, id(ORGANIZATION), grace())).map(drop)
    };
    assert_eq!(create(&stage.whole(ME)), Err(Error::NotFound));
    assert_eq!(create(&stage.whole(THEIRS)), Err(Error::NotFound));
    stage.hold(ME, organization(), Role::Maintainer);
    assert_eq!(create(&stage.whole(ME)), Err(FORBIDDEN));
    let scoped = stage.session(ADMINISTRATOR, Some(vec![wide(&Permission::ALL)]));
    assert_eq!(create(&scoped), Err(OUT_OF_SCOPE));
}

#[test]
fn every_problem_of_a_wanted_person_is_told_at_once() {
    let (stage, _) = Stage::with_provider(json!({}));
    let session = stage.whole(ADMINISTRATOR);
    let identity =
        ExternalIdentity { issuer: "https://evil.example.com".to_owned(), subject: String::new() };
    let bad = NewPerson {
        name: String::new(),
        email: Some("no address".to_owned()),
        role: Some(Role::Writer),
        identity: Some(identity),
        token_lifetime_seconds: Some(8 * 24 * HOUR),
    };
    let Error::Invalid(problems) =
        run(stage.authorizer.create_person(&session, id(ORGANIZATION), bad)).unwrap_err()
    else {
        panic!("valid")
    };
    assert_eq!(
        problems.into_iter().map(|one| one.field).collect::<Vec<_>>(),
        ["name", "email", "role", "identity.issuer", "identity.subject", "token_lifetime_seconds"]
    );
}

#[test]
fn an_organization_names_those_alone_whom_its_own_provider_signs_in() {
    let (stage, _) = Stage::with_provider(of_organization(ORGANIZATION));
    let named = |subject: &str| NewPerson {
        identity: Some(ExternalIdentity { issuer: ISSUER.to_owned(), subject: subject.to_owned() }),
        ..grace()
    };
    let authorizer = &stage.authorizer;
    let theirs = stage.whole(THEIRS);
    let made = run(authorizer.create_person(&theirs, id(OTHER_ORGANIZATION), named("s")));
    assert!(matches!(made, Err(Error::Invalid(_))), "{made:?}");
    let ours = stage.whole(ADMINISTRATOR);
    assert!(run(authorizer.create_person(&ours, id(ORGANIZATION), named("s"))).is_ok());
    let again = run(authorizer.create_person(&ours, id(ORGANIZATION), named("s")));
    assert_eq!(again.unwrap_err(), Error::NameTaken);
}

#[test]
fn administrators_suspend_bring_back_and_remove_and_nobody_else_does() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    let authorizer = &stage.authorizer;
    let administrator = stage.whole(ADMINISTRATOR);
    let scoped = stage.session(ADMINISTRATOR, Some(vec![wide(&Permission::ALL)]));
    let theirs = stage.whole(THEIRS);
    stage.hold(OTHER, organization(), Role::Maintainer);
    let maintainer = stage.whole(OTHER);
    for (session, expected) in
        [(&theirs, Error::NotFound), (&maintainer, FORBIDDEN), (&scoped, OUT_OF_SCOPE)]
    {
        let changed = run(authorizer.change_person(session, id(ME), off()));
        assert_eq!(changed.unwrap_err(), expected);
        assert_eq!(run(authorizer.remove_person(session, id(ME))), Err(expected));
    }
    // Nobody suspends themselves by accident, or brings themselves back.
    assert_eq!(run(authorizer.change_person(&stage.whole(ME), id(ME), off())), Err(FORBIDDEN));

    let changed = run(authorizer.change_person(&administrator, id(ME), off())).unwrap();
    assert_eq!(changed.status, Status::Suspended);
    let on = PersonChange { name: Some("New".to_owned()), active: Some(true) };
    let changed = run(authorizer.change_person(&administrator, id(ME), on)).unwrap();
    assert_eq!((changed.status, changed.name.as_str()), (Status::Active, "New"));
    run(authorizer.remove_person(&administrator, id(ME))).unwrap();
    assert_eq!(run(authorizer.remove_person(&administrator, id(ME))), Err(Error::NotFound));
}

#[test]
fn people_rename_themselves() {
    let stage = Stage::new();
    let session = stage.whole(ME);
    let change = |id, name: &str| {
        let change = PersonChange { name: Some(name.to_owned()), active: None };
        run(stage.authorizer.change_person(&session, id, change)).map(|person| person.name)
    };
    assert_eq!(change(id(ME), "Ada").unwrap().as_str(), "Ada");
    assert!(matches!(change(id(ME), ""), Err(Error::Invalid(_))));
    assert_eq!(change(id(OTHER), "Eve"), Err(Error::NotFound));
}

#[test]
fn who_may_know_of_somebody() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    stage.hold(OTHER, project(), Role::Reader);
    let get = |who, whom| {
        run(stage.authorizer.get_person(&stage.whole(who), id(whom))).map(|person| person.id)
    };
    assert_eq!(get(ME, ME), Ok(id(ME)));
    // Of the organization that the caller reads, by a project too.
    assert_eq!(get(ME, OTHER), Ok(id(OTHER)));
    // A role in a project shows nobody of the organization.
    assert_eq!(get(OTHER, ME), Err(Error::NotFound));
    assert_eq!(get(ME, THEIRS), Err(Error::NotFound));
    assert_eq!(get(THEIRS, ME), Err(Error::NotFound));
    assert_eq!(get(ADMINISTRATOR, THEIRS), Ok(id(THEIRS)));
    assert_eq!(get(ADMINISTRATOR, 99), Err(Error::NotFound));
}

#[test]
fn all_people_are_listed_for_administrators_alone() {
    let stage = Stage::new();
    let people = |who, organization| {
        run(stage.authorizer.people(&stage.whole(who), organization, None)).map(|all| all.len())
    };
    assert_eq!(people(ADMINISTRATOR, None), Ok(4));
    assert_eq!(people(THEIRS, None), Err(FORBIDDEN));
    assert_eq!(people(THEIRS, Some(id(ORGANIZATION))), Err(Error::NotFound));
    assert_eq!(people(THEIRS, Some(id(OTHER_ORGANIZATION))), Ok(1));
    let long = Some("x".repeat(limits::NAME_CHARACTERS + 1));
    let none = run(stage.authorizer.people(&stage.whole(ADMINISTRATOR), None, long)).unwrap();
    assert!(none.is_empty());
}
