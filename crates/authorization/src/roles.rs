//! The table of who may do what, and the one decision made from it.
//!
//! Pure: a decision is a function of what a user is to an owner now, what the token was granted, and
//! the action. Nothing is remembered from one decision to the next.

use strongroom_model::access::Action::{self, Audit, Create, Delete, Read, Reveal, Update};
use strongroom_model::{Grant, Id, Owner, OwnerKind, Role};
use strongroom_ports::principals::Standing;

/// What each role allows on the owner it is held on, for each kind strongest first.
///
/// Within a kind every role allows all that the next one allows and something more, so "the lesser
/// of two roles" is what both of them allow.
pub const TABLE: [(OwnerKind, Role, &[Action]); 7] = [
    (OwnerKind::Organization, Role::Owner, &[Read, Reveal, Create, Update, Delete, Audit]),
    (OwnerKind::Organization, Role::Maintainer, &[Read, Reveal, Create, Update, Delete]),
    (OwnerKind::Organization, Role::Contributor, &[Read]),
    (OwnerKind::Project, Role::Owner, &[Read, Reveal, Create, Update, Delete, Audit]),
    (OwnerKind::Project, Role::Writer, &[Read, Reveal, Create, Update, Delete]),
    (OwnerKind::Project, Role::Reader, &[Read]),
    (OwnerKind::User, Role::Owner, &[Read, Reveal, Create, Update, Delete, Audit]),
];

/// Roles in an organization that make projects in it.
pub const MAKERS_OF_PROJECTS: [Role; 2] = [Role::Owner, Role::Maintainer];

/// The answer to "may this caller do this?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    /// The caller may know that the thing exists, but not do this.
    Forbidden,
    /// The caller may not know whether the thing exists.
    Hidden,
}

/// Whether `role`, held on an owner of this kind, allows `action` there.
#[must_use]
pub fn allows(kind: OwnerKind, role: Role, action: Action) -> bool {
    TABLE
        .iter()
        .any(|(of, held, actions)| *of == kind && *held == role && actions.contains(&action))
}

/// Decides from what `user` is to `owner` now and from the grants of the token, `None` for a token
/// that holds all that its user holds.
///
/// `standing` is that of `user` on `owner`. A token never allows what its user is not allowed at
/// this moment, whatever was granted.
#[must_use]
pub fn decide(
    standing: &Standing,
    owner: Owner,
    user: Id,
    grants: Option<&[Grant]>,
    action: Action,
) -> Decision {
    let may = |action| {
        user_may(standing, owner, user, action) && token_may(standing, owner, grants, action)
    };
    if may(action) {
        Decision::Allowed
    } else if may(Read) {
        Decision::Forbidden
    } else {
        Decision::Hidden
    }
}

/// The strongest role all of whose actions the caller is allowed; `None` where it may not even read.
#[must_use]
pub fn effective_role(
    standing: &Standing,
    owner: Owner,
    user: Id,
    grants: Option<&[Grant]>,
) -> Option<Role> {
    TABLE
        .iter()
        .filter(|(kind, ..)| *kind == owner.kind)
        .find(|(.., actions)| {
            actions
                .iter()
                .all(|action| decide(standing, owner, user, grants, *action) == Decision::Allowed)
        })
        .map(|(_, role, _)| *role)
}

/// The first action of the grant that its maker, with a token of all rights, is not allowed; `None`
/// where the maker may give the grant. `standing` is that of `user` on `grant.on`.
#[must_use]
pub fn excess(standing: &Standing, user: Id, grant: &Grant) -> Option<Action> {
    Action::ALL.into_iter().find(|action| {
        allows(grant.on.kind, grant.role, *action)
            && decide(standing, grant.on, user, None, *action) != Decision::Allowed
    })
}

fn user_may(standing: &Standing, owner: Owner, user: Id, action: Action) -> bool {
    let held = |role: Option<Role>| role.is_some_and(|role| allows(owner.kind, role, action));
    standing.exists
        && match owner.kind {
            OwnerKind::Organization => held(standing.role),
            OwnerKind::Project => {
                held(standing.role)
                    || (standing.organization_role == Some(Role::Owner) && held(Some(Role::Owner)))
            }
            // INVARIANT: no role of anyone else reaches what belongs to a person, so none is read.
            OwnerKind::User => owner.id == user && held(Some(Role::Owner)),
        }
}

fn token_may(standing: &Standing, owner: Owner, grants: Option<&[Grant]>, action: Action) -> bool {
    let Some(grants) = grants else { return true };
    grants.iter().any(|grant| {
        if grant.on == owner {
            allows(owner.kind, grant.role, action)
        } else {
            inherits(standing, owner, grant) && allows(owner.kind, Role::Owner, action)
        }
    })
}

/// Whether the grant reaches the owner as `Owner` of the organization that the owner is a project of.
fn inherits(standing: &Standing, owner: Owner, grant: &Grant) -> bool {
    owner.kind == OwnerKind::Project
        && grant.role == Role::Owner
        && grant.on.kind == OwnerKind::Organization
        && standing.organization == Some(grant.on.id)
}
