//! What secrets are imported from: a module a source, each of which reads all of it into items.
//!
//! What is read was written by others. Sizes, depths and numbers are bounded, and no error holds a
//! piece of what was read: a broken line of a secret file is likely a secret.

mod aws;
mod chariot;
mod docker;
mod doppler;
pub(super) mod dotenv;
mod infisical;
mod input;
mod json;
mod kubernetes;
mod vault;

use clap::Subcommand;

use super::item::{Item, MOST};
use crate::api::Api;

#[derive(Debug, Subcommand)]
pub(super) enum Source {
    /// Variables of a .env file
    Dotenv(dotenv::Dotenv),
    /// Profiles with keys of ~/.aws/credentials and ~/.aws/config
    Aws(aws::Aws),
    /// Registries of Docker's config.json
    Docker(docker::Docker),
    /// Secrets of Kubernetes manifests
    Kubernetes(kubernetes::Kubernetes),
    /// Secrets of a KV version 2 engine of Vault or OpenBao
    Vault(vault::Vault),
    /// Doppler's export as JSON
    Doppler(doppler::Doppler),
    /// Infisical's export as JSON
    Infisical(infisical::Infisical),
    /// Secrets of a Chariot, or of another Strongroom
    Chariot(chariot::Chariot),
}

impl Source {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Dotenv(_) => "dotenv",
            Self::Aws(_) => "aws",
            Self::Docker(_) => "docker",
            Self::Kubernetes(_) => "kubernetes",
            Self::Vault(_) => "vault",
            Self::Doppler(_) => "doppler",
            Self::Infisical(_) => "infisical",
            Self::Chariot(_) => "chariot",
        }
    }

    /// # Errors
    /// It cannot be read, is of another form, or is more than anybody keeps.
    pub(super) fn read(&self, api: &Api) -> anyhow::Result<Vec<Item>> {
        let items = match self {
            Self::Dotenv(source) => source.read(),
            Self::Aws(source) => source.read(),
            Self::Docker(source) => source.read(),
            Self::Kubernetes(source) => source.read(),
            Self::Vault(source) => source.read(api),
            Self::Doppler(source) => source.read(),
            Self::Infisical(source) => source.read(),
            Self::Chariot(source) => source.read(api),
        }?;
        anyhow::ensure!(items.len() <= MOST, "the source has more than {MOST} secrets");
        Ok(items)
    }
}
