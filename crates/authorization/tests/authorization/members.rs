//! Roles on organizations and projects: who gives them, and the last Owner.

use strongroom_model::{Member, MemberKind, OwnerKind, Permission, Role};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{Directory, PersonChange};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::sessions::Reason;

use crate::support::{
    ADMINISTRATOR, ME, ORGANIZATION, OTHER, OTHER_ORGANIZATION, OTHER_PROJECT, SISTER_PROJECT,
    Stage, THEIRS, id, organization, owner, project, run, scope, user_member, wide,
};

const FORBIDDEN: Error = Error::Forbidden(Reason::Role);
const OUT_OF_SCOPE: Error = Error::Forbidden(Reason::Scope);

#[test]
fn an_owner_gives_changes_and_takes_roles() {
    let stage = Stage::new();
    let session = stage.whole(ADMINISTRATOR);
    let authorizer = &stage.authorizer;
    for role in [Role::Contributor, Role::Maintainer, Role::Owner] {
        run(authorizer.set_member(&session, organization(), user_member(ME), role)).unwrap();
    }
    let members = run(authorizer.members(&session, organization())).unwrap();
    let roles: Vec<_> = members.iter().map(|one| (one.member, one.role)).collect();
    assert_eq!(roles.len(), 2);
    assert!(roles.contains(&(user_member(ME), Role::Owner)));
    run(authorizer.remove_member(&session, organization(), user_member(ME))).unwrap();
    assert_eq!(stage.events(), ["member-set", "member-set", "member-set", "member-removed"]);
    let again = run(authorizer.remove_member(&session, organization(), user_member(ME)));
    assert_eq!(again, Err(Error::NotFound));
}

#[test]
fn a_role_must_be_one_of_its_kind_of_owner() {
    let stage = Stage::new();
    let session = stage.whole(ADMINISTRATOR);
    for (on, role) in [
        (organization(), Role::Writer),
        (organization(), Role::Reader),
        (project(), Role::Maintainer),
        (project(), Role::Contributor),
    ] {
        let set = run(stage.authorizer.set_member(&session, on, user_member(ME), role));
        assert!(matches!(set, Err(Error::Invalid(_))), "{on} {role} {set:?}");
    }
    let me = owner(OwnerKind::User, ADMINISTRATOR);
    let set = run(stage.authorizer.set_member(&session, me, user_member(ME), Role::Owner));
    assert_eq!(set, Err(FORBIDDEN));
}

#[test]
fn only_owners_give_roles() {
    let stage = Stage::new();
    stage.hold(OTHER, organization(), Role::Contributor);
    for (on, role) in [
        (organization(), Role::Maintainer),
        (organization(), Role::Contributor),
        (project(), Role::Writer),
        (project(), Role::Reader),
    ] {
        stage.hold(ME, on, role);
        let session = stage.whole(ME);
        let authorizer = &stage.authorizer;
        let set = run(authorizer.set_member(&session, on, user_member(ME), Role::Owner));
        assert_eq!(set, Err(FORBIDDEN), "{on} {role}");
        let taken = run(authorizer.remove_member(&session, on, user_member(ADMINISTRATOR)));
        assert_eq!(taken, Err(FORBIDDEN), "{on} {role}");
        assert!(run(authorizer.members(&session, on)).is_ok());
    }
    // Who may not see the owner does not learn of it.
    let session = stage.whole(OTHER);
    let elsewhere = owner(OwnerKind::Project, OTHER_PROJECT);
    for on in [elsewhere, owner(OwnerKind::Project, 99)] {
        let set = run(stage.authorizer.set_member(&session, on, user_member(OTHER), Role::Owner));
        assert_eq!(set, Err(Error::NotFound));
        assert_eq!(run(stage.authorizer.members(&session, on)), Err(Error::NotFound));
    }
}

#[test]
fn the_last_owner_stays_whatever_is_tried() {
    let stage = Stage::new();
    let group = stage.group(40, ORGANIZATION, None);
    stage.join(40, ME);
    stage.give_group(group, organization(), Role::Owner);
    let session = stage.whole(ADMINISTRATOR);
    let me = user_member(ADMINISTRATOR);
    let authorizer = &stage.authorizer;
    let off = PersonChange { name: None, active: Some(false) };
    let by_group = stage.whole(ME);
    for session in [&session, &by_group] {
        let last = Err(Error::LastOwner);
        assert_eq!(run(authorizer.remove_member(session, organization(), me)), last);
        assert_eq!(run(authorizer.set_member(session, organization(), me, Role::Maintainer)), last);
        assert_eq!(run(authorizer.remove_person(session, me.id)), last);
        let suspended = run(authorizer.change_person(session, me.id, off.clone())).map(drop);
        assert_eq!(suspended, last);
    }
    // With a second one of their own the first may go.
    run(authorizer.set_member(&session, organization(), user_member(OTHER), Role::Owner)).unwrap();
    run(authorizer.remove_member(&session, organization(), me)).unwrap();
}

#[test]
fn anybody_may_leave_and_takes_nobody_along() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Reader);
    stage.hold(OTHER, project(), Role::Reader);
    let session = stage.whole(ME);
    let authorizer = &stage.authorizer;
    let scoped = stage.session(ME, Some(vec![scope(project(), &[Permission::Metadata])]));
    let left = run(authorizer.remove_member(&scoped, project(), user_member(ME)));
    assert_eq!(left, Err(OUT_OF_SCOPE));
    let taken = run(authorizer.remove_member(&session, project(), user_member(OTHER)));
    assert_eq!(taken, Err(FORBIDDEN));
    run(authorizer.remove_member(&session, project(), user_member(ME))).unwrap();
}

#[test]
fn a_scope_to_manage_gives_only_what_the_scope_has() {
    let stage = Stage::new();
    stage.hold(OTHER, organization(), Role::Contributor);
    use Permission::{Manage, Metadata};
    let give = |scopes, on, role| {
        let session = stage.session(ADMINISTRATOR, Some(scopes));
        run(stage.authorizer.set_member(&session, on, user_member(OTHER), role))
    };
    let manage = vec![scope(project(), &[Manage])];
    let more = vec![scope(project(), &[Manage, Metadata])];
    let all = vec![scope(project(), &Permission::ALL)];
    assert_eq!(give(manage.clone(), project(), Role::Reader), Err(OUT_OF_SCOPE));
    assert_eq!(give(more.clone(), project(), Role::Reader), Ok(()));
    assert_eq!(give(more, project(), Role::Writer), Err(OUT_OF_SCOPE));
    assert_eq!(give(all.clone(), project(), Role::Owner), Ok(()));
    assert_eq!(give(all, organization(), Role::Contributor), Err(Error::NotFound));
    // A role in the organization comes with its projects, so a scope that has not those is too little.
    let narrow = vec![scope(organization(), &Permission::ALL)];
    assert_eq!(give(narrow.clone(), organization(), Role::Owner), Err(OUT_OF_SCOPE));
    assert_eq!(give(narrow, organization(), Role::Contributor), Err(OUT_OF_SCOPE));
    let wide_enough = vec![wide(&[Manage, Metadata])];
    assert_eq!(give(wide_enough.clone(), organization(), Role::Contributor), Ok(()));
    assert_eq!(give(wide_enough, organization(), Role::Maintainer), Err(OUT_OF_SCOPE));
    assert_eq!(give(vec![wide(&Permission::ALL)], organization(), Role::Owner), Ok(()));
}

#[test]
fn ids_of_another_organization_are_ids_of_nobody() {
    let stage = Stage::new();
    // An Owner of the other organization, who is no administrator.
    let session = stage.whole(THEIRS);
    let there = owner(OwnerKind::Organization, OTHER_ORGANIZATION);
    stage.hold(ME, organization(), Role::Contributor);
    let authorizer = &stage.authorizer;
    let ours = stage.group(40, ORGANIZATION, None);
    let nobody = Member { kind: MemberKind::User, id: id(99) };
    let no_group = Member { kind: MemberKind::Group, id: id(99) };
    for member in [user_member(ME), nobody, ours, no_group] {
        let set = run(authorizer.set_member(&session, there, member, Role::Contributor));
        assert_eq!(set, Err(Error::NotFound), "{member:?}");
    }
    // An administrator knows everybody, but a group stays in its organization.
    stage.hold(ADMINISTRATOR, there, Role::Owner);
    let session = stage.whole(ADMINISTRATOR);
    run(authorizer.set_member(&session, there, user_member(ME), Role::Contributor)).unwrap();
    let set = run(authorizer.set_member(&session, there, ours, Role::Contributor));
    assert_eq!(set, Err(Error::NotFound));
}

#[test]
fn the_owner_of_a_project_names_people_of_its_organization() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Owner);
    stage.hold(OTHER, owner(OwnerKind::Project, SISTER_PROJECT), Role::Reader);
    let session = stage.whole(ME);
    let set = |number| {
        run(stage.authorizer.set_member(&session, project(), user_member(number), Role::Writer))
    };
    assert_eq!(set(OTHER), Ok(()));
    assert_eq!(set(THEIRS), Err(Error::NotFound));
}

#[test]
fn who_leaves_an_organization_loses_its_projects_and_in_the_end_all_tokens() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    stage.hold(ME, project(), Role::Writer);
    let token = stage.token(ME, None);
    let session = stage.whole(ADMINISTRATOR);
    run(stage.authorizer.remove_member(&session, organization(), user_member(ME))).unwrap();
    let role = run(stage.store.role_of(project(), user_member(ME))).unwrap();
    assert_eq!(role, None);
    assert!(stage.authenticate(token.print(), None).is_err());
}
