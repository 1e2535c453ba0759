//! The whole table, cell by cell, against a second statement of it that shares no code with the first.

use proptest::prelude::*;
use proptest::sample::select;
use strongroom_authorization::roles::{Decision, decide, effective_role, excess};
use strongroom_model::{Action, Grant, Owner, OwnerKind, Role};
use strongroom_ports::principals::Standing;

use crate::support::{ME, ORGANIZATION, OTHER, OTHER_ORGANIZATION, OTHER_PROJECT, PROJECT};
use crate::support::{SISTER_PROJECT, grant, id, owner};

const ACTIONS: [Action; 6] =
    [Action::Read, Action::Reveal, Action::Create, Action::Update, Action::Delete, Action::Audit];

/// One column an action, in the order above.
fn row(kind: OwnerKind, role: Option<Role>) -> &'static str {
    match (kind, role) {
        (OwnerKind::Organization, Some(Role::Owner)) => "yyyyyy",
        (OwnerKind::Organization, Some(Role::Maintainer)) => "yyyyy-",
        (OwnerKind::Organization, Some(Role::Contributor)) => "y-----",
        (OwnerKind::Project, Some(Role::Owner)) => "yyyyyy",
        (OwnerKind::Project, Some(Role::Writer)) => "yyyyy-",
        (OwnerKind::Project, Some(Role::Reader)) => "y-----",
        (OwnerKind::User, Some(Role::Owner)) => "yyyyyy",
        _ => "------",
    }
}

fn cell(row: &str, action: usize) -> bool {
    row.as_bytes()[action] == b'y'
}

fn roles() -> Vec<Option<Role>> {
    Role::ALL.into_iter().map(Some).chain([None]).collect()
}

/// Every single grant there can be on owners near and far, no token grants, and an empty list.
fn grants() -> Vec<Option<Vec<Grant>>> {
    let owners = [
        owner(OwnerKind::Organization, ORGANIZATION),
        owner(OwnerKind::Organization, OTHER_ORGANIZATION),
        owner(OwnerKind::Organization, PROJECT),
        owner(OwnerKind::Project, PROJECT),
        owner(OwnerKind::Project, SISTER_PROJECT),
        owner(OwnerKind::Project, OTHER_PROJECT),
        owner(OwnerKind::Project, ORGANIZATION),
        owner(OwnerKind::User, ME),
        owner(OwnerKind::User, OTHER),
        owner(OwnerKind::User, PROJECT),
    ];
    let mut all = vec![None, Some(Vec::new())];
    for on in owners {
        all.extend(Role::ALL.into_iter().map(|role| Some(vec![grant(on, role)])));
    }
    all
}

/// What the token is worth on the owner, in the words of the table above.
fn granted(owner: Owner, grants: Option<&[Grant]>) -> &'static str {
    let Some(grants) = grants else { return "yyyyyy" };
    let Some(only) = grants.first() else { return "------" };
    let organization = (OwnerKind::Organization, id(ORGANIZATION));
    if only.on == owner {
        row(owner.kind, Some(only.role))
    } else if owner.kind == OwnerKind::Project
        && (only.on.kind, only.on.id) == organization
        && only.role == Role::Owner
    {
        "yyyyyy"
    } else {
        "------"
    }
}

fn check(standing: &Standing, owner: Owner, own: &str) {
    for grants in grants() {
        let granted = granted(owner, grants.as_deref());
        for (index, action) in ACTIONS.into_iter().enumerate() {
            let expected = if cell(own, index) && cell(granted, index) {
                Decision::Allowed
            } else if cell(own, 0) && cell(granted, 0) {
                Decision::Forbidden
            } else {
                Decision::Hidden
            };
            let found = decide(standing, owner, id(ME), grants.as_deref(), action);
            assert_eq!(found, expected, "{action} on {owner} as {standing:?} with {grants:?}");
        }
    }
}

#[test]
fn an_organization_follows_the_table_in_every_cell() {
    let owner = owner(OwnerKind::Organization, ORGANIZATION);
    for role in roles() {
        let standing = Standing { exists: true, role, ..Standing::default() };
        check(&standing, owner, row(OwnerKind::Organization, role));
    }
}

#[test]
fn a_project_follows_the_table_in_every_cell_and_inherits_only_the_organizations_owner() {
    let owner = owner(OwnerKind::Project, PROJECT);
    for role in roles() {
        for organization_role in roles() {
            let standing = Standing {
                exists: true,
                role,
                organization: Some(id(ORGANIZATION)),
                organization_role,
            };
            let inherited = organization_role == Some(Role::Owner);
            let own = if inherited { "yyyyyy" } else { row(OwnerKind::Project, role) };
            check(&standing, owner, own);
        }
    }
}

#[test]
fn what_belongs_to_a_person_is_theirs_alone_whatever_roles_are_recorded() {
    for (number, own) in [(ME, "yyyyyy"), (OTHER, "------")] {
        for role in roles() {
            for organization_role in roles() {
                let organization = Some(id(ORGANIZATION));
                let standing = Standing { exists: true, role, organization, organization_role };
                check(&standing, owner(OwnerKind::User, number), own);
            }
        }
    }
}

#[test]
fn what_does_not_exist_is_hidden_from_everyone() {
    for kind in OwnerKind::ALL {
        for role in roles() {
            let standing = Standing {
                exists: false,
                role,
                organization: Some(id(ORGANIZATION)),
                organization_role: Some(Role::Owner),
            };
            check(&standing, owner(kind, ME), "------");
        }
    }
}

#[test]
fn the_roles_of_a_kind_are_a_chain() {
    for kind in OwnerKind::ALL {
        let on = owner(kind, ME);
        let mut widths: Vec<usize> = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| role.fits(kind)) {
            let row = row(kind, Some(role));
            let width = row.matches('y').count();
            assert!(row.starts_with(&"y".repeat(width)), "{kind} {role}");
            widths.push(width);
            let standing = Standing { exists: true, role: Some(role), ..Standing::default() };
            assert_eq!(effective_role(&standing, on, id(ME), None), Some(role));
        }
        assert!(widths.windows(2).all(|pair| pair[0] > pair[1]), "{kind}: {widths:?}");
    }
}

#[test]
fn a_role_that_does_not_fit_the_kind_is_worth_nothing() {
    for kind in [OwnerKind::Organization, OwnerKind::Project] {
        for role in Role::ALL.into_iter().filter(|role| !role.fits(kind)) {
            let standing = Standing { exists: true, role: Some(role), ..Standing::default() };
            assert_eq!(effective_role(&standing, owner(kind, 1), id(ME), None), None);
        }
    }
}

#[test]
fn several_grants_add_up_and_never_beyond_the_user() {
    let project = owner(OwnerKind::Project, PROJECT);
    let standing = Standing {
        exists: true,
        role: Some(Role::Writer),
        organization: Some(id(ORGANIZATION)),
        organization_role: Some(Role::Contributor),
    };
    let grants = [
        grant(owner(OwnerKind::Project, SISTER_PROJECT), Role::Owner),
        grant(project, Role::Reader),
        grant(owner(OwnerKind::Organization, ORGANIZATION), Role::Owner),
    ];
    let role = |grants| effective_role(&standing, project, id(ME), Some(grants));
    assert_eq!(role(&grants[..1]), None);
    assert_eq!(role(&grants[..2]), Some(Role::Reader));
    assert_eq!(role(&grants[..3]), Some(Role::Writer));
}

fn any_owner() -> impl Strategy<Value = Owner> {
    (select(OwnerKind::ALL.to_vec()), 0_u8..4).prop_map(|(kind, number)| owner(kind, number))
}

fn any_grant() -> impl Strategy<Value = Grant> {
    (any_owner(), select(Role::ALL.to_vec())).prop_map(|(on, role)| grant(on, role))
}

fn any_standing() -> impl Strategy<Value = Standing> {
    (any::<bool>(), select(roles()), proptest::option::of(0_u8..4), select(roles())).prop_map(
        |(exists, role, organization, organization_role)| Standing {
            exists,
            role,
            organization: organization.map(id),
            organization_role,
        },
    )
}

proptest! {
    #[test]
    fn a_restricted_token_is_never_allowed_what_its_maker_is_not(
        standing in any_standing(),
        owner in any_owner(),
        user in 0_u8..4,
        grants in proptest::collection::vec(any_grant(), 0..6),
    ) {
        for action in Action::ALL {
            if decide(&standing, owner, id(user), Some(&grants), action) == Decision::Allowed {
                let maker = decide(&standing, owner, id(user), None, action);
                prop_assert_eq!(maker, Decision::Allowed);
            }
        }
    }

    #[test]
    fn more_grants_never_allow_less(
        standing in any_standing(),
        owner in any_owner(),
        user in 0_u8..4,
        grants in proptest::collection::vec(any_grant(), 1..6),
    ) {
        for action in Action::ALL {
            let fewer = decide(&standing, owner, id(user), Some(&grants[1..]), action);
            if fewer == Decision::Allowed {
                let more = decide(&standing, owner, id(user), Some(&grants), action);
                prop_assert_eq!(more, Decision::Allowed);
            }
        }
    }

    #[test]
    fn what_one_may_grant_one_has(standing in any_standing(), grant in any_grant(), user in 0_u8..4) {
        let granted = ACTIONS.into_iter().enumerate().filter(|(index, _)| {
            cell(row(grant.on.kind, Some(grant.role)), *index)
        });
        let has_all = granted.clone().all(|(_, action)| {
            decide(&standing, grant.on, id(user), None, action) == Decision::Allowed
        });
        prop_assert_eq!(excess(&standing, id(user), &grant).is_none(), has_all);
    }

    #[test]
    fn hidden_means_that_not_even_reading_is_allowed(
        standing in any_standing(),
        owner in any_owner(),
        user in 0_u8..4,
        grants in proptest::option::of(proptest::collection::vec(any_grant(), 0..4)),
    ) {
        let grants = grants.as_deref();
        let hidden = |action| decide(&standing, owner, id(user), grants, action) == Decision::Hidden;
        let nothing_allowed = Action::ALL.into_iter().all(|action| {
            decide(&standing, owner, id(user), grants, action) != Decision::Allowed
        });
        prop_assert_eq!(Action::ALL.into_iter().any(hidden), nothing_allowed);
    }
}
