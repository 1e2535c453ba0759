//! The table of who may do what.
//!
//! Pure: an answer is a function of what a person is to an owner now and of the action. Scopes of
//! credentials narrow it ([`crate::scopes`]); nothing widens it but policies, where they decide
//! ([`crate::decisions`]). `docs/permissions.csv` is this table cell by cell, and a test compares.

use strongroom_model::access::Action::{
    self, Audit, Create, CreateProject, Delete, Manage, Read, Reveal, See, Update,
};
use strongroom_model::{OwnerKind, Role, Visibility};
use strongroom_ports::principals::Standing;

/// What each role allows on the owner it is held on, for each kind strongest first.
///
/// Within a kind every role allows all that the next one allows and something more.
pub const TABLE: [(OwnerKind, Role, &[Action]); 7] = [
    (OwnerKind::Organization, Role::Owner, &Action::ALL),
    (
        OwnerKind::Organization,
        Role::Maintainer,
        &[See, Read, Reveal, Create, Update, Delete, CreateProject],
    ),
    (OwnerKind::Organization, Role::Contributor, &[See, Read]),
    (OwnerKind::Project, Role::Owner, &[See, Read, Reveal, Create, Update, Delete, Audit, Manage]),
    (OwnerKind::Project, Role::Writer, &[See, Read, Reveal, Create, Update, Delete]),
    (OwnerKind::Project, Role::Reader, &[See, Read]),
    // Of oneself, and held by nobody else.
    (OwnerKind::User, Role::Owner, &[See, Read, Reveal, Create, Update, Delete, Audit]),
];

/// What a project's visibility gives to whom has a role in its organization, and to anyone who is
/// signed in. Never a value: revealing comes from roles alone.
pub const VISIBILITY: [(Visibility, &[Action], &[Action]); 4] = [
    (Visibility::Public, &[See, Read], &[See, Read]),
    (Visibility::Internal, &[See, Read], &[]),
    (Visibility::Restricted, &[See], &[]),
    (Visibility::Private, &[], &[]),
];

/// What a role allows on an owner of this kind; nothing where it cannot be held there.
#[must_use]
pub fn actions(kind: OwnerKind, role: Role) -> &'static [Action] {
    TABLE
        .iter()
        .find(|(of, held, _)| *of == kind && *held == role)
        .map_or(&[], |(.., actions)| actions)
}

/// All that can be done to an owner of this kind.
#[must_use]
pub fn applicable(kind: OwnerKind) -> &'static [Action] {
    actions(kind, Role::Owner)
}

/// Whether a person of this standing may do this to an organization or a project. What belongs to a
/// person is [`applicable`] to that person and out of reach of all others: nothing here reaches it.
#[must_use]
pub fn allows(standing: &Standing, kind: OwnerKind, action: Action) -> bool {
    let by = |role: Option<Role>| role.is_some_and(|role| actions(kind, role).contains(&action));
    standing.exists
        && match kind {
            OwnerKind::Organization => by(standing.role),
            OwnerKind::Project => {
                by(standing.role) || by(inherited(standing)) || by_visibility(standing, action)
            }
            OwnerKind::User => false,
        }
}

/// The role in a project that comes with one in its organization.
fn inherited(standing: &Standing) -> Option<Role> {
    standing.organization_role.filter(|role| *role == Role::Owner)
}

fn by_visibility(standing: &Standing, action: Action) -> bool {
    VISIBILITY.iter().filter(|(of, ..)| standing.visibility == Some(*of)).any(
        |(_, members, anyone)| {
            anyone.contains(&action)
                || (standing.organization_role.is_some() && members.contains(&action))
        },
    )
}

/// The strongest role that a person has in a project, inherited or held.
#[must_use]
pub fn role_in_project(standing: &Standing) -> Option<Role> {
    inherited(standing).or(standing.role)
}
