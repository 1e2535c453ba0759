//! A database that the first migration made, and that was filled before there was a second.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::{Database, Durability, Statement, Value};
use strongroom_model::audit::{Caller, Credential, Event};
use strongroom_model::{
    Id, Owner, OwnerKind, Permission, Principal, PrincipalKind, Role, Scope, Visibility,
};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{PrincipalStore, Status};
use strongroom_ports::secrets::SecretStore;
use support::{Place, World, blob, written};

fn id(last: u8) -> Id {
    let mut bytes = [0; 20];
    bytes[19] = last;
    Id::from_bytes(bytes)
}

const fn owner(kind: OwnerKind, id: Id) -> Owner {
    Owner { kind, id }
}

/// As the first migration left it, with tokens of these grants, numbered from 100.
async fn fill(place: &Place, grants: &[Option<String>]) {
    let statement =
        |sql: &str, parameters| Statement { sql: written(sql).into(), parameters, expect: None };
    let texts = [include_str!("first/schema.sql"), include_str!("first/rows.sql")];
    let mut batch: Vec<_> = texts
        .iter()
        .flat_map(|text| text.split_once('\n').map_or("", |(_, sql)| sql).split_terminator(";\n"))
        .map(|sql| statement(sql, vec![]))
        .collect();
    for (number, grants) in (100..).zip(grants) {
        let grants = grants.clone().map_or(Value::Null, Value::Text);
        let parameters = vec![blob(id(number)), blob(id(2)), Value::Blob(vec![7; 32]), grants];
        let sql = "INSERT INTO tokens VALUES (?1, ?2, 'ci', ?3, 1, 2, ?4)";
        batch.push(statement(sql, parameters));
    }
    place.open().write(batch, Durability::Process).await.unwrap();
}

async fn migrated(grants: &[Option<String>]) -> World {
    let place = Place::new();
    fill(&place, grants).await;
    let world = World::at(place);
    assert!(world.store.migrate().await.unwrap() > 0);
    world
}

#[tokio::test]
async fn people_projects_and_secrets_are_as_they_were_and_projects_are_private() {
    let world = migrated(&[]).await;
    let store = &world.store;
    let bob = store.get_person(id(3)).await.unwrap();
    assert_eq!((bob.name.as_str(), bob.email, bob.status), ("Bob", None, Status::Active));
    assert_eq!((bob.created_at, bob.last_seen_at), (3, None));
    for project in store.projects_of(id(1)).await.unwrap() {
        assert_eq!(project.visibility, Visibility::Private, "{}", project.name);
    }
    let alpha = owner(OwnerKind::Project, id(4));
    let standing = store.standing_of(Some(id(3)), alpha).await.unwrap();
    assert_eq!((standing.role, standing.organization_role), (Some(Role::Writer), None));
    assert_eq!(standing.policy_revision, 0);
    let standing = store.standing_of(Some(id(2)), alpha).await.unwrap();
    assert_eq!((standing.role, standing.organization_role), (None, Some(Role::Owner)));
    assert_eq!(store.first_owner().await.unwrap().unwrap().1.id, id(2));
    let key = "secret/Custom/000000000000000000000000006".parse().unwrap();
    let sealed = store.sealed(alpha, &key, None, None).await.unwrap();
    assert_eq!(sealed.sealed.fields[0].blob, [0xCC]);
}

#[tokio::test]
async fn a_token_keeps_exactly_what_it_could_do_or_ends() {
    let grant = |kind: OwnerKind, number: u8, role: Role| {
        format!(r#"{{"kind":"{kind}","id":"{}","role":"{role}"}}"#, id(number))
    };
    let list = |grants: &[String]| Some(format!("[{}]", grants.join(",")));
    let scope = |kind, number, permissions: &[Permission]| Scope {
        on: owner(kind, id(number)),
        projects: false,
        permissions: permissions.to_vec(),
        secrets: None,
    };
    use OwnerKind::{Organization, Project, User};
    use Permission::{Manage, Metadata, Reveal, Write};
    let work = [Metadata, Reveal, Write];
    let cases = [
        // It held all that its person holds, and still does.
        (None, Some(None)),
        (list(&[]), Some(Some(vec![]))),
        (
            list(&[grant(Project, 4, Role::Reader), grant(Project, 5, Role::Writer)]),
            Some(Some(vec![scope(Project, 4, &[Metadata]), scope(Project, 5, &work)])),
        ),
        (
            list(&[grant(Organization, 1, Role::Maintainer)]),
            Some(Some(vec![scope(Organization, 1, &work)])),
        ),
        (
            list(&[grant(Organization, 1, Role::Contributor)]),
            Some(Some(vec![scope(Organization, 1, &[Metadata])])),
        ),
        // Nobody manages a person: what is left of it is reading the log.
        (
            list(&[grant(User, 2, Role::Owner)]),
            Some(Some(vec![scope(User, 2, &[Metadata, Reveal, Write, Manage])])),
        ),
        // To manage would be more than it could, and not to read the log less.
        (list(&[grant(Project, 4, Role::Owner)]), None),
        (list(&[grant(Organization, 1, Role::Owner)]), None),
        (list(&[grant(User, 2, Role::Owner), grant(Project, 4, Role::Owner)]), None),
        (list(&[grant(Project, 5, Role::Reader), grant(Organization, 1, Role::Owner)]), None),
    ];
    let grants: Vec<_> = cases.iter().map(|(grants, _)| grants.clone()).collect();
    let world = migrated(&grants).await;
    for (number, (grants, expected)) in (100..).zip(cases) {
        let presented = world.store.present_token(id(number), None).await.unwrap();
        let scopes = presented.map(|presented| presented.token.scopes);
        assert_eq!(scopes, expected, "{grants:?}");
    }
    let left = world.store.tokens(id(2)).await.unwrap();
    assert!(left.iter().all(|token| token.last_used_at.is_none()));
}

#[tokio::test]
async fn the_log_is_read_as_it_was_written() {
    let world = migrated(&[]).await;
    let list = |kind, number| {
        let owner = owner(kind, id(number));
        let store = &world.store;
        async move {
            let entries = support::newest(store, owner, 10).await.into_iter();
            entries.map(|entry| strongroom_audit::read(entry).unwrap()).collect::<Vec<_>>()
        }
    };
    let ada = Caller {
        principal: Principal { kind: PrincipalKind::Person, id: id(2) },
        credential: Credential::ApiToken(id(7)),
    };
    let made = list(OwnerKind::Organization, 1).await;
    assert_eq!(made[0].record.caller, None);
    assert_eq!(made[0].record.event, Event::Initialized { organization: id(1), user: id(2) });

    let project = list(OwnerKind::Project, 4).await;
    assert!(project.iter().all(|entry| entry.record.caller == Some(ada)));
    assert!(matches!(project[0].record.event, Event::SecretRevealed { fields: None, .. }));
    let (name, visibility) = ("alpha".parse().unwrap(), Visibility::Private);
    let created = Event::ProjectCreated { project: id(4), name, visibility };
    assert_eq!(project[1].record.event, created);

    let theirs = list(OwnerKind::User, 2).await;
    assert_eq!(theirs[0].record.event, Event::TokenRevoked { token: id(8) });
    assert!(matches!(&theirs[1].record.event, Event::TokenCreated { scopes: Some(_), .. }));
    assert_eq!(world.records().await, 6);
    // And it goes on where it was.
    world.store.append(strongroom_audit::written(theirs[0].record.clone())).await.unwrap();
    assert_eq!(list(OwnerKind::User, 2).await[0].number, 7);
}
