//! Sign-in with tokens of an identity provider: who becomes whom.

use serde_json::json;
use strongroom_model::audit::{AuthenticationFailure, Credential};
use strongroom_model::{Action, Role};
use strongroom_ports::administration::Administration;
use strongroom_ports::authentication::{Authentication, Failure};
use strongroom_ports::directory::{Directory, PersonChange};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::sessions::{Denial, Session};

use crate::support::provider::{Signer, jwks, of_organization};
use crate::support::{
    ADMINISTRATOR, ISSUER, ORGANIZATION, OTHER_ORGANIZATION, START, Stage, ask, context, id,
    organization, owner, project, run,
};

#[test]
fn a_first_sign_in_makes_the_person_with_the_role_that_the_provider_gives() {
    let (stage, signer) = Stage::with_provider(json!({"role": "Contributor"}));
    let session = stage.authenticate(signer.token(json!({})), None).unwrap();
    let who = run(stage.authorizer.who_am_i(&session)).unwrap();
    assert_eq!((who.name.as_str(), who.email.as_deref()), ("Ada", Some("ada@example.com")));
    assert_eq!(who.credential, Credential::IdentityToken);
    assert_eq!((who.scopes, who.administrator, who.token_name), (None, false, None));
    assert_eq!(who.expires_at, START + 3600);
    assert_eq!(ask(&session, Action::Read, organization()), Ok(()));
    assert!(stage.events().contains(&"person-created".to_owned()), "{:?}", stage.log());

    // The same person from then on, whatever the token says of name and address.
    let renamed = json!({"name": "Eve", "email": "eve@example.com", "iat": START + 1});
    let again = stage.authenticate(signer.token(renamed), None).unwrap();
    assert_eq!(again.caller().principal, session.caller().principal);
    assert_eq!(run(stage.authorizer.who_am_i(&again)).unwrap().name.as_str(), "Ada");
    // And somebody else by another subject, even with all else alike.
    let other = stage.authenticate(signer.token(json!({"sub": "subject 2"})), None).unwrap();
    assert_ne!(other.caller().principal, session.caller().principal);
}

#[test]
fn without_a_role_a_sign_in_gives_nothing() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let session = stage.authenticate(signer.token(json!({})), None).unwrap();
    assert_eq!(ask(&session, Action::See, organization()), Err(Denial::Hidden));
    assert!(run(stage.authorizer.organizations(&session)).unwrap().is_empty());
}

#[test]
fn a_name_that_cannot_be_one_is_replaced() {
    let (stage, signer) = Stage::with_provider(json!({}));
    for (name, email, expected) in [
        (json!("  Ada  "), json!("ada@example.com"), ("Ada", Some("ada@example.com"))),
        (json!("a\u{0}b"), json!("no address"), ("x", None)),
        (json!(""), json!(7), ("x", None)),
        (json!("n".repeat(300)), json!(format!("{}@example.com", "e".repeat(300))), ("x", None)),
        (json!(["Ada"]), json!("a b@example.com"), ("x", None)),
    ] {
        let subject = if expected.0 == "x" { name.to_string() } else { "y".to_owned() };
        let subject: String =
            subject.chars().filter(char::is_ascii_alphanumeric).take(200).collect();
        let subject = format!("s{subject}");
        let token = signer.token(json!({"sub": subject, "name": name, "email": email}));
        let session = stage.authenticate(token, None).unwrap();
        let who = run(stage.authorizer.who_am_i(&session)).unwrap();
        let name = if expected.0 == "x" { subject.as_str() } else { expected.0 };
        assert_eq!((who.name.as_str(), who.email.as_deref()), (name, expected.1));
    }
    // A subject need not be a name either.
    let token = signer.token(json!({"sub": " \n", "name": null}));
    let session = stage.authenticate(token, None).unwrap();
    assert_eq!(run(stage.authorizer.who_am_i(&session)).unwrap().name.as_str(), "person");
}

#[test]
fn claimed_groups_come_and_go_with_newer_tokens_and_not_with_older() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let writers = stage.group(40, ORGANIZATION, Some("writers"));
    stage.give_group(writers, project(), Role::Writer);
    let owners = stage.group(41, ORGANIZATION, Some("owners"));
    stage.give_group(owners, project(), Role::Owner);
    let may = |groups: serde_json::Value, iat: i64| {
        let token = signer.token(json!({"groups": groups, "iat": iat}));
        let session = stage.authenticate(token, Some(project())).unwrap();
        [Action::Reveal, Action::Audit].map(|action| ask(&session, action, project()).is_ok())
    };
    assert_eq!(may(json!(["writers", "unknown"]), START), [true, false]);
    assert_eq!(may(json!("owners"), START + 1), [true, true]);
    // An older token does not bring back what a newer one took, nor take what it gave.
    assert_eq!(may(json!(["writers"]), START - 1), [true, true]);
    assert_eq!(may(json!([]), START - 2), [true, true]);
    assert_eq!(may(json!([]), START + 2), [false, false]);
    assert_eq!(may(json!(["owners"]), START + 1), [false, false]);
    // A token without the claim names no group.
    assert_eq!(may(json!(["owners"]), START + 3), [true, true]);
    let token = signer.token(json!({"groups": null, "iat": START + 4}));
    let session = stage.authenticate(token, Some(project())).unwrap();
    assert_eq!(ask(&session, Action::See, project()), Err(Denial::Hidden));
}

#[test]
fn groups_of_a_token_that_came_while_its_person_was_suspended_come_with_its_next_use() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let group = stage.group(40, ORGANIZATION, Some("writers"));
    stage.give_group(group, project(), Role::Writer);
    let session = stage.authenticate(signer.token(json!({})), None).unwrap();
    let person = session.caller().principal.id;
    let administrator = stage.whole(ADMINISTRATOR);
    let change = |active| {
        let change = PersonChange { active: Some(active), name: None };
        run(stage.authorizer.change_person(&administrator, person, change)).unwrap()
    };
    let newer = || signer.token(json!({"groups": ["writers"], "iat": START + 1}));
    change(false);
    assert!(stage.authenticate(newer(), None).is_err());
    change(true);
    let session = stage.authenticate(newer(), Some(project())).unwrap();
    assert_eq!(ask(&session, Action::Reveal, project()), Ok(()));
}

#[test]
fn a_provider_reaches_the_groups_of_its_own_organization_alone() {
    let (stage, signer) = Stage::with_provider(of_organization(OTHER_ORGANIZATION));
    let ours = stage.group(40, ORGANIZATION, Some("writers"));
    stage.give_group(ours, project(), Role::Writer);
    let theirs = stage.group(41, OTHER_ORGANIZATION, Some("writers"));
    let there = owner(strongroom_model::OwnerKind::Organization, OTHER_ORGANIZATION);
    stage.give_group(theirs, there, Role::Contributor);
    let session = stage.authenticate(signer.token(json!({"groups": ["writers"]})), None).unwrap();
    assert_eq!(ask(&session, Action::See, project()), Err(Denial::Hidden));
    assert_eq!(ask(&session, Action::Read, there), Ok(()));
}

#[test]
fn only_so_many_groups_are_looked_at_and_other_claims_of_groups_are_refused() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let group = stage.group(40, ORGANIZATION, Some("writers"));
    stage.give_group(group, project(), Role::Writer);
    let mut many: Vec<String> = (0..256).map(|number| format!("g{number}")).collect();
    many.push("writers".to_owned());
    let session = stage.authenticate(signer.token(json!({"groups": many})), None).unwrap();
    assert_eq!(ask(&session, Action::See, project()), Err(Denial::Hidden));
    for wrong in [json!({"writers": true}), json!(7), json!(["writers", 7]), json!(true)] {
        let found =
            stage.authenticate(signer.token(json!({"groups": wrong, "iat": START + 1})), None);
        let expected = Failure::Rejected(AuthenticationFailure::Claims);
        assert_eq!(found.err(), Some(expected));
    }
}

#[test]
fn the_suspended_and_the_removed_are_refused_and_come_back_by_an_administrator_alone() {
    let (stage, signer) = Stage::with_provider(json!({"role": "Contributor"}));
    let session = stage.authenticate(signer.token(json!({})), None).unwrap();
    let person = session.caller().principal.id;
    let administrator = stage.whole(ADMINISTRATOR);
    let change = |active| {
        let change = PersonChange { active: Some(active), name: None };
        run(stage.authorizer.change_person(&administrator, person, change)).unwrap()
    };
    let sign_in = |iat| stage.authenticate(signer.token(json!({"iat": iat})), None).err();
    let suspended = Some(Failure::Rejected(AuthenticationFailure::Suspended));
    change(false);
    // Remembered by this instance, and new.
    assert_eq!(sign_in(START), suspended);
    assert_eq!(sign_in(START + 1), suspended);
    change(true);
    assert_eq!(sign_in(START + 2), None);
    run(stage.authorizer.remove_person(&administrator, person)).unwrap();
    assert_eq!(sign_in(START + 2), suspended);
    assert_eq!(sign_in(START + 3), suspended);
    change(true);
    let session = stage.authenticate(signer.token(json!({"iat": START + 4})), None).unwrap();
    assert_eq!(session.caller().principal.id, person);
    assert_eq!(ask(&session, Action::See, organization()), Err(Denial::Hidden));
}

#[test]
fn a_token_is_verified_once_a_minute_and_its_person_read_each_time() {
    let (stage, signer) = Stage::with_provider(json!({"role": "Contributor"}));
    let token = || signer.token(json!({}));
    stage.authenticate(token(), None).unwrap();
    // The key is withdrawn; what was verified with it holds for a minute and no longer.
    stage.platform.publish(ISSUER, &jwks(&[&Signer::new("key 2", 2)]));
    stage.platform.forget_issuers();
    stage.clock.set(START + 59);
    assert!(stage.authenticate(token(), None).is_ok());
    let elsewhere = stage.another_host();
    let found = run(elsewhere.authenticate(token(), context(), None));
    let no_key = Some(Failure::Rejected(AuthenticationFailure::Key));
    assert_eq!(found.err(), no_key);
    stage.clock.set(START + 60);
    assert_eq!(stage.authenticate(token(), None).err(), no_key);
}

#[test]
fn a_remembered_token_costs_one_read_with_its_roles() {
    let (stage, signer) = Stage::with_provider(json!({"role": "Contributor"}));
    stage.authenticate(signer.token(json!({})), None).unwrap();
    let before = (stage.database.reads(), stage.database.writes());
    let session = stage.authenticate(signer.token(json!({})), Some(organization())).unwrap();
    assert_eq!(ask(&session, Action::Read, organization()), Ok(()));
    assert_eq!(stage.database.reads() - before.0, 1);
    // When the person was last seen.
    assert_eq!(stage.database.writes() - before.1, 1);
}

#[test]
fn a_new_key_of_the_issuer_is_asked_for_once() {
    let (stage, signer) = Stage::with_provider(json!({}));
    stage.authenticate(signer.token(json!({})), None).unwrap();
    assert_eq!(stage.platform.asked_fresh(), 0);
    let next = Signer::new("key 2", 2);
    stage.platform.publish(ISSUER, &jwks(&[&signer, &next]));
    assert!(stage.authenticate(next.token(json!({})), None).is_ok());
    assert_eq!(stage.platform.asked_fresh(), 1);
    let unknown = Signer::new("key 3", 3);
    let found = stage.authenticate(unknown.token(json!({})), None);
    assert_eq!(found.err(), Some(Failure::Rejected(AuthenticationFailure::Key)));
    assert_eq!(stage.platform.asked_fresh(), 2);
}

#[test]
fn an_issuer_that_cannot_be_reached_is_an_outage_and_not_a_bad_token() {
    let (stage, signer) = Stage::with_provider(json!({}));
    stage.platform.cut_off(true);
    let found = stage.authenticate(signer.token(json!({})), None);
    assert_eq!(found.err(), Some(Failure::Unavailable));
    stage.platform.cut_off(false);
    stage.platform.publish(ISSUER, "<html>");
    let found = stage.authenticate(signer.token(json!({})), None);
    assert_eq!(found.err(), Some(Failure::Unavailable));
}

#[test]
fn somebody_made_before_they_sign_in_is_the_one_who_signs_in() {
    use strongroom_ports::directory::NewPerson;
    use strongroom_ports::principals::ExternalIdentity;
    let (stage, signer) = Stage::with_provider(json!({"role": "Contributor"}));
    let administrator = stage.whole(ADMINISTRATOR);
    let wanted = NewPerson {
        name: "Grace".to_owned(),
        email: None,
        role: Some(Role::Maintainer),
        identity: Some(ExternalIdentity {
            issuer: ISSUER.to_owned(),
            subject: "subject 1".to_owned(),
        }),
        token_lifetime_seconds: None,
    };
    let made = run(stage.authorizer.create_person(&administrator, id(ORGANIZATION), wanted));
    let person = made.unwrap().person;
    let session = stage.authenticate(signer.token(json!({})), None).unwrap();
    assert_eq!(session.caller().principal.id, person.id);
    assert_eq!(ask(&session, Action::Reveal, organization()), Ok(()));
    let row = run(stage.store.get_person(person.id)).unwrap();
    assert_eq!(row.name.as_str(), "Grace");
}
