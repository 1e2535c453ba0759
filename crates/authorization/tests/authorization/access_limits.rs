//! Who is told who may do what with a secret, and what of it.

use strongroom_model::{Action, OwnerKind, Permission, Role};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{Access, HolderKind};
use strongroom_ports::sessions::Reason;

use crate::access::{OF_A_SECRET, actions, client, page, report};
use crate::support::{
    ADMINISTRATOR, Caller, ME, ORGANIZATION, OTHER, OTHER_ORGANIZATION, OTHER_PROJECT, Stage,
    THEIRS, on_secret, organization, owner, project, scope, wide,
};

#[test]
fn who_does_not_manage_the_owner_is_told_nothing() {
    let stage = Stage::new();
    let denied = |session: &Caller, on| {
        stage.forget();
        let denied = page(&stage, session, on, None, 10).unwrap_err();
        assert_eq!(stage.events(), ["denied"]);
        denied
    };
    assert_eq!(denied(&stage.whole(ME), project()), Error::NotFound);
    for role in [Role::Writer, Role::Reader] {
        stage.hold(ME, project(), role);
        assert_eq!(denied(&stage.whole(ME), project()), Error::Forbidden(Reason::Role));
    }
    stage.hold(ME, organization(), Role::Maintainer);
    assert_eq!(denied(&stage.whole(ME), organization()), Error::Forbidden(Reason::Role));
    use Permission::{Metadata, Reveal, Write};
    let scoped = stage.session(ADMINISTRATOR, Some(vec![wide(&[Metadata, Reveal, Write])]));
    assert_eq!(denied(&scoped, project()), Error::Forbidden(Reason::Scope));
    // A scope on the one secret reaches the secret, and not who else does.
    let single = on_secret(project(), &Permission::ALL, 30, &[]);
    let single = stage.session(ADMINISTRATOR, Some(vec![single]));
    assert_eq!(denied(&single, project()), Error::Forbidden(Reason::Scope));
    // Nor is there anything of another organization.
    for on in [
        owner(OwnerKind::Project, OTHER_PROJECT),
        owner(OwnerKind::Organization, OTHER_ORGANIZATION),
        owner(OwnerKind::Project, 99),
        owner(OwnerKind::User, THEIRS),
    ] {
        assert_eq!(denied(&stage.whole(ADMINISTRATOR), on), Error::NotFound, "{on}");
    }
}

#[test]
fn what_is_of_the_organization_is_left_out_for_who_may_not_know_of_it() {
    let stage = Stage::with_token_key();
    let group = stage.group(40, ORGANIZATION, None);
    stage.join(40, OTHER);
    stage.give_group(group, organization(), Role::Owner);
    stage.hold(ME, project(), Role::Owner);
    stage.hold(OTHER, project(), Role::Reader);
    let _ = client(&stage, organization(), "all projects", vec![wide(&[Permission::Reveal])]);
    let _ = client(&stage, project(), "own", vec![scope(project(), &[Permission::Reveal])]);
    // Of the project alone.
    let found = report(&stage, &stage.whole(ME), project());
    assert!(found.omits_organization && found.omits_clients);
    let told = |found: &Access| -> Vec<(HolderKind, String)> {
        found
            .entries
            .iter()
            .filter(|one| one.kind != HolderKind::Token)
            .map(|one| (one.kind, one.name.to_string()))
            .collect()
    };
    use HolderKind::{Client, Group, User};
    let user = |number| (User, format!("person {number}"));
    let own = (Client, "own".to_owned());
    assert_eq!(told(&found), [user(ME), user(OTHER), own.clone()]);
    assert_eq!(actions(&found, User, OTHER), [Action::See, Action::Read]);
    // Whoever reads the organization reads who its people are.
    stage.hold(ME, organization(), Role::Contributor);
    let found = report(&stage, &stage.whole(ME), project());
    assert!(!found.omits_organization && found.omits_clients);
    let group = (Group, "group 40".to_owned());
    assert_eq!(told(&found), [user(ADMINISTRATOR), user(ME), user(OTHER), group, own]);
    assert_eq!(actions(&found, User, OTHER), OF_A_SECRET);
    stage.hold(ME, organization(), Role::Owner);
    let found = report(&stage, &stage.whole(ME), project());
    assert!(!found.omits_organization && !found.omits_clients);
    assert!(told(&found).contains(&(Client, "all projects".to_owned())));
    // A token for the project alone has no more of it than the project.
    let scoped = stage.session(ME, Some(vec![scope(project(), &Permission::ALL)]));
    let found = report(&stage, &scoped, project());
    assert!(found.omits_organization && found.omits_clients);
}

#[test]
fn what_is_personal_is_its_persons_and_their_tokens() {
    let stage = Stage::new();
    stage.hold(OTHER, organization(), Role::Owner);
    let mine = owner(OwnerKind::User, ME);
    let narrow = stage.token(ME, Some(vec![scope(mine, &[Permission::Metadata])]));
    let found = report(&stage, &stage.whole(ME), mine);
    let kinds: Vec<HolderKind> = found.entries.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [HolderKind::User, HolderKind::Token, HolderKind::Token]);
    assert_eq!(actions(&found, HolderKind::User, ME), OF_A_SECRET);
    let told = found.entries.iter().find(|one| one.id == narrow.id()).unwrap();
    assert_eq!(told.actions, [Action::See, Action::Read]);
    assert_eq!(found.anyone, []);
    for other in [OTHER, ADMINISTRATOR] {
        assert_eq!(page(&stage, &stage.whole(other), mine, None, 10).unwrap_err(), Error::NotFound);
    }
    let scoped = stage.session(ME, Some(vec![scope(mine, &[Permission::Metadata])]));
    let denied = page(&stage, &scoped, mine, None, 10).unwrap_err();
    assert_eq!(denied, Error::Forbidden(Reason::Scope));
}
