use strongroom_model::access::Deed;
use strongroom_model::{Action, OwnerKind, Permission, Role, SecretKey, VersionNumber};
use strongroom_ports::sessions::{Denial, Permit, Reason, Session};

use crate::support::{
    HOUR, ME, PROJECT, SISTER_PROJECT, START, Stage, id, key, names, on_secret, organization,
    owner, project, run, scope, user_member, wide,
};

fn deed(action: Action) -> Deed {
    Deed {
        action,
        owner: project(),
        secret: Some(key(50)),
        version: Some(VersionNumber::FIRST),
        fields: None,
    }
}

fn of_fields(fields: &[&str]) -> Deed {
    Deed { fields: Some(names(fields)), ..deed(Action::Reveal) }
}

fn writer() -> Stage {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Writer);
    stage
}

#[test]
fn a_permit_covers_exactly_its_deed() {
    let stage = writer();
    let session = stage.whole(ME);
    let permit = run(session.permit(deed(Action::Reveal))).unwrap();
    assert!(permit.covers(&deed(Action::Reveal)));

    let same = || deed(Action::Reveal);
    let others = [
        Deed { secret: Some(key(51)), ..same() },
        Deed {
            secret: Some(SecretKey { type_name: "Other".parse().unwrap(), ..key(50) }),
            ..same()
        },
        Deed { secret: None, ..same() },
        Deed { version: VersionNumber::FIRST.next(), ..same() },
        Deed { version: None, ..same() },
        Deed { owner: owner(OwnerKind::Project, SISTER_PROJECT), ..same() },
        Deed { owner: owner(OwnerKind::Organization, PROJECT), ..same() },
        Deed { owner: owner(OwnerKind::User, PROJECT), ..same() },
    ];
    for other in others {
        assert!(!permit.covers(&other), "{other:?}");
    }
    for action in Action::ALL.into_iter().filter(|action| *action != Action::Reveal) {
        assert!(!permit.covers(&deed(action)), "{action}");
    }
}

#[test]
fn a_permit_for_no_version_covers_none() {
    let stage = writer();
    let session = stage.whole(ME);
    let wide = Deed { version: None, ..deed(Action::Reveal) };
    let permit = run(session.permit(wide.clone())).unwrap();
    assert!(permit.covers(&wide));
    assert!(!permit.covers(&deed(Action::Reveal)));
}

#[test]
fn a_permit_is_void_when_its_session_is_dropped() {
    let stage = writer();
    let session = stage.whole(ME);
    let other = stage.whole(ME);
    let permit = run(session.permit(deed(Action::Reveal))).unwrap();
    let others = run(other.permit(deed(Action::Reveal))).unwrap();
    drop(session);
    assert!(!permit.covers(&deed(Action::Reveal)));
    assert!(others.covers(&deed(Action::Reveal)));
}

#[test]
fn a_permit_is_void_a_minute_after_it_was_made() {
    let stage = writer();
    let session = stage.whole(ME);
    let permit = run(session.permit(deed(Action::Reveal))).unwrap();
    for (now, alive) in [
        (START + 59, true),
        (START + 60, false),
        (i64::MAX, false),
        (START, true),
        (START - 1, false),
        (i64::MIN, false),
    ] {
        stage.clock.set(now);
        assert_eq!(permit.covers(&deed(Action::Reveal)), alive, "{now}");
    }
}

#[test]
fn a_permit_for_all_fields_covers_some_and_one_for_some_covers_those_and_fewer() {
    let stage = writer();
    let session = stage.whole(ME);
    let all = run(session.permit(deed(Action::Reveal))).unwrap();
    assert!(all.covers(&of_fields(&["one"])));
    assert!(all.covers(&of_fields(&["one", "two", "three"])));

    let some = run(session.permit(of_fields(&["one", "two"]))).unwrap();
    for (fields, covered) in [
        (&["one", "two"][..], true),
        (&["two", "one"], true),
        (&["two"], true),
        (&["three"], false),
        (&["one", "three"], false),
        (&["one", "two", "three"], false),
    ] {
        assert_eq!(some.covers(&of_fields(fields)), covered, "{fields:?}");
    }
    assert!(!some.covers(&deed(Action::Reveal)));
    // Fewer fields of another secret or version are another deed.
    assert!(!some.covers(&Deed { secret: Some(key(51)), ..of_fields(&["one"]) }));
    assert!(!some.covers(&Deed { version: None, ..of_fields(&["one"]) }));
}

#[test]
fn a_denial_is_recorded_before_it_is_given() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Reader);
    let session = stage.whole(ME);
    let denied = run(session.permit(deed(Action::Reveal))).unwrap_err();
    assert_eq!(denied, Denial::Forbidden(Reason::Role));
    assert_eq!(stage.events(), ["denied"]);
    assert!(stage.log()[0].1.contains("reveal"), "{:?}", stage.log());

    stage.drop_role(ME, project());
    let session = stage.whole(ME);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Hidden);
    assert_eq!(stage.events(), ["denied"]);
}

#[test]
fn a_denial_that_cannot_be_recorded_is_not_told() {
    let stage = Stage::new();
    let session = stage.whole(ME);
    stage.database.fail_writes(true);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Unavailable);
}

#[test]
fn roles_that_cannot_be_read_allow_nothing() {
    let stage = writer();
    let session = stage.whole(ME);
    stage.database.fail_reads(true);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Unavailable);
    assert!(stage.events().is_empty());
}

#[test]
fn token_and_roles_cost_one_read_and_other_owners_another() {
    let stage = writer();
    let token = stage.token(ME, None);
    let before = stage.database.reads();
    let session = stage.authenticate(token.print(), Some(project())).unwrap();
    run(session.permit(deed(Action::Reveal))).unwrap();
    run(session.permit(deed(Action::Update))).unwrap();
    assert_eq!(stage.database.reads() - before, 1);
    let elsewhere = Deed { owner: owner(OwnerKind::Project, SISTER_PROJECT), ..deed(Action::Read) };
    assert_eq!(run(session.permit(elsewhere)).unwrap_err(), Denial::Hidden);
    assert_eq!(stage.database.reads() - before, 2);
}

#[test]
fn denies_reveal_after_the_role_is_removed() {
    let stage = writer();
    let token = stage.token(ME, None);
    let before = stage.authenticate(token.print(), Some(project())).unwrap();
    assert!(run(before.permit(deed(Action::Reveal))).is_ok());
    // Somebody who is in no organization any more has no tokens either: so a role elsewhere stays.
    stage.hold(ME, owner(OwnerKind::Project, SISTER_PROJECT), Role::Reader);
    stage.drop_role(ME, project());
    let after = stage.authenticate(token.print(), Some(project())).unwrap();
    assert_eq!(run(after.permit(deed(Action::Reveal))).unwrap_err(), Denial::Hidden);
}

#[test]
fn a_scope_is_worth_no_more_than_the_role_its_person_has_now() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Owner);
    let token = stage.token(ME, Some(vec![wide(&Permission::ALL)]));
    let ask = |action| {
        let session = stage.authenticate(token.print(), None).unwrap();
        run(session.permit(deed(action))).map(drop)
    };
    assert_eq!(ask(Action::Audit), Ok(()));
    stage.hold(ME, organization(), Role::Contributor);
    assert_eq!(ask(Action::Read), Err(Denial::Hidden));
    stage.hold(ME, project(), Role::Writer);
    assert_eq!(ask(Action::Reveal), Ok(()));
    assert_eq!(ask(Action::Audit), Err(Denial::Forbidden(Reason::Role)));
}

#[test]
fn a_token_for_one_field_of_one_secret_does_that_and_nothing_else() {
    let stage = writer();
    let session = stage
        .session(ME, Some(vec![on_secret(project(), &[Permission::Reveal], 50, &["password"])]));
    let ask = |deed| run(session.permit(deed)).map(drop);
    assert_eq!(ask(of_fields(&["password"])), Ok(()));

    let fields = Err(Denial::Forbidden(Reason::Fields));
    assert_eq!(ask(of_fields(&["user"])), fields);
    assert_eq!(ask(of_fields(&["password", "user"])), fields);
    assert_eq!(ask(of_fields(&[])), fields);
    assert_eq!(ask(deed(Action::Reveal)), fields);
    for action in Action::ALL.into_iter().filter(|action| *action != Action::Reveal) {
        assert_eq!(ask(deed(action)), Err(Denial::Forbidden(Reason::Scope)), "{action}");
        // Of the owner it knows, of its other secrets it does not.
        let list = Deed { secret: None, version: None, ..deed(action) };
        assert_eq!(ask(list), Err(Denial::Forbidden(Reason::Scope)), "{action}");
        assert_eq!(ask(Deed { secret: Some(key(51)), ..deed(action) }), Err(Denial::Hidden));
    }
    let elsewhere = Deed { secret: Some(key(51)), ..of_fields(&["password"]) };
    assert_eq!(ask(elsewhere), Err(Denial::Hidden));
    let same_id = SecretKey { type_name: "Other".parse().unwrap(), id: id(50) };
    let elsewhere = Deed { secret: Some(same_id), ..of_fields(&["password"]) };
    assert_eq!(ask(elsewhere), Err(Denial::Hidden));
    let sister = owner(OwnerKind::Project, SISTER_PROJECT);
    assert_eq!(ask(Deed { owner: sister, ..of_fields(&["password"]) }), Err(Denial::Hidden));
}

#[test]
fn a_token_for_single_secrets_neither_lists_nor_creates() {
    let stage = writer();
    let all = [Permission::Metadata, Permission::Reveal, Permission::Write];
    let session = stage.session(ME, Some(vec![on_secret(project(), &all, 50, &[])]));
    let ask = |action, secret| {
        run(session.permit(Deed { secret, version: None, ..deed(action) })).map(drop)
    };
    for action in [Action::Read, Action::Reveal, Action::Update, Action::Delete] {
        assert_eq!(ask(action, Some(key(50))), Ok(()), "{action}");
        assert_eq!(ask(action, None), Err(Denial::Forbidden(Reason::Scope)), "{action}");
        assert_eq!(ask(action, Some(key(51))), Err(Denial::Hidden), "{action}");
    }
    assert_eq!(ask(Action::See, None), Ok(()));
    let scope = Err(Denial::Forbidden(Reason::Scope));
    assert_eq!(ask(Action::Create, None), scope);
    assert_eq!(ask(Action::Create, Some(key(50))), scope);
}

#[test]
fn a_scope_to_reveal_without_metadata_is_told_why_it_may_not_read() {
    let stage = writer();
    let session = stage.session(ME, Some(vec![scope(project(), &[Permission::Reveal])]));
    assert!(run(session.permit(deed(Action::Reveal))).is_ok());
    let denied = run(session.permit(deed(Action::Read))).unwrap_err();
    assert_eq!(denied, Denial::Forbidden(Reason::Scope));
}

#[test]
fn a_session_that_outlasts_its_token_gets_no_more_permits() {
    let stage = writer();
    let token = stage.token(ME, None);
    let session = stage.authenticate(token.print(), Some(project())).unwrap();
    stage.clock.set(START + HOUR - 1);
    assert!(run(session.permit(deed(Action::Read))).is_ok());
    stage.clock.set(START + HOUR);
    assert_eq!(run(session.permit(deed(Action::Read))).unwrap_err(), Denial::Hidden);
}

#[test]
fn who_was_taken_out_of_a_group_has_its_roles_no_more() {
    let stage = Stage::new();
    let group = stage.group(40, crate::support::ORGANIZATION, None);
    stage.join(40, ME);
    stage.give_group(group, project(), Role::Writer);
    assert!(run(stage.whole(ME).permit(deed(Action::Reveal))).is_ok());
    let administrator = stage.whole(crate::support::ADMINISTRATOR);
    use strongroom_ports::directory::Directory;
    let member = user_member(ME);
    run(stage.authorizer.remove_group_member(&administrator, group.id, member.id)).unwrap();
    assert_eq!(run(stage.whole(ME).permit(deed(Action::Reveal))).unwrap_err(), Denial::Hidden);
}
