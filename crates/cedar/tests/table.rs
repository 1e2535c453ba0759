//! The base policies are the built-in roles: every cell of the published table.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use strongroom_cedar::{Engine, Question};
use strongroom_model::{Action, Id, Owner, OwnerKind, Principal, PrincipalKind, SecretKey};
use strongroom_ports::principals::Standing;

const TABLE: &str = include_str!("../../../docs/permissions.csv");

fn id(number: u8) -> Id {
    Id::new(1_700_000_000, [number; 16])
}

/// What the row says is held, on an owner of its kind.
fn standing(kind: OwnerKind, visibility: &str, held: &str) -> Standing {
    let mut standing = Standing { exists: true, organization: Some(id(1)), ..Standing::default() };
    if kind == OwnerKind::Project {
        standing.visibility = Some(visibility.parse().unwrap());
    }
    match held.strip_prefix("organization ") {
        Some(role) => standing.organization_role = Some(role.parse().unwrap()),
        None if held == "anyone" => {}
        None => standing.role = Some(held.parse().unwrap()),
    }
    if kind == OwnerKind::Organization {
        standing.organization_role = standing.role;
    }
    standing
}

#[test]
fn without_policies_of_an_organization_every_cell_is_as_the_table_has_it() {
    let engine = Engine::new().unwrap();
    let (policies, _) = engine.compile(&[]).unwrap();
    let mut lines = TABLE.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut cells = 0;
    for line in lines {
        let columns: Vec<&str> = line.split(',').collect();
        let kind: OwnerKind = columns[0].parse().unwrap();
        if kind == OwnerKind::User {
            continue; // Not asked of policies: the test below.
        }
        let standing = standing(kind, columns[1], columns[2]);
        let owner = Owner { kind, id: id(2) };
        let secret = SecretKey { type_name: "Custom".parse().unwrap(), id: id(3) };
        for (name, cell) in header.iter().zip(&columns).skip(3) {
            let action: Action = name.replace('_', "-").parse().unwrap();
            for secret in [None, Some(&secret)] {
                if secret.is_some() && action == Action::CreateProject {
                    continue;
                }
                let question = Question {
                    principal: Principal { kind: PrincipalKind::Person, id: id(4) },
                    groups: &[],
                    standing: &standing,
                    action,
                    owner,
                    secret,
                };
                let verdict = engine.decide(&policies, &question).unwrap();
                assert_eq!(verdict.allowed, *cell == "yes", "{line}: {action}, {secret:?}");
                assert!(verdict.errors.is_empty(), "{line}: {action}: {:?}", verdict.errors);
                cells += 1;
            }
        }
    }
    assert_eq!(cells, (4 + 28) * 9 * 2 - (4 + 28));
}

#[test]
fn what_is_personal_and_what_is_not_there_is_not_for_policies_to_give() {
    let engine = Engine::new().unwrap();
    let everything = strongroom_ports::policies::Source {
        name: "everything".into(),
        text: "permit (principal, action, resource);".into(),
    };
    let (policies, left_out) = engine.compile(&[everything]).unwrap();
    assert!(left_out.is_empty());
    for action in Action::ALL {
        for (kind, exists) in
            [(OwnerKind::User, true), (OwnerKind::Project, false), (OwnerKind::Organization, false)]
        {
            let standing = Standing { exists, ..Standing::default() };
            let question = Question {
                principal: Principal { kind: PrincipalKind::Person, id: id(4) },
                groups: &[],
                standing: &standing,
                action,
                owner: Owner { kind, id: id(4) },
                secret: None,
            };
            assert!(!engine.decide(&policies, &question).unwrap().allowed, "{kind} {action}");
        }
    }
}
