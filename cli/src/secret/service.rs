//! `secret rotate` and `check`: of secrets whose type talks to a service.

use anyhow::bail;
use clap::Args;
use strongroom_client::Verdict;

use super::find::{NAME, find};
use super::{On, path, told};
use crate::output::show;
use crate::words::plain;

#[derive(Debug, Args)]
pub(super) struct Rotate {
    #[arg(help = NAME)]
    name: String,

    /// Give up a rotation that was interrupted, in place of going on with it
    #[arg(long)]
    give_up: bool,
}

impl Rotate {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let at = find(on, &self.name)?.at;
        let client = on.api.client();
        if self.give_up {
            on.api.wait(client.drop_rotation(&at))?;
            return show::done(on.api, "The rotation was given up.");
        }
        told(on.api, "Rotated", &on.api.wait(client.rotate(&at))?)
    }
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[arg(help = NAME)]
    name: String,
}

impl Check {
    /// # Errors
    /// The value does not work, too, so that a script can tell.
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let at = find(on, &self.name)?.at;
        if on.api.json {
            return show::line(&on.api.post(&format!("{}/check", path(&at)), None)?.to_string());
        }
        let Verdict { works, message } = on.api.wait(on.api.client().check(&at))?;
        let why = message.map(|text| format!(": {}", plain(&text))).unwrap_or_default();
        if works { show::line(&format!("It works{why}")) } else { bail!("it does not work{why}") }
    }
}
