//! How a credential's scopes narrow what its holder may do. Pure, and the same whatever decides what
//! the holder may do: no policy reaches here.

use strongroom_model::{Action, FieldName, Id, Owner, OwnerKind, Permission, Scope, SecretKey};
use strongroom_ports::sessions::Reason;

/// What is asked leave for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub action: Action,
    pub owner: Owner,
    /// `None` where it is about the owner itself.
    pub secret: Option<&'a SecretKey>,
    /// For revealing: `None` for all fields.
    pub fields: Option<&'a [FieldName]>,
}

impl Wanted<'_> {
    /// Of an owner and no secret in particular.
    #[must_use]
    pub const fn of(owner: Owner, action: Action) -> Self {
        Self { action, owner, secret: None, fields: None }
    }
}

/// What scopes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowed {
    /// Nothing against it.
    Within,
    /// They reach the thing, but not this.
    Outside(Reason),
    /// They do not reach the thing: the credential's holder may not know of it by this credential.
    Unreached,
}

/// What can be done to one secret, and so what a scope with single secrets allows of them.
pub(crate) const OF_SINGLE_SECRETS: [Action; 5] =
    [Action::See, Action::Read, Action::Reveal, Action::Update, Action::Delete];

/// Judges by `scopes`, `None` for a credential that has none and holds all that its holder holds.
/// `organization` is that of the wanted owner, where it is a project.
#[must_use]
pub fn narrow(scopes: Option<&[Scope]>, organization: Option<Id>, wanted: &Wanted<'_>) -> Narrowed {
    match reach(scopes, organization, wanted) {
        Reach::All => Narrowed::Within,
        Reach::Fields(fields) => match wanted.fields {
            // Asking for no field at all is asking for nothing that a scope could allow.
            Some(some) if !some.is_empty() && some.iter().all(|field| fields.contains(&field)) => {
                Narrowed::Within
            }
            Some(_) | None => Narrowed::Outside(Reason::Fields),
        },
        Reach::Outside => Narrowed::Outside(Reason::Scope),
        Reach::Unreached => Narrowed::Unreached,
    }
}

/// How far scopes go in an action on a thing, whatever fields are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach<'s> {
    All,
    /// Of revealing: these fields one by one, all scopes together.
    Fields(Vec<&'s FieldName>),
    Outside,
    Unreached,
}

pub(crate) fn reach<'s>(
    scopes: Option<&'s [Scope]>,
    organization: Option<Id>,
    wanted: &Wanted<'_>,
) -> Reach<'s> {
    let Some(scopes) = scopes else { return Reach::All };
    let mut reached = false;
    let mut fields: Vec<&FieldName> = Vec::new();
    for scope in scopes.iter().filter(|scope| reaches(scope, organization, wanted.owner)) {
        let single = match &scope.secrets {
            None => None,
            Some(secrets) => match wanted.secret {
                Some(key) => match secrets.iter().find(|secret| secret.key == *key) {
                    Some(secret) => Some(secret),
                    None => continue,
                },
                // Of the owner itself a scope with secrets shows that it is there, and no more.
                None => {
                    reached = true;
                    if wanted.action == Action::See && permits(scope, Action::See) {
                        return Reach::All;
                    }
                    continue;
                }
            },
        };
        reached = true;
        if !permits(scope, wanted.action) {
            continue;
        }
        let Some(single) = single else { return Reach::All };
        if !OF_SINGLE_SECRETS.contains(&wanted.action) {
            continue;
        }
        match &single.fields {
            Some(some) if wanted.action == Action::Reveal => fields.extend(some),
            Some(_) | None => return Reach::All,
        }
    }
    match (fields.is_empty(), reached) {
        (false, _) => Reach::Fields(fields),
        (true, true) => Reach::Outside,
        (true, false) => Reach::Unreached,
    }
}

/// The scopes that reach one secret, with nothing of others in them.
pub(crate) fn cut(
    scopes: &[Scope],
    organization: Option<Id>,
    owner: Owner,
    key: &SecretKey,
) -> Vec<Scope> {
    let of_secret = |scope: &Scope| {
        let secrets = match &scope.secrets {
            None => None,
            Some(secrets) => Some(vec![secrets.iter().find(|one| one.key == *key)?.clone()]),
        };
        Some(Scope { secrets, permissions: scope.permissions.clone(), ..*scope })
    };
    scopes
        .iter()
        .filter(|scope| reaches(scope, organization, owner))
        .filter_map(of_secret)
        .collect()
}

fn permits(scope: &Scope, action: Action) -> bool {
    scope.permissions.iter().any(|permission| permission.allows(action))
}

/// Whether the scope is about the owner, or about the organization that the owner is a project of.
fn reaches(scope: &Scope, organization: Option<Id>, owner: Owner) -> bool {
    scope.on == owner
        || (scope.projects
            && scope.on.kind == OwnerKind::Organization
            && owner.kind == OwnerKind::Project
            && organization == Some(scope.on.id))
}

/// What a scope allows, one by one, leaving out what cannot be done to an owner of its kind.
pub(crate) fn contents(scope: &Scope) -> Vec<Wanted<'_>> {
    let actions = || {
        scope
            .permissions
            .iter()
            .copied()
            .flat_map(Permission::actions)
            .copied()
            .filter(|action| crate::roles::applicable(scope.on.kind).contains(action))
    };
    let Some(secrets) = &scope.secrets else {
        return actions().map(|action| Wanted::of(scope.on, action)).collect();
    };
    let mut all = Vec::new();
    for secret in secrets {
        for action in actions().filter(|action| OF_SINGLE_SECRETS.contains(action)) {
            let fields = secret.fields.as_deref().filter(|_| action == Action::Reveal);
            all.push(Wanted { action, owner: scope.on, secret: Some(&secret.key), fields });
        }
    }
    all
}
