//! What comes with a credential: who it is, and what they are to the owner asked about.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use strongroom_model::metadata::Stamp;
use strongroom_model::{Owner, Permission, Role, Scope, SecretScope, Visibility};
use strongroom_ports::directory_store::{DirectoryStore, NewPersonRow, PolicyRow};
use strongroom_ports::principals::{
    Error, PresentedClient, PresentedPerson, PresentedToken, PrincipalStore, Standing, Status,
    TokenRow,
};
use support::*;

const BOB: u32 = 3;
const CY: u32 = 4;
const GONE: u32 = 5;

/// Bob reads alpha himself and writes it by a group, which is also a Contributor of Acme; Cy is a
/// Maintainer of Acme himself and only a Contributor by the group. Beta is public, and Acme has
/// changed its policies twice.
async fn people() -> World {
    let world = installation().await;
    let store = &world.store;
    for (number, name, role) in [(BOB, "Bob", None), (CY, "Cy", Some(Role::Maintainer))] {
        let person = NewPersonRow {
            identity: Some(identity(name)),
            token: Some(token_row(number + 100, number)),
            ..new_person(number, name, role)
        };
        store.insert_person(person, note()).await.unwrap();
    }
    world.person(GONE, "Dan", Some(Role::Contributor)).await;
    store.remove_person(id(GONE), note()).await.unwrap();
    world.group(60, ACME, "writers", &[BOB, CY]).await;
    world.group(61, ACME, "readers", &[BOB]).await;
    world.group(62, ACME, "owners", &[]).await;
    world.set(project(ALPHA), a_user(BOB), Role::Reader).await.unwrap();
    world.set(project(ALPHA), a_group(60), Role::Writer).await.unwrap();
    world.set(project(ALPHA), a_group(61), Role::Reader).await.unwrap();
    world.set(project(ALPHA), a_group(62), Role::Owner).await.unwrap();
    world.set(organization(ACME), a_group(60), Role::Contributor).await.unwrap();
    world.set(organization(ACME), a_group(62), Role::Owner).await.unwrap();
    store.change_project(id(BETA), None, Some(Visibility::Public), note()).await.unwrap();
    for text in ["one", "two"] {
        let updated = Stamp { at: NOW, by: id(USER) };
        let policy = PolicyRow { name: "p".parse().unwrap(), text: text.to_owned(), updated };
        store.set_policy(id(ACME), policy, note()).await.unwrap();
    }
    world
}

/// Standings there can be, with the person and the owner they are of.
fn standings() -> Vec<(u32, Owner, Standing)> {
    use Role::{Contributor, Maintainer, Owner as Owns, Writer};
    let of_project = |organization: u32, visibility, role, organization_role| Standing {
        exists: true,
        visibility: Some(visibility),
        role,
        organization: Some(id(organization)),
        organization_role,
        policy_revision: if organization == ACME { 2 } else { 0 },
    };
    let of_organization = |organization: u32, role| Standing {
        visibility: None,
        ..of_project(organization, Visibility::Private, role, role)
    };
    let of_user = |role| Standing { exists: true, role, ..Standing::default() };
    let nothing = Standing::default();
    let (private, public) = (Visibility::Private, Visibility::Public);
    vec![
        (USER, organization(ACME), of_organization(ACME, Some(Owns))),
        (USER, organization(OTHER), of_organization(OTHER, None)),
        (USER, organization(77), nothing),
        (USER, project(ALPHA), of_project(ACME, private, None, Some(Owns))),
        (USER, project(BETA), of_project(ACME, public, None, Some(Owns))),
        (USER, project(GAMMA), of_project(OTHER, private, None, None)),
        (USER, project(77), nothing),
        // An id of another kind is an id of nothing.
        (USER, project(ACME), nothing),
        (USER, organization(ALPHA), nothing),
        (USER, user(ACME), nothing),
        (USER, user(USER), of_user(Some(Owns))),
        (USER, user(BOB), of_user(None)),
        (USER, user(GONE), nothing),
        (BOB, organization(ACME), of_organization(ACME, Some(Contributor))),
        (BOB, project(ALPHA), of_project(ACME, private, Some(Writer), Some(Contributor))),
        (BOB, project(BETA), of_project(ACME, public, None, Some(Contributor))),
        (BOB, user(USER), of_user(None)),
        (CY, organization(ACME), of_organization(ACME, Some(Maintainer))),
        (CY, project(ALPHA), of_project(ACME, private, Some(Writer), Some(Maintainer))),
        (CY, user(CY), of_user(Some(Owns))),
    ]
}

#[tokio::test]
async fn a_standing_is_the_strongest_of_a_persons_own_role_and_those_by_groups() {
    let world = people().await;
    for (person, owner, expected) in standings() {
        let standing = world.store.standing_of(Some(id(person)), owner).await;
        assert_eq!(standing, Ok(expected), "{person} {owner}");
    }
    let removed = world.store.standing_of(Some(id(GONE)), organization(ACME)).await.unwrap();
    assert_eq!(removed.role, None);
    let themselves = world.store.standing_of(Some(id(GONE)), user(GONE)).await;
    assert_eq!(themselves, Ok(Standing::default()));
}

#[tokio::test]
async fn without_a_person_a_standing_is_what_the_owner_is() {
    let world = people().await;
    for (_, owner, of_person) in standings() {
        let expected = Standing { role: None, organization_role: None, ..of_person };
        assert_eq!(world.store.standing_of(None, owner).await, Ok(expected), "{owner}");
    }
}

#[tokio::test]
async fn a_token_is_presented_with_its_person_and_their_standing() {
    let world = people().await;
    for (person, owner, standing) in standings() {
        let (number, name) = match person {
            USER => (TOKEN, "Ada"),
            BOB => (BOB + 100, "Bob"),
            _ => (CY + 100, "Cy"),
        };
        let (token, person) = (token_row(number, person), person_row(person, name));
        let presented = world.store.present_token(token.id, Some(owner)).await;
        let expected = PresentedToken { token: token.clone(), person, standing: Some(standing) };
        assert_eq!(presented, Ok(Some(expected.clone())), "{name} {owner}");
        let alone = world.store.present_token(token.id, None).await;
        assert_eq!(alone, Ok(Some(PresentedToken { standing: None, ..expected })));
    }
}

#[tokio::test]
async fn a_person_is_presented_by_their_identity_with_their_standing() {
    let world = people().await;
    for (number, owner, standing) in standings() {
        let name = match number {
            BOB => "Bob",
            CY => "Cy",
            _ => continue,
        };
        let person = person_row(number, name);
        let presented = world.store.present_person(&identity(name), Some(owner)).await;
        let expected = PresentedPerson { person, synchronized_at: None, standing: Some(standing) };
        assert_eq!(presented, Ok(Some(expected.clone())), "{name} {owner}");
        let alone = world.store.present_person(&identity(name), None).await;
        assert_eq!(alone, Ok(Some(PresentedPerson { standing: None, ..expected })));
    }
}

#[tokio::test]
async fn a_client_is_presented_with_what_the_owner_is() {
    let world = people().await;
    let client = client_row(80, organization(ACME), "ci");
    world.store.insert_client(client.clone(), note()).await.unwrap();
    for (_, owner, of_person) in standings() {
        let standing = Standing { role: None, organization_role: None, ..of_person };
        let presented = world.store.present_client(id(80), Some(owner)).await;
        let expected = PresentedClient { client: client.clone(), standing: Some(standing) };
        assert_eq!(presented, Ok(Some(expected)), "{owner}");
    }
    let alone = world.store.present_client(id(80), None).await;
    assert_eq!(alone, Ok(Some(PresentedClient { client, standing: None })));
}

#[tokio::test]
async fn who_is_not_known_is_none() {
    let world = people().await;
    let store = &world.store;
    let mut other_issuer = identity("Bob");
    other_issuer.issuer.push('/');
    for about in [None, Some(project(ALPHA)), Some(organization(ACME)), Some(user(USER))] {
        assert_eq!(store.present_token(id(77), about).await, Ok(None));
        // Neither is an id of something else.
        assert_eq!(store.present_token(id(USER), about).await, Ok(None));
        assert_eq!(store.present_client(id(TOKEN), about).await, Ok(None));
        for unknown in [identity("bob"), identity("Bob\0"), identity(""), other_issuer.clone()] {
            assert_eq!(store.present_person(&unknown, about).await, Ok(None));
        }
    }
}

#[tokio::test]
async fn who_may_not_sign_in_is_presented_as_such() {
    let world = people().await;
    let store = &world.store;
    let status = || async {
        let presented = store.present_person(&identity("Bob"), None).await.unwrap();
        presented.map(|presented| presented.person.status)
    };
    store.suspend_person(id(BOB), note()).await.unwrap();
    assert_eq!(status().await, Some(Status::Suspended));
    store.remove_person(id(BOB), note()).await.unwrap();
    assert_eq!(status().await, Some(Status::Removed));
    assert_eq!(store.present_token(id(BOB + 100), None).await, Ok(None));
}

#[tokio::test]
async fn a_token_keeps_its_scopes_to_the_field() {
    let world = people().await;
    let secret = SecretScope { key: key(10), fields: Some(names(&["value", "user"])) };
    let whole = SecretScope { key: key(11), fields: None };
    let one = Scope {
        secrets: Some(vec![secret, whole]),
        ..scope(project(ALPHA), &[Permission::Reveal])
    };
    let all = Scope { projects: true, ..scope(organization(ACME), &Permission::ALL) };
    for (number, scopes) in (910..).zip([None, Some(vec![]), Some(vec![one, all])]) {
        let token = TokenRow { scopes, ..token_row(number, USER) };
        world.store.insert_token(token.clone(), note()).await.unwrap();
        let presented = world.store.present_token(token.id, None).await.unwrap();
        assert_eq!(presented.map(|presented| presented.token), Some(token));
    }
}

#[tokio::test]
async fn a_row_that_does_not_parse_is_an_error() {
    for damage in [
        "UPDATE tokens SET digest = x'00'",
        "UPDATE tokens SET scopes = '[{\"kind\":\"project\"}]'",
        "UPDATE tokens SET scopes = 'null'",
        "UPDATE tokens SET name = ' '",
        "UPDATE users SET status = 0",
        "UPDATE users SET name = ''",
        "UPDATE projects SET visibility = 'Private'",
        "UPDATE organizations SET policy_revision = -1",
        "UPDATE members SET role = 'owner'",
        "UPDATE group_roles SET role = 0",
    ] {
        let world = people().await;
        world.set(project(ALPHA), a_user(CY), Role::Reader).await.unwrap();
        world.force(damage).await;
        let read = world.store.present_token(id(CY + 100), Some(project(ALPHA))).await;
        assert_eq!(read, Err(Error::Internal), "{damage}");
    }
}
