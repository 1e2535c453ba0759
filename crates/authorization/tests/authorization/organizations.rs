//! Organizations.

use strongroom_model::{Permission, Role};
use strongroom_ports::administration::{Administration, Error};
use strongroom_ports::sessions::Reason;

use crate::support::{
    ADMINISTRATOR, ME, ORGANIZATION, OTHER_ORGANIZATION, Stage, THEIRS, id, organization, project,
    run, scope, wide,
};

const FORBIDDEN: Error = Error::Forbidden(Reason::Role);
const OUT_OF_SCOPE: Error = Error::Forbidden(Reason::Scope);

#[test]
fn administrators_make_organizations_and_own_them() {
    let stage = Stage::new();
    let authorizer = &stage.authorizer;
    let create = |session| run(authorizer.create_organization(&session, "new".to_owned()));
    let made = create(stage.whole(ADMINISTRATOR)).unwrap();
    assert_eq!(made.role, Some(Role::Owner));
    assert_eq!(stage.events(), ["organization-created"]);
    let mine = run(authorizer.organizations(&stage.whole(ADMINISTRATOR))).unwrap();
    assert_eq!(mine.len(), 2);
    assert_eq!(create(stage.whole(THEIRS)).unwrap_err(), FORBIDDEN);
    assert_eq!(create(stage.whole(ME)).unwrap_err(), FORBIDDEN);
    let scoped = stage.session(ADMINISTRATOR, Some(vec![wide(&Permission::ALL)]));
    assert_eq!(create(scoped).unwrap_err(), OUT_OF_SCOPE);
    stage.hold(ME, organization(), Role::Maintainer);
    assert_eq!(create(stage.whole(ME)).unwrap_err(), FORBIDDEN);
    let administrator = stage.whole(ADMINISTRATOR);
    let nameless = authorizer.create_organization(&administrator, " ".to_owned());
    assert!(matches!(run(nameless), Err(Error::Invalid(_))));
}

#[test]
fn organizations_are_seen_by_their_members_and_renamed_by_their_owners() {
    let stage = Stage::new();
    let authorizer = &stage.authorizer;
    let get = |who| run(authorizer.get_organization(&stage.whole(who), id(ORGANIZATION)));
    let rename = |who| {
        let name = format!("by {who}");
        run(authorizer.rename_organization(&stage.whole(who), id(ORGANIZATION), name))
    };
    for who in [ME, THEIRS] {
        assert_eq!(get(who).unwrap_err(), Error::NotFound);
        assert_eq!(rename(who).unwrap_err(), Error::NotFound);
    }
    // A role in a project is none in its organization.
    stage.hold(ME, project(), Role::Owner);
    assert_eq!(get(ME).unwrap_err(), Error::NotFound);
    assert!(run(authorizer.organizations(&stage.whole(ME))).unwrap().is_empty());
    stage.hold(ME, organization(), Role::Maintainer);
    assert_eq!(get(ME).unwrap().role, Some(Role::Maintainer));
    assert_eq!(rename(ME).unwrap_err(), FORBIDDEN);
    assert_eq!(rename(ADMINISTRATOR).unwrap().name.as_str(), "by 10");
    assert_eq!(get(ME).unwrap().name.as_str(), "by 10");
}

#[test]
fn a_scoped_token_sees_what_its_scopes_show() {
    let stage = Stage::new();
    let there =
        crate::support::owner(strongroom_model::OwnerKind::Organization, OTHER_ORGANIZATION);
    stage.hold(ME, organization(), Role::Owner);
    stage.hold(ME, there, Role::Contributor);
    let session = stage.session(ME, Some(vec![scope(there, &[Permission::Metadata])]));
    let seen = run(stage.authorizer.organizations(&session)).unwrap();
    assert_eq!(seen.iter().map(|one| one.id).collect::<Vec<_>>(), [there.id]);
    let blind = stage.session(ME, Some(vec![scope(there, &[Permission::Reveal])]));
    assert!(run(stage.authorizer.organizations(&blind)).unwrap().is_empty());
    let found = run(stage.authorizer.get_organization(&blind, there.id));
    assert_eq!(found.unwrap_err(), Error::NotFound);
}
