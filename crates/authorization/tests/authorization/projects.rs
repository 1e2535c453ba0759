//! Projects.

use strongroom_model::{Id, OwnerKind, Permission, Role, Visibility};
use strongroom_ports::administration::{Administration, Error, ProjectChange};
use strongroom_ports::sessions::Reason;

use crate::support::{
    ADMINISTRATOR, ME, ORGANIZATION, OTHER_PROJECT, PROJECT, SISTER_PROJECT, Stage, THEIRS, id,
    organization, owner, project, run, scope, wide,
};

const FORBIDDEN: Error = Error::Forbidden(Reason::Role);
const OUT_OF_SCOPE: Error = Error::Forbidden(Reason::Scope);

fn ids(stage: &Stage, session: &crate::support::Caller, within: Option<Id>) -> Vec<Id> {
    run(stage.authorizer.projects(session, within)).unwrap().iter().map(|one| one.id).collect()
}

#[test]
fn who_makes_a_project_owns_it() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Maintainer);
    let session = stage.whole(ME);
    let authorizer = &stage.authorizer;
    let create = |name: &str| {
        let name = name.to_owned();
        run(authorizer.create_project(&session, id(ORGANIZATION), name, Visibility::Internal))
    };
    let made = create("new").unwrap();
    assert_eq!((made.role, made.visibility), (Some(Role::Owner), Visibility::Internal));
    assert_eq!(stage.events(), ["project-created"]);
    assert_eq!(create("new").unwrap_err(), Error::NameTaken);
    assert!(matches!(create(""), Err(Error::Invalid(_))));
    assert_eq!(run(authorizer.get_project(&session, made.id)).unwrap(), made);
}

#[test]
fn only_owners_and_maintainers_make_projects() {
    let stage = Stage::new();
    let create = |session| {
        let name = "new".to_owned();
        let made =
            stage.authorizer.create_project(&session, id(ORGANIZATION), name, Visibility::Private);
        run(made).map(drop)
    };
    assert_eq!(create(stage.whole(ME)), Err(Error::NotFound));
    assert_eq!(create(stage.whole(THEIRS)), Err(Error::NotFound));
    stage.hold(ME, organization(), Role::Contributor);
    assert_eq!(create(stage.whole(ME)), Err(FORBIDDEN));
    stage.hold(ME, organization(), Role::Maintainer);
    let scoped = stage.session(ME, Some(vec![wide(&[Permission::Write, Permission::Metadata])]));
    assert_eq!(create(scoped), Err(OUT_OF_SCOPE));
    assert_eq!(create(stage.session(ME, Some(vec![wide(&[Permission::Manage])]))), Ok(()));
}

#[test]
fn a_list_has_what_may_be_seen() {
    let stage = Stage::new();
    let (own, sister, other) = (id(PROJECT), id(SISTER_PROJECT), id(OTHER_PROJECT));
    assert!(ids(&stage, &stage.whole(ME), None).is_empty());
    stage.show(OTHER_PROJECT, Visibility::Public);
    assert_eq!(ids(&stage, &stage.whole(ME), None), [other]);
    stage.hold(ME, organization(), Role::Contributor);
    stage.show(PROJECT, Visibility::Restricted);
    assert_eq!(ids(&stage, &stage.whole(ME), None), [own, other]);
    assert_eq!(ids(&stage, &stage.whole(ME), Some(id(ORGANIZATION))), [own]);
    stage.hold(ME, owner(OwnerKind::Project, SISTER_PROJECT), Role::Reader);
    assert_eq!(ids(&stage, &stage.whole(ME), Some(id(ORGANIZATION))), [own, sister]);
    let scoped = stage.session(ME, Some(vec![scope(project(), &[Permission::Metadata])]));
    assert_eq!(ids(&stage, &scoped, None), [own]);
    let roles: Vec<_> = run(stage.authorizer.projects(&stage.whole(ADMINISTRATOR), None))
        .unwrap()
        .into_iter()
        .map(|one| one.role)
        .collect();
    assert_eq!(roles, [Some(Role::Owner), Some(Role::Owner), None]);
}

#[test]
fn owners_change_and_delete_a_project() {
    let stage = Stage::new();
    let authorizer = &stage.authorizer;
    let change = ProjectChange { name: Some("x".to_owned()), visibility: Some(Visibility::Public) };
    stage.hold(ME, project(), Role::Writer);
    let session = stage.whole(ME);
    let changed = run(authorizer.change_project(&session, id(PROJECT), change.clone()));
    assert_eq!(changed.unwrap_err(), FORBIDDEN);
    assert_eq!(run(authorizer.delete_project(&session, id(PROJECT))), Err(FORBIDDEN));
    let stranger = stage.whole(THEIRS);
    let changed = run(authorizer.change_project(&stranger, id(PROJECT), change.clone()));
    assert_eq!(changed.unwrap_err(), Error::NotFound);
    assert_eq!(run(authorizer.delete_project(&stranger, id(PROJECT))), Err(Error::NotFound));

    stage.hold(ME, project(), Role::Owner);
    let session = stage.whole(ME);
    let changed = run(authorizer.change_project(&session, id(PROJECT), change)).unwrap();
    assert_eq!((changed.name.as_str(), changed.visibility), ("x", Visibility::Public));
    let taken = ProjectChange { name: Some("project 3".to_owned()), visibility: None };
    let changed = run(authorizer.change_project(&session, id(PROJECT), taken));
    assert_eq!(changed.unwrap_err(), Error::NameTaken);
    stage.forget();
    let same = run(authorizer.change_project(&session, id(PROJECT), ProjectChange::default()));
    assert_eq!(same.unwrap().name.as_str(), "x");
    assert!(stage.events().is_empty());
    run(authorizer.delete_project(&session, id(PROJECT))).unwrap();
    assert_eq!(stage.events(), ["project-deleted"]);
    let gone = run(authorizer.get_project(&stage.whole(ADMINISTRATOR), id(PROJECT)));
    assert_eq!(gone.unwrap_err(), Error::NotFound);
}
