//! Who am I, and what may I do?

use strongroom_model::{Action, OwnerKind, Permission, Role, Visibility};
use strongroom_ports::administration::{Administration, Error};

use crate::support::{
    ADMINISTRATOR, ME, OTHER, PROJECT, Stage, THEIRS, id, key, on_secret, organization, owner,
    project, run, scope,
};

#[test]
fn a_person_is_told_who_they_are() {
    let stage = Stage::new();
    let who = run(stage.authorizer.who_am_i(&stage.whole(ME))).unwrap();
    assert_eq!((who.principal.id, who.name.as_str()), (id(ME), "person 12"));
    assert_eq!((who.token_name.unwrap().as_str(), who.administrator), ("a token", false));
    let administrator = |session| run(stage.authorizer.who_am_i(&session)).unwrap().administrator;
    assert!(administrator(stage.whole(ADMINISTRATOR)));
    // The Owner of another organization, and a token that is less than its person.
    assert!(!administrator(stage.whole(THEIRS)));
    let scopes = Some(vec![scope(organization(), &Permission::ALL)]);
    assert!(!administrator(stage.session(ADMINISTRATOR, scopes)));
    // By a group too.
    let group = stage.group(40, crate::support::ORGANIZATION, None);
    stage.join(40, ME);
    stage.give_group(group, organization(), Role::Owner);
    assert!(administrator(stage.whole(ME)));
}

#[test]
fn permissions_are_what_asking_would_give() {
    let stage = Stage::new();
    let on = |session, owner| {
        run(stage.authorizer.permissions_on(&session, owner, None)).map(|found| found.actions)
    };
    assert_eq!(on(stage.whole(ME), project()), Err(Error::NotFound));
    assert_eq!(stage.events(), ["denied"]);
    stage.show(PROJECT, Visibility::Public);
    assert_eq!(on(stage.whole(ME), project()), Ok(vec![Action::See, Action::Read]));
    stage.hold(ME, project(), Role::Writer);
    let found = run(stage.authorizer.permissions_on(&stage.whole(ME), project(), None)).unwrap();
    use Action::{Create, Delete, Read, Reveal, See, Update};
    assert_eq!(found.actions, [See, Read, Reveal, Create, Update, Delete]);
    assert_eq!(found.role, Some(Role::Writer));
    let scoped = stage.session(ME, Some(vec![scope(project(), &[Permission::Reveal])]));
    assert_eq!(on(scoped, project()), Ok(vec![Reveal]));
    let theirs = owner(OwnerKind::User, OTHER);
    assert_eq!(on(stage.whole(ADMINISTRATOR), theirs), Err(Error::NotFound));
}

#[test]
fn permissions_on_a_secret_are_those_of_the_scopes_that_name_it() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Writer);
    let scopes = vec![on_secret(project(), &[Permission::Reveal], 50, &["password"])];
    let session = stage.session(ME, Some(scopes));
    let on = |secret| {
        run(stage.authorizer.permissions_on(&session, project(), secret)).map(|found| found.actions)
    };
    assert_eq!(on(Some(key(50))), Ok(vec![Action::Reveal]));
    assert_eq!(on(Some(key(51))), Err(Error::NotFound));
    assert_eq!(on(None), Err(Error::NotFound));
}
