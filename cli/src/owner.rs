//! Whose secrets are meant.

use anyhow::Context as _;
use clap::Args;
use strongroom_client::{Owner, OwnerName};

use crate::api::Api;
use crate::connection::Connection;

#[derive(Debug, Args)]
#[command(next_help_heading = "Whose secrets")]
pub(crate) struct Whose {
    /// A project's: its name or id
    #[arg(long, short, env = "STRONGROOM_PROJECT", value_name = "NAME", global = true)]
    project: Option<String>,

    /// An organization's: its name or id
    #[arg(long, value_name = "NAME", global = true)]
    organization: Option<String>,

    /// Your own
    #[arg(long, global = true, conflicts_with = "organization")]
    me: bool,
}

impl Whose {
    /// # Errors
    /// Nothing says whose, or there is no such owner.
    pub(crate) fn owner(&self, api: &Api) -> anyhow::Result<Owner> {
        Ok(api.wait(api.client().owner(&self.name(api)?))?)
    }

    /// As it was said, or as the context has it.
    ///
    /// # Errors
    /// Nothing says whose.
    pub(crate) fn name(&self, api: &Api) -> anyhow::Result<OwnerName> {
        self.name_or(api.project.as_ref())
            .context("whose secrets? say --project, --organization or --me")
    }

    /// The same before a server is asked; None where nothing says whose.
    ///
    /// # Errors
    /// Contexts cannot be read.
    pub(crate) fn given(&self, connection: &Connection) -> anyhow::Result<Option<OwnerName>> {
        Ok(self.name_or(connection.project()?.as_ref()))
    }

    fn name_or(&self, project: Option<&String>) -> Option<OwnerName> {
        match (&self.organization, self.project.as_ref().or(project)) {
            _ if self.me => Some(OwnerName::Me),
            (Some(name), _) => Some(OwnerName::Organization(name.clone())),
            (None, project) => project.cloned().map(OwnerName::Project),
        }
    }
}
