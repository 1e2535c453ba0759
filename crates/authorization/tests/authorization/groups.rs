//! Groups, and what they give to whom.

use strongroom_model::{Permission, Role};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{Directory, GroupChange};
use strongroom_ports::sessions::Reason;

use crate::support::{
    ADMINISTRATOR, Caller, ME, ORGANIZATION, OTHER, OTHER_ORGANIZATION, Stage, THEIRS, id,
    organization, project, run, scope, wide,
};

const FORBIDDEN: Error = Error::Forbidden(Reason::Role);
const OUT_OF_SCOPE: Error = Error::Forbidden(Reason::Scope);

fn claim(claim: Option<&str>) -> GroupChange {
    GroupChange { name: None, claim: Some(claim.map(str::to_owned)) }
}

#[test]
fn a_group_is_made_changed_filled_and_deleted() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    let session = stage.whole(ADMINISTRATOR);
    let authorizer = &stage.authorizer;
    let create = |name: &str, claim: Option<&str>| {
        let claim = claim.map(str::to_owned);
        run(authorizer.create_group(&session, id(ORGANIZATION), name.to_owned(), claim))
    };
    let made = create("writers", Some("w")).unwrap();
    assert_eq!(create("writers", None).unwrap_err(), Error::NameTaken);
    assert_eq!(create("others", Some("w")).unwrap_err(), Error::NameTaken);
    assert!(matches!(create("", Some("")), Err(Error::Invalid(all)) if all.len() == 2));
    let change = GroupChange { name: Some("authors".to_owned()), claim: Some(None) };
    let changed = run(authorizer.change_group(&session, made.id, change)).unwrap();
    assert_eq!((changed.name.as_str(), changed.claim), ("authors", None));
    let unchanged =
        run(authorizer.change_group(&session, made.id, GroupChange::default())).unwrap();
    assert_eq!(unchanged.name.as_str(), "authors");

    run(authorizer.add_group_member(&session, made.id, id(ME))).unwrap();
    let members = run(authorizer.group_members(&session, made.id)).unwrap();
    assert_eq!(
        members.iter().map(|one| (one.user, one.claimed)).collect::<Vec<_>>(),
        [(id(ME), false)]
    );
    run(authorizer.remove_group_member(&session, made.id, id(ME))).unwrap();
    run(authorizer.delete_group(&session, made.id)).unwrap();
    assert_eq!(run(authorizer.get_group(&session, made.id)), Err(Error::NotFound));
    assert_eq!(
        stage.events(),
        [
            "group-created",
            "group-changed",
            "group-changed",
            "group-member-added",
            "group-member-removed",
            "group-deleted",
            // Looking for it afterwards.
            "denied",
        ]
    );
}

#[test]
fn members_of_the_organization_look_and_its_owners_change() {
    let stage = Stage::new();
    let group = stage.group(40, ORGANIZATION, None).id;
    stage.hold(OTHER, organization(), Role::Contributor);
    stage.join(40, OTHER);
    let authorizer = &stage.authorizer;
    let look = |session: &Caller| {
        [
            run(authorizer.groups(session, id(ORGANIZATION))).map(drop),
            run(authorizer.get_group(session, group)).map(drop),
            run(authorizer.group_members(session, group)).map(drop),
        ]
    };
    let change = |session: &Caller| {
        [
            run(authorizer.create_group(session, id(ORGANIZATION), "g".to_owned(), None)).map(drop),
            run(authorizer.change_group(session, group, claim(None))).map(drop),
            run(authorizer.add_group_member(session, group, id(OTHER))),
            run(authorizer.remove_group_member(session, group, id(OTHER))),
            run(authorizer.delete_group(session, group)),
        ]
    };
    let looks = |answer: Result<(), Error>| std::array::from_fn::<_, 3, _>(|_| answer.clone());
    let changes = |answer: Result<(), Error>| std::array::from_fn::<_, 5, _>(|_| answer.clone());
    for stranger in [ME, THEIRS] {
        let session = stage.whole(stranger);
        assert_eq!(look(&session), looks(Err(Error::NotFound)));
        assert_eq!(change(&session), changes(Err(Error::NotFound)));
    }
    for role in [Role::Contributor, Role::Maintainer] {
        stage.hold(ME, organization(), role);
        let session = stage.whole(ME);
        assert_eq!(look(&session), looks(Ok(())));
        assert_eq!(change(&session), changes(Err(FORBIDDEN)));
    }
    let scoped =
        stage.session(ADMINISTRATOR, Some(vec![scope(organization(), &[Permission::Metadata])]));
    assert_eq!(look(&scoped), looks(Ok(())));
    assert_eq!(change(&scoped), changes(Err(OUT_OF_SCOPE)));
    let whole = stage.whole(ADMINISTRATOR);
    assert_eq!(change(&whole), changes(Ok(())));
}

#[test]
fn nobody_gives_by_a_group_what_they_do_not_have() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    let group = stage.group(40, ORGANIZATION, None);
    stage.give_group(group, project(), Role::Writer);
    use Permission::{Manage, Metadata, Reveal, Write};
    let attempts = |scopes: Vec<strongroom_model::Scope>| {
        let session = stage.session(ADMINISTRATOR, Some(scopes));
        [
            run(stage.authorizer.add_group_member(&session, group.id, id(ME))),
            // Whom the provider says to be in it would get its roles.
            run(stage.authorizer.change_group(&session, group.id, claim(Some("w")))).map(drop),
        ]
    };
    let refused = [Err(OUT_OF_SCOPE), Err(OUT_OF_SCOPE)];
    assert_eq!(attempts(vec![wide(&[Manage])]), refused);
    assert_eq!(attempts(vec![wide(&[Manage, Metadata])]), refused);
    // All that the role allows, but not where it is held.
    assert_eq!(attempts(vec![scope(organization(), &Permission::ALL)])[0], Err(FORBIDDEN));
    assert_eq!(attempts(vec![wide(&[Manage, Metadata, Reveal, Write])]), [Ok(()), Ok(())]);
}

#[test]
fn people_leave_a_group_by_themselves() {
    let stage = Stage::new();
    let group = stage.group(40, ORGANIZATION, None).id;
    stage.join(40, ME);
    stage.hold(OTHER, organization(), Role::Contributor);
    let authorizer = &stage.authorizer;
    let session = stage.whole(ME);
    run(authorizer.remove_group_member(&session, group, id(ME))).unwrap();
    let again = run(authorizer.remove_group_member(&session, group, id(ME)));
    assert_eq!(again, Err(Error::NotFound));
}

#[test]
fn groups_and_people_of_another_organization_are_not_there() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    let ours = stage.group(40, ORGANIZATION, None).id;
    let theirs = stage.group(41, OTHER_ORGANIZATION, None).id;
    let session = stage.whole(THEIRS);
    let authorizer = &stage.authorizer;
    for group in [ours, id(99)] {
        assert_eq!(run(authorizer.get_group(&session, group)), Err(Error::NotFound));
        let added = run(authorizer.add_group_member(&session, group, id(THEIRS)));
        assert_eq!(added, Err(Error::NotFound));
    }
    for person in [ME, 99] {
        let added = run(authorizer.add_group_member(&session, theirs, id(person)));
        assert_eq!(added, Err(Error::NotFound));
    }
    assert!(run(authorizer.add_group_member(&session, theirs, id(THEIRS))).is_ok());
}
