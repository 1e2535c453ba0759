//! What callers send, checked: every problem at once, and never a piece of what was sent.

use strongroom_model::metadata::Problem;
use strongroom_model::{Name, Owner, OwnerKind, Permission, Scope, SecretScope, limits};
use strongroom_ports::administration::Error;

/// Problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem::new(field, message));
    }

    pub(crate) fn name(&mut self, field: &str, text: &str) -> Option<Name> {
        text.parse().map_err(|error| self.add(field, format!("{error}"))).ok()
    }

    /// Seconds from now.
    pub(crate) fn lifetime(&mut self, field: &str, seconds: i64, most: i64) {
        if !(1..=most).contains(&seconds) {
            self.add(field, format!("must be from 1 to {most}"));
        }
    }

    pub(crate) fn email(&mut self, field: &str, text: &str) {
        if !is_email(text) {
            let most = limits::IDENTIFIER_CHARACTERS;
            self.add(field, format!("must be an e-mail address of at most {most} characters"));
        }
    }

    /// A subject, or what a group is called by an identity provider.
    pub(crate) fn identifier(&mut self, field: &str, text: &str) {
        let most = limits::IDENTIFIER_CHARACTERS;
        if !(1..=most).contains(&text.chars().count()) || text.chars().any(char::is_control) {
            self.add(
                field,
                format!("must be 1 to {most} characters, none of them control characters"),
            );
        }
    }

    pub(crate) fn scopes(&mut self, scopes: &[Scope]) {
        if scopes.is_empty() || scopes.len() > limits::SCOPES {
            self.add("scopes", format!("must be 1 to {} scopes", limits::SCOPES));
            return;
        }
        for (index, scope) in scopes.iter().enumerate() {
            self.scope(&format!("scopes.{index}"), scope);
        }
    }

    fn scope(&mut self, at: &str, scope: &Scope) {
        let Scope { on, projects, permissions, secrets } = scope;
        if permissions.is_empty() || has_twice(permissions) {
            self.add(format!("{at}.permissions"), "must name at least one permission, none twice");
        }
        if *projects && on.kind != OwnerKind::Organization {
            self.add(format!("{at}.projects"), "must be false on anything but an organization");
        }
        let Some(secrets) = secrets else { return };
        let field = format!("{at}.secrets");
        if *projects {
            self.add(field.clone(), "must not be given together with projects");
        }
        if permissions.contains(&Permission::Manage) {
            self.add(field.clone(), "must not be given together with the permission manage");
        }
        if secrets.is_empty() || secrets.len() > limits::SCOPE_SECRETS {
            self.add(field.clone(), format!("must be 1 to {} secrets", limits::SCOPE_SECRETS));
            return;
        }
        let keys: Vec<_> = secrets.iter().map(|secret| &secret.key).collect();
        if has_twice(&keys) {
            self.add(field.clone(), "must not name a secret a second time");
        }
        for (index, secret) in secrets.iter().enumerate() {
            self.secret(&format!("{field}.{index}.fields"), permissions, secret);
        }
    }

    fn secret(&mut self, field: &str, permissions: &[Permission], secret: &SecretScope) {
        let Some(fields) = &secret.fields else { return };
        if fields.is_empty() || fields.len() > limits::FIELDS || has_twice(fields) {
            self.add(field, format!("must be 1 to {} fields, none twice", limits::FIELDS));
        }
        if !permissions.contains(&Permission::Reveal) {
            self.add(field, "must not be given without the permission reveal");
        }
    }

    pub(crate) fn outside(&mut self, index: usize) {
        let message = "must be the client's owner, or a project of it";
        self.add(format!("scopes.{index}.on"), message);
    }

    /// # Errors
    /// [`Error::Invalid`] where there are any.
    pub(crate) fn none(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

fn has_twice<T: PartialEq>(all: &[T]) -> bool {
    all.iter().enumerate().any(|(index, one)| all.iter().skip(index + 1).any(|other| other == one))
}

/// Short, printable, and with something on both sides of an `@`: more only a letter could tell.
pub(crate) fn is_email(text: &str) -> bool {
    text.chars().count() <= limits::IDENTIFIER_CHARACTERS
        && !text.chars().any(|character| character.is_control() || character.is_whitespace())
        && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// A name alone.
pub(crate) fn name(text: &str) -> Result<Name, Error> {
    text.parse().map_err(|error| Error::Invalid(vec![Problem::new("name", format!("{error}"))]))
}

pub(crate) fn invalid<T>(field: &str, message: &str) -> Result<T, Error> {
    Err(Error::Invalid(vec![Problem::new(field, message)]))
}

/// A name that was already checked along with everything else.
pub(crate) fn checked(name: Option<Name>, problems: Problems) -> Result<Name, Error> {
    problems.none()?;
    name.ok_or(Error::Internal)
}

/// Whether one owner is another, or a project of the organization that is.
pub(crate) fn is_of(owner: Owner, of: Owner, organization: Option<strongroom_model::Id>) -> bool {
    owner == of
        || (of.kind == OwnerKind::Organization
            && owner.kind == OwnerKind::Project
            && organization == Some(of.id))
}
