//! Whose secrets are meant.

use clap::Args;
use strongroom_client::{Owner, OwnerName};

use crate::api::Api;

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
        Ok(api.wait(api.client().owner(&self.name(api.project.as_deref())?))?)
    }

    /// None where nothing says whose. `usual` is the project that is meant where nothing is said.
    pub(crate) fn given(&self, usual: Option<&str>) -> Option<OwnerName> {
        self.name(usual).ok()
    }

    /// As it was said.
    ///
    /// # Errors
    /// Nothing says whose.
    pub(crate) fn name(&self, usual: Option<&str>) -> anyhow::Result<OwnerName> {
        let project = self.project.clone().or_else(|| usual.map(str::to_owned));
        match (project, &self.organization, self.me) {
            (_, _, true) => Ok(OwnerName::Me),
            (_, Some(name), _) => Ok(OwnerName::Organization(name.clone())),
            (Some(name), ..) => Ok(OwnerName::Project(name)),
            (None, None, false) => {
                anyhow::bail!("whose secrets? say --project, --organization or --me")
            }
        }
    }
}
