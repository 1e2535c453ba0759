//! Organizations, projects, people and tokens.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_database::Value;
use strongroom_model::audit::{Event, Record};
use strongroom_model::{Grant, Owner, Role, limits};
use strongroom_ports::principals::{
    Error, FirstOwnerRow, PresentedToken, PrincipalStore, Standing, TokenRow,
};
use support::*;

const ORGANIZATION: u32 = 1;
const STRANGER: u32 = 950;

fn initialized() -> Record {
    let mut record = record(Event::Initialized { organization: id(ORGANIZATION), user: id(USER) });
    record.caller = None;
    record
}

fn made(project: u32) -> Record {
    let name = "made".parse().unwrap();
    record(Event::ProjectCreated { project: id(project), name })
}

/// An organization with its owner and a token, a second one that the owner is not in, and a
/// stranger to both who reads one project.
async fn people() -> World {
    let world = world().await;
    let token = token_row(TOKEN, USER);
    assert_eq!(
        world.store.initialize(organization_row(ORGANIZATION), token, initialized()).await,
        Ok(true)
    );
    for (project, name) in [(20, "alpha"), (21, "beta")] {
        world
            .store
            .insert_project(project_row(project, ORGANIZATION, name), made(project))
            .await
            .unwrap();
    }
    let insert = |sql: &'static str, parameters| strongroom_database::Statement {
        sql: sql.into(),
        parameters,
        expect: Some(1),
    };
    let blob = |number| Value::Blob(id(number).as_bytes().to_vec());
    use strongroom_database::{Database, Durability};
    world
        .database
        .write(
            vec![
                insert("INSERT INTO users VALUES (?1, 'Eve', 1)", vec![blob(STRANGER)]),
                insert("INSERT INTO organizations VALUES (?1, 'Other', 1)", vec![blob(2)]),
                insert(
                    "INSERT INTO projects VALUES (?1, ?2, 'theirs', 1)",
                    vec![blob(30), blob(2)],
                ),
                insert(
                    "INSERT INTO members VALUES (2, ?1, ?2, 'Reader')",
                    vec![blob(20), blob(STRANGER)],
                ),
            ],
            Durability::Process,
        )
        .await
        .unwrap();
    world
}

/// All standings that there can be, with the person and the owner they are of.
fn standings() -> Vec<(u32, Owner, Standing)> {
    let in_project = |organization, role, organization_role| Standing {
        exists: true,
        role,
        organization: Some(id(organization)),
        organization_role,
    };
    let plain = |role| Standing { exists: true, role, ..Standing::default() };
    vec![
        (USER, organization(ORGANIZATION), plain(Some(Role::Owner))),
        (USER, organization(2), plain(None)),
        (USER, organization(3), Standing::default()),
        // They made it, and so own it.
        (USER, project(20), in_project(ORGANIZATION, Some(Role::Owner), Some(Role::Owner))),
        (USER, project(30), in_project(2, None, None)),
        (USER, project(31), Standing::default()),
        (USER, project(ORGANIZATION), Standing::default()),
        (USER, user(USER), plain(Some(Role::Owner))),
        (USER, user(STRANGER), plain(None)),
        (USER, user(20), Standing::default()),
        (STRANGER, organization(ORGANIZATION), plain(None)),
        (STRANGER, project(20), in_project(ORGANIZATION, Some(Role::Reader), None)),
        (STRANGER, project(21), in_project(ORGANIZATION, None, None)),
        (STRANGER, user(USER), plain(None)),
        (999, project(20), in_project(ORGANIZATION, None, None)),
        (999, user(999), Standing::default()),
    ]
}

#[tokio::test]
async fn a_standing_says_what_a_person_is_to_an_owner() {
    let world = people().await;
    for (person, owner, expected) in standings() {
        assert_eq!(world.store.standing(id(person), owner).await, Ok(expected), "{person} {owner}");
    }
}

#[tokio::test]
async fn a_token_is_presented_with_the_standing_of_its_user() {
    let world = people().await;
    let mut theirs = token_row(TOKEN + 1, STRANGER);
    theirs.user_name = "Eve".parse().unwrap();
    let issued = || record(Event::TokenCreated { token: id(TOKEN + 1), grants: None });
    world.store.insert_token(theirs.clone(), issued()).await.unwrap();
    for (person, owner, expected) in standings() {
        let token = match person {
            USER => token_row(TOKEN, USER),
            STRANGER => theirs.clone(),
            _ => continue,
        };
        let presented = world.store.present_token(token.id, Some(owner)).await.unwrap();
        let expected = PresentedToken { token, standing: Some(expected) };
        assert_eq!(presented, Some(expected), "{person} {owner}");
    }
    let presented = world.store.present_token(id(TOKEN), None).await.unwrap();
    let token = token_row(TOKEN, USER);
    assert_eq!(presented, Some(PresentedToken { token, standing: None }));
}

#[tokio::test]
async fn an_unknown_token_is_none() {
    let world = people().await;
    for about in [None, Some(project(20)), Some(organization(1)), Some(user(USER))] {
        assert_eq!(world.store.present_token(id(77), about).await, Ok(None));
    }
}

#[tokio::test]
async fn the_first_organization_is_made_once() {
    let world = people().await;
    let before = world.records().await;
    let again = world.store.initialize(organization_row(5), token_row(6, 7), initialized()).await;
    assert_eq!(again, Ok(false));
    assert_eq!(world.count("SELECT COUNT(*) FROM organizations WHERE name = 'Acme'").await, 1);
    assert_eq!(world.store.present_token(id(6), None).await, Ok(None));
    assert_eq!(world.records().await, before);
}

#[tokio::test]
async fn of_two_programs_that_initialize_at_one_time_one_gets_the_token() {
    let world = world().await;
    let initialize = |organization, token, user| {
        world.store.initialize(
            organization_row(organization),
            token_row(token, user),
            initialized(),
        )
    };
    let (a, b) = tokio::join!(initialize(1, 2, 3), initialize(4, 5, 6));
    assert_ne!(a.unwrap(), b.unwrap());
    assert_eq!(world.count("SELECT COUNT(*) FROM organizations").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM tokens").await, 1);
}

#[tokio::test]
async fn the_first_owner_is_found_again() {
    let world = world().await;
    assert_eq!(world.store.first_owner().await, Ok(None));
    let world = people().await;
    let expected = FirstOwnerRow {
        organization: organization_row(ORGANIZATION),
        user: id(USER),
        user_name: "Ada".parse().unwrap(),
    };
    assert_eq!(world.store.first_owner().await, Ok(Some(expected)));
}

#[tokio::test]
async fn a_person_sees_the_organizations_and_projects_they_have_a_role_in() {
    let world = people().await;
    let store = &world.store;
    assert_eq!(
        store.organizations(id(USER)).await,
        Ok(vec![(organization_row(ORGANIZATION), Role::Owner)])
    );
    assert_eq!(store.organizations(id(STRANGER)).await, Ok(vec![]));
    let names = |rows: Vec<(strongroom_ports::principals::ProjectRow, Standing)>| -> Vec<String> {
        rows.into_iter().map(|(row, _)| row.name.into()).collect()
    };
    assert_eq!(names(store.projects(id(USER)).await.unwrap()), ["alpha", "beta"]);
    let theirs = store.projects(id(STRANGER)).await.unwrap();
    assert_eq!(theirs[0].1.role, Some(Role::Reader));
    assert_eq!(theirs[0].1.organization_role, None);
    assert_eq!(names(theirs), ["alpha"]);
    assert_eq!(store.projects(id(999)).await, Ok(vec![]));
}

#[tokio::test]
async fn a_project_needs_an_organization_and_a_name_of_its_own_in_it() {
    let world = people().await;
    let before = world.records().await;
    let insert = |project, organization, name: &str| {
        world.store.insert_project(project_row(project, organization, name), made(project))
    };
    assert_eq!(insert(40, 3, "gamma").await, Err(Error::NotFound));
    assert_eq!(insert(40, ORGANIZATION, "alpha").await, Err(Error::NameTaken));
    assert_eq!(world.records().await, before);
    assert_eq!(insert(40, 2, "alpha").await, Ok(()));
    assert_eq!(world.records().await, before + 1);
}

#[tokio::test]
async fn a_token_keeps_its_grants() {
    let world = people().await;
    let store = &world.store;
    let grants = [
        None,
        Some(vec![]),
        Some(vec![
            Grant { on: project(20), role: Role::Reader },
            Grant { on: organization(1), role: Role::Maintainer },
        ]),
    ];
    let mut expected = vec![token_row(TOKEN, USER)];
    for (number, grants) in (910..).zip(grants) {
        let token = TokenRow { grants: grants.clone(), ..token_row(number, USER) };
        let issued = record(Event::TokenCreated { token: token.id, grants });
        store.insert_token(token.clone(), issued).await.unwrap();
        let presented = store.present_token(token.id, None).await.unwrap();
        assert_eq!(presented.map(|presented| presented.token), Some(token.clone()));
        expected.push(token);
    }
    assert_eq!(store.tokens(id(USER)).await, Ok(expected));
    assert_eq!(store.tokens(id(STRANGER)).await, Ok(vec![]));
}

#[tokio::test]
async fn a_token_needs_a_user() {
    let world = people().await;
    let before = world.records().await;
    let issued = record(Event::TokenCreated { token: id(910), grants: None });
    let refused = world.store.insert_token(token_row(910, 999), issued).await;
    assert_eq!(refused, Err(Error::NotFound));
    assert_eq!(world.records().await, before);
}

#[tokio::test]
async fn a_token_is_revoked_by_its_own_user_alone() {
    let world = people().await;
    let before = world.records().await;
    let revoke = |user| {
        let revoked = record(Event::TokenRevoked { token: id(TOKEN) });
        world.store.delete_token(id(TOKEN), id(user), revoked)
    };
    assert_eq!(revoke(STRANGER).await, Err(Error::NotFound));
    assert_eq!(world.records().await, before);
    assert_eq!(revoke(USER).await, Ok(()));
    assert_eq!(world.records().await, before + 1);
    assert_eq!(world.store.present_token(id(TOKEN), None).await, Ok(None));
    assert_eq!(revoke(USER).await, Err(Error::NotFound));
}

#[tokio::test]
async fn a_token_row_that_does_not_parse_is_an_error() {
    for damage in [
        "UPDATE tokens SET digest = x'00'",
        "UPDATE tokens SET grants = '[{\"kind\":\"project\"}]'",
        "UPDATE tokens SET grants = 'null'",
        "UPDATE tokens SET name = ' '",
        "UPDATE members SET role = 'owner'",
    ] {
        let world = people().await;
        world.force(damage).await;
        let read = world.store.present_token(id(TOKEN), Some(organization(ORGANIZATION))).await;
        assert_eq!(read, Err(Error::Internal), "{damage}");
    }
}

#[tokio::test]
async fn of_too_many_tokens_those_that_expire_last_are_listed_oldest_first() {
    let world = people().await;
    world
        .force(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
            INSERT INTO tokens (id, user_id, name, digest, created_at, expires_at, grants) \
            SELECT CAST(printf('%020d', i) AS BLOB), user_id, name, digest, \
            created_at + i, created_at - i, NULL FROM n, tokens",
        )
        .await;
    assert_eq!(world.count("SELECT COUNT(*) FROM tokens").await, 1201);
    let tokens = world.store.tokens(id(USER)).await.unwrap();
    assert_eq!(tokens.len(), limits::LIST_ENTRIES as usize);
    // The oldest is the one that lives.
    assert_eq!(tokens[0], token_row(TOKEN, USER));
    assert!(tokens.is_sorted_by_key(|token| token.created_at));
    assert!(tokens.iter().all(|token| token.expires_at >= NOW - 999));
}

#[tokio::test]
async fn of_too_many_projects_the_first_by_name_are_listed() {
    let world = people().await;
    world
        .force(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
            INSERT INTO projects (id, organization_id, name, created_at) \
            SELECT CAST(printf('%020d', i) AS BLOB), organization_id, printf('b%04d', i), 1 \
            FROM n, projects WHERE name = 'alpha'",
        )
        .await;
    let projects = world.store.projects(id(USER)).await.unwrap();
    assert_eq!(projects.len(), limits::LIST_ENTRIES as usize);
    assert_eq!(projects[0].0.name.as_str(), "alpha");
    assert_eq!(projects[999].0.name.as_str(), "b0999");
}
