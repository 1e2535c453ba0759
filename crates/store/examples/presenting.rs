//! Measures what a request begins with: a credential with its standing on a project, read from
//! SQLite. `cargo run --release -p strongroom-store --example presenting`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

use std::time::{Duration, Instant};

use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_model::audit::{Context, Event, Record};
use strongroom_model::metadata::Stamp;
use strongroom_model::{
    Id, Member, MemberKind, Owner, OwnerKind, Permission, Role, Scope, Visibility,
};
use strongroom_ports::directory_store::{DirectoryStore, GroupRow, NewPersonRow, ProjectRow};
use strongroom_ports::principals::{
    ClientRow, ExternalIdentity, OrganizationRow, PersonRow, PrincipalStore, Status, TokenRow,
};
use strongroom_root_keys::Held;
use strongroom_store::Store;

const CALLS: u32 = 20_000;
const ROUNDS: u32 = 20;
const ORGANIZATION: Id = Id::from_bytes([1; 20]);
/// Of the second, 10 groups have a role.
const PROJECTS: [Id; 2] = [Id::from_bytes([2; 20]), Id::from_bytes([9; 20])];
const CLIENT: Id = Id::from_bytes([3; 20]);
/// In no group, and in 100, the project's 10 and one with a role in the organization among them.
const PEOPLE: [Id; 2] = [Id::from_bytes([4; 20]), Id::from_bytes([5; 20])];
const TOKENS: [Id; 2] = [Id::from_bytes([6; 20]), Id::from_bytes([7; 20])];

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let folder = tempfile::tempdir().unwrap();
    let database = Sqlite::open(folder.path().join("measure.db"), Options::default()).unwrap();
    let store = Store::new(database, Held::for_tests("k1"));
    store.migrate().await.unwrap();
    fill(&store).await;
    let about = |id| Some(Owner { kind: OwnerKind::Project, id });
    let identity = |person| ExternalIdentity { issuer: "i".to_owned(), subject: person };

    let people = ["no groups", "100 groups"].into_iter().zip(TOKENS);
    for ((who, token), project) in people.zip(PROJECTS) {
        let about = about(project);
        let present = async || store.present_token(token, about).await.unwrap().is_some();
        report("token", who, present).await;
        let identity = identity(who.to_owned());
        let present = async || store.present_person(&identity, about).await.unwrap().is_some();
        report("person", who, present).await;
    }
    let [project, _] = PROJECTS;
    let about = about(project);
    let present = async || store.present_client(CLIENT, about).await.unwrap().is_some();
    report("client", "no groups", present).await;
}

/// The best of some rounds: the others had company on this machine.
async fn report(what: &str, who: &str, present: impl AsyncFn() -> bool) {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..CALLS {
            assert!(present().await);
        }
        best = best.min(start.elapsed());
    }
    println!("{what}, {who}: {:.2} µs", best.as_secs_f64() * 1e6 / f64::from(CALLS));
}

async fn fill(store: &Store<Sqlite, Held>) {
    let name = || "name".parse().unwrap();
    let person = |id| PersonRow {
        id,
        name: name(),
        email: Some("name@example.com".to_owned()),
        status: Status::Active,
        created_at: 1,
        last_seen_at: Some(1),
    };
    let token = |id, user| TokenRow {
        id,
        user,
        name: name(),
        digest: [7; 32],
        created_at: 1,
        expires_at: 2,
        last_used_at: Some(1),
        scopes: None,
    };
    let note = || {
        let context = Context { request_id: "r".to_owned(), peer: None };
        let event = Event::PersonRenamed { user: ORGANIZATION };
        strongroom_audit::written(Record { at: 1, context, caller: None, event })
    };
    let organization = OrganizationRow { id: ORGANIZATION, name: name(), created_at: 1 };
    let [first, second] = PEOPLE;
    let [firsts, seconds] = TOKENS;
    store.initialize(organization, person(first), token(firsts, first), note()).await.unwrap();
    for (id, name) in PROJECTS.into_iter().zip(["plain", "grouped"]) {
        let project = ProjectRow {
            id,
            organization: ORGANIZATION,
            name: name.parse().unwrap(),
            visibility: Visibility::Private,
            created_at: 1,
        };
        store.insert_project(project, Some(first), note()).await.unwrap();
    }
    let [plain, grouped] = PROJECTS;
    let new = NewPersonRow {
        person: person(second),
        organization: ORGANIZATION,
        role: Some(Role::Contributor),
        identity: Some(ExternalIdentity {
            issuer: "i".to_owned(),
            subject: "100 groups".to_owned(),
        }),
        token: Some(token(seconds, second)),
    };
    store.insert_person(new, note()).await.unwrap();
    let new = NewPersonRow {
        person: person(Id::from_bytes([8; 20])),
        organization: ORGANIZATION,
        role: Some(Role::Contributor),
        identity: Some(ExternalIdentity {
            issuer: "i".to_owned(),
            subject: "no groups".to_owned(),
        }),
        token: None,
    };
    store.insert_person(new, note()).await.unwrap();
    for number in 0..100 {
        let id = Id::from_bytes([100 + number; 20]);
        let group = GroupRow {
            id,
            organization: ORGANIZATION,
            name: format!("group {number}").parse().unwrap(),
            claim: None,
            created_at: 1,
        };
        store.insert_group(group, note()).await.unwrap();
        store.add_group_member(id, second, note()).await.unwrap();
        let member = Member { kind: MemberKind::Group, id };
        if number < 10 {
            let owner = Owner { kind: OwnerKind::Project, id: grouped };
            store.set_member(owner, member, Role::Reader, note()).await.unwrap();
        }
        if number == 0 {
            let owner = Owner { kind: OwnerKind::Organization, id: ORGANIZATION };
            store.set_member(owner, member, Role::Maintainer, note()).await.unwrap();
        }
    }
    let on = Owner { kind: OwnerKind::Project, id: plain };
    let scope = Scope { on, projects: false, permissions: vec![Permission::Reveal], secrets: None };
    let client = ClientRow {
        id: CLIENT,
        owner: on,
        name: name(),
        digest: [7; 32],
        generation: 1,
        scopes: vec![scope],
        created: Stamp { at: 1, by: first },
        expires_at: 2,
        last_used_at: None,
    };
    store.insert_client(client, note()).await.unwrap();
}
