//! `secret rm`, `restore`, `purge` and `move`.

use clap::Args;
use strongroom_client::{Deleted, Key, Location, Owner, OwnerName};

use super::find::{NAME, find, missing};
use super::{On, told};
use crate::confirm::Consent;
use crate::output::show;
use crate::words::{moment, plain};

#[derive(Debug, Args)]
pub(super) struct Rm {
    #[arg(help = NAME)]
    name: String,

    /// For good: nothing brings it back
    #[arg(long)]
    purge: bool,

    #[command(flatten)]
    consent: Consent,
}

impl Rm {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let (api, client) = (on.api, on.api.client());
        let at = find(on, &self.name)?.at;
        let secret = api.wait(client.secret_at(&at))?;
        let name = plain(&secret.name);
        let how = if self.purge { " with all its versions, for good" } else { "" };
        self.consent.to(&format!("Delete {name} ({}){how}?", at.key))?;
        api.wait(client.delete(&at, secret.as_read()))?;
        if self.purge {
            api.wait(client.purge(&at))?;
            return show::done(api, &format!("{name} is gone for good."));
        }
        if api.json {
            return Ok(());
        }
        // Another may have restored or purged it by now.
        let until = match deleted(on, &at.owner, &|it| it.secret.location.key == at.key)?.first() {
            Some(found) => format!(", and can be restored until {}", when(found.purge_at)),
            None => String::new(),
        };
        show::line(&format!("Deleted {name}{until}: secret restore {}", at.key))
    }
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// Its name or its key; `secret list --deleted` has them
    name: String,

    /// The name to bring it back under, where another secret has taken its own
    #[arg(long = "as", value_name = "NAME")]
    new_name: Option<String>,
}

impl Restore {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let at = gone(on, &self.name)?.secret.location;
        let restored = on.api.wait(on.api.client().restore(&at, self.new_name.as_deref()))?;
        told(on.api, "Restored", &restored)
    }
}

#[derive(Debug, Args)]
pub(super) struct Purge {
    /// Its name or its key; `secret list --deleted` has them
    name: String,

    #[command(flatten)]
    consent: Consent,
}

impl Purge {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let Deleted { secret, deleted_at, .. } = gone(on, &self.name)?;
        let name = plain(&secret.name);
        let since = when(deleted_at);
        self.consent.to(&format!("End {name}, deleted {since}, for good?"))?;
        on.api.wait(on.api.client().purge(&secret.location))?;
        show::done(on.api, &format!("{name} is gone for good."))
    }
}

/// The one deleted secret that is meant.
fn gone(on: &On<'_>, text: &str) -> anyhow::Result<Deleted> {
    let owner = on.whose.owner(on.api)?;
    let mut found = match text.parse::<Key>() {
        Ok(key) => deleted(on, &owner, &|it| it.secret.location.key == key)?,
        Err(_) => deleted(on, &owner, &|it| it.secret.name == text)?,
    };
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) => Err(missing(text, "no deleted secret is called so, or its time is over")),
        (Some(last), false) => {
            found.push(last);
            let keys = found.iter().map(|it| {
                format!("\n  {}, deleted {}", it.secret.location.key, when(it.deleted_at))
            });
            anyhow::bail!("several are called so: say which\n  {}", keys.collect::<String>().trim())
        }
    }
}

fn deleted(
    on: &On<'_>,
    owner: &Owner,
    is_meant: &dyn Fn(&Deleted) -> bool,
) -> anyhow::Result<Vec<Deleted>> {
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = on.api.wait(on.api.client().deleted(owner, cursor.as_deref()))?;
        found.extend(page.secrets.into_iter().filter(is_meant));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}

fn when(seconds: u64) -> String {
    moment(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[derive(Debug, Args)]
pub(super) struct Move {
    #[arg(help = NAME)]
    name: String,

    /// project/<name or id>, organization/<name or id> or user/me
    #[arg(long, value_name = "OWNER", value_parser = owner_name)]
    to: OwnerName,

    #[command(flatten)]
    consent: Consent,
}

impl Move {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let (api, client) = (on.api, on.api.client());
        let at: Location = find(on, &self.name)?.at;
        let to = api.wait(client.owner(&self.to))?;
        self.consent.to(&format!(
            "Move {} to {}? Its earlier versions end, and it gets another key.",
            plain(&self.name),
            self.to
        ))?;
        told(api, "Moved", &api.wait(client.move_to(&at, &to))?)
    }
}

fn owner_name(text: &str) -> Result<OwnerName, String> {
    match text.split_once('/') {
        Some(("project", name)) if !name.is_empty() => Ok(OwnerName::Project(name.to_owned())),
        Some(("organization", name)) if !name.is_empty() => {
            Ok(OwnerName::Organization(name.to_owned()))
        }
        Some(("user", "me")) => Ok(OwnerName::Me),
        _ => Err("must be project/<name or id>, organization/<name or id> or user/me".to_owned()),
    }
}
