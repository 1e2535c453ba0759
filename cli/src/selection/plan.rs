//! Finds the secrets that were asked for, by what may be known without their values. Asked again,
//! an equal plan means that no secret was changed, came or went.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context as _;
use strongroom_client::{
    Client, Error, Key, Location, Owner, OwnerName, Reference, Secret, SecretName,
};
use strongroom_rendering::variable;

use super::request::{Meant, Request};

/// From how many names on an owner's secrets are listed, rather than looked up one by one.
const WORTH_A_LIST: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(super) parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) at: Location,
    /// For a person.
    pub(super) called: String,
    /// Where it was looked at.
    seen: Option<Seen>,
    pub(super) gives: Gives,
}

/// What changes when a value or a variable's name does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    name: String,
    version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gives {
    /// Variables, as its type has them.
    All { prefix: String },
    /// One value under this name.
    One { name: String, field: Option<String> },
}

impl Plan {
    /// `watched` is whether the plan will be held against a later one. Without, a secret that is
    /// named by its key is not looked at, so that a token which may do no more than reveal it is
    /// enough.
    ///
    /// # Errors
    /// There is no such secret, or the server refused.
    pub(crate) async fn make(
        client: &Client,
        request: &Request,
        watched: bool,
    ) -> anyhow::Result<Self> {
        let mut found = Found { client, watched, owners: HashMap::new(), lists: BTreeMap::new() };
        found.list_where_it_is_worth_it(request).await?;
        let mut parts = Vec::new();
        if request.all {
            let owner = request.owner.as_ref().context(WHOSE)?;
            let has = |secret: &Secret, key: &String, value: &String| {
                secret.labels.get(key).is_some_and(|found| found == value)
            };
            let secrets = found.list(owner).await?;
            let chosen = secrets
                .iter()
                .filter(|secret| request.labels.iter().all(|(key, value)| has(secret, key, value)));
            let all = || Gives::All { prefix: request.prefix.clone() };
            parts.extend(chosen.map(|secret| Part::of(secret, all())));
        }
        for meant in &request.secrets {
            let target = found.target(meant, request.owner.as_ref(), true).await?;
            let gives = match &target.field {
                None => Gives::All { prefix: request.prefix.clone() },
                Some(field) => {
                    let name = named(target.secret.as_ref(), field).with_context(|| {
                        format!("`{meant}`: name it with --env VARIABLE=SECRET")
                    })?;
                    Gives::One {
                        name: format!("{}{name}", request.prefix),
                        field: target.field.clone(),
                    }
                }
            };
            let part = target.part(meant, gives);
            // Those of the labels and those that were named may be the same.
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        for (name, meant) in &request.named {
            let target = found.target(meant, request.owner.as_ref(), watched).await?;
            let gives = Gives::One { name: name.clone(), field: target.field.clone() };
            parts.push(target.part(meant, gives));
        }
        Ok(Self { parts })
    }
}

const WHOSE: &str = "whose secrets? say --project, --organization or --me";

impl Part {
    fn of(secret: &Secret, gives: Gives) -> Self {
        Self {
            at: secret.location.clone(),
            called: secret.name.clone(),
            seen: Some(Seen::of(secret)),
            gives,
        }
    }
}

impl Seen {
    fn of(secret: &Secret) -> Self {
        Self { name: secret.name.clone(), version: secret.version }
    }
}

/// The variable of a field that was asked for alone: as those of a value of several fields are
/// named. None where the secret was not looked at, or the names give none.
fn named(secret: Option<&Secret>, field: &str) -> Option<String> {
    let secret = secret?;
    if secret.fields.is_empty() {
        return variable::of_secret(&secret.name).ok();
    }
    let variables = variable::of_fields(&secret.name, &[(field, b"")]).ok()?;
    variables.into_iter().next().map(|variable| variable.name)
}

struct Target {
    at: Location,
    secret: Option<Secret>,
    field: Option<String>,
}

impl Target {
    fn part(self, meant: &Meant, gives: Gives) -> Part {
        match &self.secret {
            Some(secret) => Part::of(secret, gives),
            None => Part { at: self.at, called: meant.to_string(), seen: None, gives },
        }
    }
}

/// What was found so far.
struct Found<'a> {
    client: &'a Client,
    watched: bool,
    owners: HashMap<OwnerName, Owner>,
    lists: BTreeMap<OwnerName, Vec<Secret>>,
}

impl Found<'_> {
    async fn list_where_it_is_worth_it(&mut self, request: &Request) -> anyhow::Result<()> {
        let mut names: BTreeMap<&OwnerName, usize> = BTreeMap::new();
        for meant in request.secrets.iter().chain(request.named.iter().map(|(_, meant)| meant)) {
            let owner = match meant {
                Meant::Name(_) => request.owner.as_ref(),
                Meant::Reference(Reference { owner, secret: SecretName::Name(_), .. }) => {
                    Some(owner)
                }
                Meant::Reference(_) => None,
            };
            if let Some(owner) = owner {
                *names.entry(owner).or_default() += 1;
            }
        }
        for (owner, _) in names.into_iter().filter(|(_, count)| *count >= WORTH_A_LIST) {
            self.list(owner).await?;
        }
        Ok(())
    }

    async fn owner(&mut self, name: &OwnerName) -> Result<Owner, Error> {
        if let Some(owner) = self.owners.get(name) {
            return Ok(owner.clone());
        }
        let owner = self.client.owner(name).await?;
        self.owners.insert(name.clone(), owner.clone());
        Ok(owner)
    }

    async fn list(&mut self, name: &OwnerName) -> Result<&[Secret], Error> {
        if !self.lists.contains_key(name) {
            let owner = self.owner(name).await?;
            let secrets = self.client.list_all(&owner).await?;
            self.lists.insert(name.clone(), secrets);
        }
        Ok(self.lists.get(name).map_or(&[], Vec::as_slice))
    }

    async fn find(&mut self, owner: &OwnerName, name: &str) -> Result<Option<Secret>, Error> {
        if let Some(list) = self.lists.get(owner) {
            return Ok(list.iter().find(|secret| secret.name == name).cloned());
        }
        let owner = self.owner(owner).await?;
        self.client.find(&owner, name).await
    }

    /// `is_named` is whether the secret's own name matters.
    async fn target(
        &mut self,
        meant: &Meant,
        of: Option<&OwnerName>,
        is_named: bool,
    ) -> anyhow::Result<Target> {
        match meant {
            Meant::Reference(Reference { owner, secret: SecretName::Key(key), field }) => {
                let at = Location { owner: self.owner(owner).await?, key: Key::clone(key) };
                let is_looked_at = self.watched || (is_named && field.is_some());
                let secret =
                    if is_looked_at { Some(self.client.secret_at(&at).await?) } else { None };
                Ok(Target { at, secret, field: field.clone() })
            }
            Meant::Reference(Reference { owner, secret: SecretName::Name(name), field }) => {
                let secret = self.find(owner, name).await?.ok_or_else(|| missing(meant))?;
                Ok(Target::found(secret, field.clone()))
            }
            Meant::Name(text) => {
                let owner = of.context(WHOSE)?;
                if let Some(secret) = self.find(owner, text).await? {
                    return Ok(Target::found(secret, None));
                }
                let (name, field) = text.rsplit_once('.').ok_or_else(|| missing(meant))?;
                let secret = self.find(owner, name).await?.ok_or_else(|| missing(meant))?;
                Ok(Target::found(secret, Some(field.to_owned())))
            }
        }
    }
}

impl Target {
    fn found(secret: Secret, field: Option<String>) -> Self {
        Self { at: secret.location.clone(), secret: Some(secret), field }
    }
}

fn missing(meant: &Meant) -> Error {
    Error::Unresolved { reference: meant.to_string(), why: "there is no secret of this name" }
}
