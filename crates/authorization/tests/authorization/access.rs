//! Who may do what with one secret: the report says what really happens when its holders try.

use strongroom_model::{
    Action, FieldName, MemberKind, Owner, OwnerKind, Permission, Role, Scope, Visibility,
};
use strongroom_ports::administration::Error;
use strongroom_ports::clients::{Clients, NewClient};
use strongroom_ports::directory::{Access, Directory, HeldRole, Holder, HolderKind, HolderPlace};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::sessions::Session;

use crate::support::{
    ADMINISTRATOR, Caller, HOUR, ME, ORGANIZATION, OTHER, PROJECT, START, Stage, deed, id, key,
    names, on_secret, organization, project, run, scope, wide,
};
use crate::table::{lines, stand};

pub const OF_A_SECRET: [Action; 5] =
    [Action::See, Action::Read, Action::Reveal, Action::Update, Action::Delete];

pub fn page(
    stage: &Stage,
    session: &Caller,
    on: Owner,
    after: Option<HolderPlace>,
    limit: u32,
) -> Result<Access, Error> {
    run(stage.authorizer.access(session, on, &key(30), after, limit))
}

pub fn report(stage: &Stage, session: &Caller, on: Owner) -> Access {
    page(stage, session, on, None, 1000).unwrap()
}

fn of(report: &Access, kind: HolderKind, number: u8) -> Option<&Holder> {
    report.entries.iter().find(|one| (one.kind, one.id) == (kind, id(number)))
}

pub fn actions(report: &Access, kind: HolderKind, number: u8) -> Vec<Action> {
    of(report, kind, number).map_or(vec![], |holder| holder.actions.clone())
}

/// What the session may do to the secret, as it is asked when it is done.
fn tried(session: &Caller, on: Owner, fields: Option<&[FieldName]>) -> Vec<Action> {
    let may = |action: &Action| {
        let fields = fields.filter(|_| *action == Action::Reveal).map(<[_]>::to_vec);
        let deed =
            strongroom_model::access::Deed { secret: Some(key(30)), fields, ..deed(*action, on) };
        run(session.permit(deed)).is_ok()
    };
    OF_A_SECRET.into_iter().filter(may).collect()
}

#[test]
fn every_cell_of_the_table_is_in_the_report() {
    for line in lines().into_iter().filter(|line| line.kind != OwnerKind::User) {
        let stage = Stage::new();
        let on = stand(&stage, &line);
        let report = report(&stage, &stage.whole(ADMINISTRATOR), on);
        let wanted: Vec<Action> =
            OF_A_SECRET.into_iter().filter(|action| line.allowed.contains(action)).collect();
        let found = match line.held.as_str() {
            "anyone" => report.anyone.clone(),
            _ => actions(&report, HolderKind::User, ME),
        };
        assert_eq!(found, wanted, "{line:?}");
        assert_eq!(found, tried(&stage.whole(ME), on, None), "{line:?}");
        assert_eq!(report.visibility, line.visibility);
        assert!(!report.by_policy && !report.omits_organization && !report.omits_clients);
    }
}

#[test]
fn each_role_is_told_with_where_it_is_and_the_group_that_gives_it() {
    let stage = Stage::new();
    let group = stage.group(40, ORGANIZATION, None);
    stage.join(40, ME);
    stage.give_group(group, project(), Role::Writer);
    stage.hold(ME, organization(), Role::Contributor);
    stage.hold(OTHER, project(), Role::Reader);
    let report = report(&stage, &stage.whole(ADMINISTRATOR), project());
    let held = |on, role, group| HeldRole { on, role, group };
    let me = of(&report, HolderKind::User, ME).unwrap();
    let through = [
        held(organization(), Role::Contributor, None),
        held(project(), Role::Writer, Some(id(40))),
    ];
    assert_eq!(me.roles, through);
    assert_eq!(me.actions, OF_A_SECRET);
    let other = of(&report, HolderKind::User, OTHER).unwrap();
    assert_eq!(other.roles, [held(project(), Role::Reader, None)]);
    assert_eq!(other.actions, [Action::See, Action::Read]);
    let group = of(&report, HolderKind::Group, 40).unwrap();
    assert_eq!(group.roles, [held(project(), Role::Writer, None)]);
    assert_eq!(group.actions, OF_A_SECRET);
    let administrator = of(&report, HolderKind::User, ADMINISTRATOR).unwrap();
    assert_eq!(administrator.roles, [held(organization(), Role::Owner, None)]);
    assert_eq!(administrator.actions, OF_A_SECRET);
}

#[test]
fn who_can_do_nothing_is_not_in_it() {
    let stage = Stage::new();
    stage.hold(ME, organization(), Role::Contributor);
    stage.hold(OTHER, project(), Role::Writer);
    let session = stage.whole(ADMINISTRATOR);
    let found = report(&stage, &session, project());
    assert_eq!(of(&found, HolderKind::User, ME), None);
    stage.show(PROJECT, Visibility::Internal);
    let found = report(&stage, &session, project());
    assert_eq!(actions(&found, HolderKind::User, ME), [Action::See, Action::Read]);
    assert_eq!(found.anyone, []);
    assert!(stage.events().is_empty(), "to look is no event");
    // Suspended, a person signs in with nothing.
    run(stage.store.suspend_person(id(OTHER), stage.record())).unwrap();
    let found = report(&stage, &session, project());
    assert_eq!(of(&found, HolderKind::User, OTHER), None);
}

/// A client of this owner, and what it may do when it tries.
pub fn client(stage: &Stage, on: Owner, name: &str, scopes: Vec<Scope>) -> Caller {
    let session = stage.whole(ADMINISTRATOR);
    let wanted = NewClient { name: name.to_owned(), lifetime_seconds: HOUR / 2, scopes };
    let made = run(stage.authorizer.create_client(&session, on, wanted)).unwrap();
    let token = stage.login(made.client.id, &made.secret).unwrap();
    stage.authenticate(token.credential, None).unwrap()
}

#[test]
fn clients_are_told_with_the_scopes_that_reach_the_secret_and_nothing_of_others() {
    use Permission::{Manage, Metadata, Reveal, Write};
    let stage = Stage::with_token_key();
    let mut cut = on_secret(project(), &[Reveal], 30, &["region", "user"]);
    let other = on_secret(project(), &[Reveal], 31, &[]);
    cut.secrets.as_mut().unwrap().extend(other.secrets.clone().unwrap());
    let cases = [
        (project(), "some fields", vec![cut, scope(project(), &[Metadata])]),
        (project(), "another secret", vec![other]),
        (project(), "writes", vec![scope(project(), &[Write])]),
        (project(), "manages", vec![scope(project(), &[Manage])]),
        (organization(), "all projects", vec![wide(&[Metadata, Reveal])]),
        (organization(), "the organization", vec![scope(organization(), &[Metadata, Reveal])]),
    ];
    let sessions: Vec<_> = cases
        .into_iter()
        .map(|(on, name, scopes)| (name, client(&stage, on, name, scopes)))
        .collect();
    let found = report(&stage, &stage.whole(ADMINISTRATOR), project());
    for (name, session) in &sessions {
        let told = found.entries.iter().find(|one| one.name.as_str() == *name);
        let fields = told.and_then(|told| told.fields.as_deref());
        let told_actions = told.map_or(vec![], |told| told.actions.clone());
        assert_eq!(told_actions, tried(session, project(), fields), "{name}");
    }
    let clients: Vec<&str> = found
        .entries
        .iter()
        .filter(|one| one.kind == HolderKind::Client)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(clients.len(), 3, "{clients:?}");
    let narrow = found.entries.iter().find(|one| one.name.as_str() == "some fields").unwrap();
    assert_eq!(narrow.fields, Some(names(&["region", "user"])));
    assert_eq!(narrow.expires_at, Some(START + HOUR / 2));
    let secrets: Vec<_> =
        narrow.scopes.iter().flatten().filter_map(|one| one.secrets.as_ref()).collect();
    assert_eq!(secrets.len(), 1);
    assert_eq!(secrets[0].len(), 1, "of other secrets nothing is told");
    // What has expired does nothing.
    stage.clock.set(START + HOUR / 2);
    let found = report(&stage, &stage.whole(ADMINISTRATOR), project());
    assert!(found.entries.iter().all(|one| one.kind != HolderKind::Client));
}

#[test]
fn of_tokens_ones_own_are_told_and_to_credentials_without_scopes_alone() {
    let stage = Stage::new();
    stage.hold(ME, project(), Role::Owner);
    stage.token(OTHER, None);
    let narrow =
        stage.token(ME, Some(vec![on_secret(project(), &[Permission::Reveal], 30, &["a"])]));
    stage.token(ME, Some(vec![on_secret(project(), &[Permission::Reveal], 31, &[])]));
    let session = stage.whole(ME);
    let found = report(&stage, &session, project());
    let tokens: Vec<_> = found.entries.iter().filter(|one| one.kind == HolderKind::Token).collect();
    assert_eq!(tokens.len(), 2, "the narrow one and that of the session");
    let told = tokens.iter().find(|one| one.id == narrow.id()).unwrap();
    assert_eq!((&*told.actions, &told.fields), (&[Action::Reveal][..], &Some(names(&["a"]))));
    let whole = tokens.iter().find(|one| one.id != narrow.id()).unwrap();
    assert_eq!((&*whole.actions, &whole.scopes), (&OF_A_SECRET[..], &None));
    let scoped = stage.session(ME, Some(vec![scope(project(), &Permission::ALL)]));
    let found = report(&stage, &scoped, project());
    assert!(found.entries.iter().all(|one| one.kind != HolderKind::Token));
    assert!(of(&found, HolderKind::User, ME).is_some());
}

#[test]
fn pages_put_together_are_the_whole_report_and_each_has_at_most_a_hundred() {
    let stage = Stage::with_token_key();
    for number in 100..=220 {
        stage.person(number);
        stage.hold(number, project(), Role::Reader);
    }
    for number in 41..45 {
        let group = stage.group(number, ORGANIZATION, None);
        stage.join(number, ME);
        stage.give_group(group, project(), Role::Reader);
    }
    for name in ["a", "b"] {
        let _ = client(&stage, project(), name, vec![scope(project(), &[Permission::Reveal])]);
    }
    let session = stage.whole(ADMINISTRATOR);
    let all = |limit| {
        let (mut entries, mut after, mut sizes) = (vec![], None, vec![]);
        loop {
            let found = page(&stage, &session, project(), after, limit).unwrap();
            sizes.push(found.entries.len());
            entries.extend(found.entries);
            after = found.next;
            if after.is_none() {
                return (entries, sizes);
            }
        }
    };
    let (whole, sizes) = all(1000);
    assert!(sizes.len() == 2 && sizes[0] == 100, "{sizes:?}");
    let places: Vec<HolderPlace> = whole.iter().map(|one| (one.kind, one.id)).collect();
    assert!(places.is_sorted());
    let me = of_entries(&whole, ME);
    assert_eq!(me.roles.len(), 4, "each group by which it is held");
    for limit in [1, 3, 61] {
        assert_eq!(all(limit).0, whole, "{limit}");
    }
    assert_eq!(all(0).0, whole, "at least one");
    let groups = run(stage.store.members(project())).unwrap();
    assert_eq!(groups.iter().filter(|one| one.member.kind == MemberKind::Group).count(), 4);
}

fn of_entries(entries: &[Holder], number: u8) -> &Holder {
    entries.iter().find(|one| (one.kind, one.id) == (HolderKind::User, id(number))).unwrap()
}
