//! References, resolved with as few requests as there can be: a project's name and a secret's are
//! looked up once, and a secret is revealed once for all of its fields that are asked for.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use crate::client::Client;
use crate::error::Error;
use crate::ids::{Id, Location, Owner};
use crate::model::Reveal;
use crate::reference::{OwnerName, Reference, SecretName};
use crate::secret::SecretString;
use crate::value::Value;

/// Requests side by side.
const AT_ONCE: usize = 8;

impl Client {
    /// The value behind `sr://project/<name or id>/<secret>/<field>`.
    ///
    /// # Errors
    /// The text is no reference, nothing is there, or the server refused.
    pub async fn get(&self, reference: &str) -> Result<SecretString, Error> {
        let reference: Reference = reference.parse()?;
        let mut values = self.resolve_all(std::slice::from_ref(&reference)).await?;
        values.remove(&reference).ok_or_else(|| unresolved(&reference, "there is no value"))
    }

    /// The values behind many references: all of them or none.
    ///
    /// # Errors
    /// As [`Client::get`], of one that failed.
    pub async fn resolve_all(
        &self,
        references: &[Reference],
    ) -> Result<HashMap<Reference, SecretString>, Error> {
        let named = references.iter().map(|it| (&it.owner, it as &(dyn Display + Sync)));
        let owners = self.owners(named).await?;
        // Made before they are polled: a closure over borrowed references, kept in a stream, would
        // take from the whole future that it can be spawned.
        let lookups: Vec<_> = references
            .iter()
            .filter_map(|reference| {
                Some(self.located(owners.get(&reference.owner)?.clone(), reference))
            })
            .collect();
        let located: Vec<(Location, &Reference)> =
            stream::iter(lookups).buffered(AT_ONCE).try_collect().await?;
        let mut asked: BTreeMap<(Location, bool), Vec<&Reference>> = BTreeMap::new();
        for (location, reference) in located {
            let same = asked.entry((location, reference.field.is_some())).or_default();
            if !same.contains(&reference) {
                same.push(reference);
            }
        }
        let reveals: Vec<_> = asked
            .into_iter()
            .map(|((location, _), references)| self.values(location, references))
            .collect();
        let found: Vec<Vec<(Reference, SecretString)>> =
            stream::iter(reveals).buffered(AT_ONCE).try_collect().await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Which owner is called so.
    ///
    /// # Errors
    /// [`Error::Unresolved`] where none is, or several are.
    pub async fn owner(&self, name: &OwnerName) -> Result<Owner, Error> {
        let mut owners = self.owners([(name, name as &(dyn Display + Sync))].into_iter()).await?;
        owners.remove(name).ok_or_else(|| unresolved(name, "it is no owner"))
    }

    async fn owners(
        &self,
        names: impl Iterator<Item = (&OwnerName, &(dyn Display + Sync))>,
    ) -> Result<HashMap<OwnerName, Owner>, Error> {
        let mut owners = HashMap::new();
        let mut projects: Option<Vec<(String, Id)>> = None;
        let mut organizations: Option<Vec<(String, Id)>> = None;
        for (named, written) in names {
            if owners.contains_key(named) {
                continue;
            }
            let owner = match named {
                OwnerName::Me => Owner::Me,
                OwnerName::Project(name) => match name.parse() {
                    Ok(id) => Owner::Project(id),
                    Err(_) => {
                        if projects.is_none() {
                            let list = self.projects().await?.into_iter();
                            projects = Some(list.map(|it| (it.name, it.id)).collect());
                        }
                        Owner::Project(only(written, name, projects.as_deref())?)
                    }
                },
                OwnerName::Organization(name) => match name.parse() {
                    Ok(id) => Owner::Organization(id),
                    Err(_) => {
                        if organizations.is_none() {
                            let list = self.organizations().await?.into_iter();
                            organizations = Some(list.map(|it| (it.name, it.id)).collect());
                        }
                        Owner::Organization(only(written, name, organizations.as_deref())?)
                    }
                },
            };
            owners.insert(named.clone(), owner);
        }
        Ok(owners)
    }

    async fn located<'r>(
        &self,
        owner: Owner,
        reference: &'r Reference,
    ) -> Result<(Location, &'r Reference), Error> {
        let location = match &reference.secret {
            SecretName::Key(key) => Location { owner, key: key.clone() },
            SecretName::Name(name) => {
                let found = self.find(&owner, name).await?;
                found
                    .ok_or_else(|| unresolved(reference, "there is no secret of this name"))?
                    .location
            }
        };
        Ok((location, reference))
    }

    /// The references are to one secret, and either all name a field or none does.
    async fn values(
        &self,
        location: Location,
        references: Vec<&Reference>,
    ) -> Result<Vec<(Reference, SecretString)>, Error> {
        let fields = references.iter().filter_map(|reference| reference.field.clone()).collect();
        let what = Reveal { version: None, fields };
        let value = self.reveal(&location, &what).await?.value;
        let value_of = |reference: &Reference| match (&value, &reference.field) {
            // A type of one field: the server refuses a name that is not the field's.
            (Value::One(text), _) => Ok(text.duplicate()),
            (Value::Fields(fields), Some(field)) => fields
                .get(field)
                .map(SecretString::duplicate)
                .ok_or_else(|| unresolved(reference, "the value has no such field")),
            (Value::Fields(_), None) => {
                Err(unresolved(reference, "the value has several fields: say which one"))
            }
        };
        let pair = |reference: &Reference| Ok((reference.clone(), value_of(reference)?));
        references.into_iter().map(pair).collect()
    }
}

fn only(
    reference: &(dyn Display + Sync),
    name: &str,
    named: Option<&[(String, Id)]>,
) -> Result<Id, Error> {
    let mut found = named.unwrap_or_default().iter().filter(|(other, _)| other == name);
    match (found.next(), found.next()) {
        (Some((_, id)), None) => Ok(id.clone()),
        (None, _) => {
            Err(unresolved(reference, "the caller sees nothing of this name that owns secrets"))
        }
        (Some(_), Some(_)) => {
            Err(unresolved(reference, "several have this name: use the id in its place"))
        }
    }
}

fn unresolved(reference: &(dyn Display + Sync), why: &'static str) -> Error {
    Error::Unresolved { reference: reference.to_string(), why }
}
