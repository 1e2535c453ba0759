//! Scopes, as tokens and clients are given them.

use strongroom_model::{Permission, Scope, SecretScope, limits};

use super::{Member, Members, Shape};

const ON: &str = "on";
const PROJECTS: &str = "projects";
const PERMISSIONS: &str = "permissions";
const SECRETS: &str = "secrets";
const KEY: &str = "key";
const FIELDS: &str = "fields";

/// The list of scopes in a body.
pub(crate) const SCOPES: &str = "scopes";

pub(crate) const SHAPE: Shape = Shape::List("Scope", &SCOPE, limits::SCOPES);

const SCOPE: [Member; 4] = [
    Member::required(ON, Shape::Owner, "What is reached."),
    Member::optional(
        PROJECTS,
        Shape::Boolean,
        "Where that is an organization: its projects too. `false` where it is missing.",
    ),
    Member::required(
        PERMISSIONS,
        Shape::Permissions,
        "What may be done there, as far as the holder may do it at all.",
    ),
    Member::optional(
        SECRETS,
        Shape::List("SecretScope", &SECRET, limits::SCOPE_SECRETS),
        "These secrets alone, without lists of others and without making new ones. All where it is \
         missing. Neither with `projects` nor with `manage`.",
    ),
];

const SECRET: [Member; 2] = [
    Member::required(KEY, Shape::Key, "The secret's key."),
    Member::optional(
        FIELDS,
        Shape::Fields,
        "The fields that may be revealed. Every field where it is missing.",
    ),
];

impl Members {
    pub(super) fn scopes(&mut self) -> Option<Vec<Scope>> {
        self.each(SCOPES, limits::SCOPES, |this, place, value| this.at(place, value, &SCOPE, scope))
    }
}

fn scope(members: &mut Members) -> Option<Scope> {
    let on = members.owner(ON);
    let projects = members.boolean(PROJECTS).unwrap_or(false);
    let permissions = members.each_parsed(PERMISSIONS, Permission::ALL.len());
    let secrets = members.each(SECRETS, limits::SCOPE_SECRETS, |this, place, value| {
        this.at(place, value, &SECRET, secret)
    });
    Some(Scope { on: on?, projects, permissions: permissions?, secrets })
}

fn secret(members: &mut Members) -> Option<SecretScope> {
    let key = members.parsed(KEY);
    let fields = members.each_parsed(FIELDS, limits::FIELDS);
    Some(SecretScope { key: key?, fields })
}
