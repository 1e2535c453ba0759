//! `secret set` and `new`.

use std::collections::BTreeMap;

use anyhow::{bail, ensure};
use clap::Args;
use strongroom_client::{Change, Key, Location, NewSecret, Reveal, Secret, TypeDescription, Value};

use super::given::{Fields, Given};
use super::prompts::{self, Draft};
use super::{On, told};
use crate::ask;
use crate::when;
use crate::words::{self, plain};

#[derive(Debug, Args)]
pub(super) struct Set {
    /// Its name; of one that is there, its key secret/<Type>/<id> does too
    name: String,

    /// What it is, such as Custom or S3Connection; asked for, else Custom
    #[arg(long = "type", value_name = "TYPE")]
    type_name: Option<String>,

    #[command(flatten)]
    given: Given,

    #[command(flatten)]
    about: About,
}

/// Everything but the value.
#[derive(Debug, Args)]
#[command(next_help_heading = "About it")]
struct About {
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// A label; several may be given
    #[arg(long, value_name = "KEY=TEXT", value_parser = words::label)]
    label: Vec<(String, String)>,

    /// Take a label away
    #[arg(long, value_name = "KEY")]
    no_label: Vec<String>,

    /// When the value ends at the service that it opens: 30d, 2027-01-31 or never
    #[arg(long, value_name = "WHEN", value_parser = Schedule::end)]
    expires: Option<Schedule>,

    /// How often the value is to be replaced: 90d or never
    #[arg(long, value_name = "TIME", value_parser = Schedule::period)]
    rotate_every: Option<Schedule>,

    /// Another name for it
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
}

/// In seconds; `None` for never.
#[derive(Debug, Clone, Copy)]
struct Schedule(Option<u64>);

impl Schedule {
    fn end(text: &str) -> Result<Self, String> {
        when::end(text).map(Self)
    }

    fn period(text: &str) -> Result<Self, String> {
        when::period(text).map(Self)
    }
}

impl About {
    const fn is_empty(&self) -> bool {
        self.description.is_none()
            && self.label.is_empty()
            && self.no_label.is_empty()
            && self.expires.is_none()
            && self.rotate_every.is_none()
            && self.rename.is_none()
    }

    fn labels(&self, before: &BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
        if self.label.is_empty() && self.no_label.is_empty() {
            return None;
        }
        let mut labels = before.clone();
        labels.retain(|key, _| !self.no_label.contains(key));
        labels.extend(self.label.iter().cloned());
        Some(labels)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    ChangeToo,
    MakeOnly,
}

impl Set {
    pub(super) fn run(self, on: &On<'_>, may: May) -> anyhow::Result<()> {
        let (api, client) = (on.api, on.api.client());
        let owner = on.whose.owner(api)?;
        let secret = match self.name.parse::<Key>() {
            Ok(key) => Some(api.wait(client.secret_at(&Location { owner: owner.clone(), key }))?),
            Err(_) => api.wait(client.find(&owner, &self.name))?,
        };
        match secret {
            Some(secret) if may == May::ChangeToo => self.change(on, &secret.location),
            // The server says so: it is the name that is taken.
            _ => self.make(on, &owner),
        }
    }

    fn make(self, on: &On<'_>, owner: &strongroom_client::Owner) -> anyhow::Result<()> {
        let (api, client) = (on.api, on.api.client());
        let Self { name, type_name, given, about } = self;
        let types = api.wait(client.types())?;
        let kind = match &type_name {
            Some(name) => named(&types, name)?,
            None if given.is_empty() && ask::somebody() => prompts::kind(&types)?,
            None => named(&types, "Custom")?,
        };
        ensure!(given.unset.is_empty(), "there is nothing to leave out: the secret is new");
        let fields = given.read(kind)?;
        let type_name = kind.kind.trim_start_matches("secret/").to_owned();
        let mut new = NewSecret::new(type_name, name, value(kind, Fields::new())?);
        new.description = about.description.clone().unwrap_or_default();
        new.labels = about.labels(&BTreeMap::new()).unwrap_or_default();
        new.expires_at = about.expires.and_then(|Schedule(at)| at);
        new.rotate_every = about.rotate_every.and_then(|Schedule(seconds)| seconds);
        ensure!(about.rename.is_none(), "--rename is for a secret that is there");
        let fields = if ask::somebody() {
            let wanted = if given.is_empty() { prompts::Ask::All } else { prompts::Ask::Required };
            Draft { api, kind, new: &mut new }.completed(fields, wanted)?
        } else {
            ensure!(!fields.is_empty(), "there is no value: {HOW}");
            fields
        };
        new.value = value(kind, fields)?;
        told(api, "Made", &api.wait(client.create(owner, &new))?)
    }

    fn change(self, on: &On<'_>, at: &Location) -> anyhow::Result<()> {
        let (api, client) = (on.api, on.api.client());
        let Self { type_name, given, about, .. } = self;
        let secret = api.wait(client.fresh().secret_at(at))?;
        if let Some(other) = &type_name {
            let same = other.trim_start_matches("secret/").eq_ignore_ascii_case(at.key.type_name());
            ensure!(same, "{} is a {}, and stays one", plain(&secret.name), at.key.type_name());
        }
        let mut change = Change {
            name: about.rename.clone(),
            description: about.description.clone(),
            labels: about.labels(&secret.labels),
            value: None,
            expires_at: about.expires.map(|Schedule(at)| at),
            rotate_every: about.rotate_every.map(|Schedule(seconds)| seconds),
        };
        if !given.is_empty() || about.is_empty() {
            let types = api.wait(client.types())?;
            let kind = named(&types, at.key.type_name())?;
            let fields = given.read(kind)?;
            let fields = if given.is_empty() {
                ensure!(ask::somebody(), "there is nothing to change: {HOW}");
                let mut new = NewSecret::new(
                    at.key.type_name(),
                    secret.name.clone(),
                    value(kind, Fields::new())?,
                );
                let before = Self::before(on, &secret)?;
                Draft { api, kind, new: &mut new }.changed(before)?
            } else if Self::is_whole(kind, &secret, &fields) {
                fields
            } else {
                let mut all = Self::before(on, &secret)?;
                all.extend(fields);
                all.retain(|name, _| !given.unset.contains(name));
                all
            };
            change.value = Some(value(kind, fields)?);
        }
        told(api, "Changed", &api.wait(client.update(at, &change, secret.as_read()))?)
    }

    /// Whether nothing of the value before is left, so that it need not be revealed.
    fn is_whole(kind: &TypeDescription, secret: &Secret, fields: &Fields) -> bool {
        kind.fields.len() == 1 || secret.fields.iter().all(|name| fields.contains_key(name))
    }

    fn before(on: &On<'_>, secret: &Secret) -> anyhow::Result<Fields> {
        let what = Reveal { version: Some(secret.version), fields: Vec::new() };
        let revealed = on.api.wait(on.api.client().reveal(&secret.location, &what))?;
        Ok(match revealed.value {
            Value::Fields(fields) => fields,
            // What the one field is called does not matter: it is asked for as a whole.
            Value::One(_) => Fields::new(),
        })
    }
}

const HOW: &str = "give it with --from-stdin, --from-file or --field, or run this at a terminal";

/// In the form that the type has.
pub(super) fn value(kind: &TypeDescription, mut fields: Fields) -> anyhow::Result<Value> {
    let [only] = kind.fields.as_slice() else { return Ok(Value::Fields(fields)) };
    Ok(Value::One(fields.remove(&only.name).unwrap_or_else(|| String::new().into())))
}

pub(super) fn named<'a>(
    types: &'a [TypeDescription],
    name: &str,
) -> anyhow::Result<&'a TypeDescription> {
    let name = name.trim_start_matches("secret/");
    let of = |kind: &TypeDescription| kind.kind.trim_start_matches("secret/").to_owned();
    match types.iter().find(|kind| of(kind).eq_ignore_ascii_case(name)) {
        Some(found) => Ok(found),
        None if types.is_empty() => bail!("the server has no secret types"),
        None => {
            let names = types.iter().map(of).collect::<Vec<_>>().join(", ");
            bail!("the server has no secret type {}; it has {names}", plain(name))
        }
    }
}
