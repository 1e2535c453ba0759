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
        Ok(api.wait(api.client().owner(&self.name(api)?))?)
    }

    fn name(&self, api: &Api) -> anyhow::Result<OwnerName> {
        match (self.project.as_ref().or(api.project.as_ref()), self.organization.as_ref(), self.me)
        {
            (_, _, true) => Ok(OwnerName::Me),
            (_, Some(name), _) => Ok(OwnerName::Organization(name.clone())),
            (Some(name), ..) => Ok(OwnerName::Project(name.clone())),
            (None, None, false) => {
                anyhow::bail!("whose secrets? say --project, --organization or --me")
            }
        }
    }
}
