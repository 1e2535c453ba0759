//! What people and jobs ask of a server on the command line. It speaks the HTTP API and nothing
//! else, and decides nothing: what is refused, the server refused.
//!
//! `manage` looks after organizations, people and machines, a module a resource. `aws`, `docker` and
//! `kubelet` answer tools in the words of those; `render` writes what they read. `connection` says
//! which server and with which credential, `api` speaks to it, `output` and `words` write what it
//! said, `failure` what went wrong, with an exit code. What it is not: a server; `strongroom` has
//! these commands beside its own, `strongroom-client` has these alone.

mod api;
mod aws;
mod chosen;
mod confirm;
mod connection;
pub mod docker;
pub mod durations;
pub mod failure;
mod kubelet;
mod manage;
mod output;
mod owner;
mod registry;
mod render;
#[cfg(test)]
mod tests;
mod words;

use clap::Subcommand;

pub use manage::token::Token;

/// Whatever asks a server, but for `token`, which a server's own program adds to.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(flatten)]
    Manage(Box<manage::Command>),
    /// Credentials for Amazon's tools and SDKs
    #[command(subcommand)]
    Aws(aws::Command),
    /// Answer a kubelet that pulls an image, as its credential provider
    KubeletCredentialProvider(kubelet::Provider),
    /// Write secrets as a tool reads them: several registries as one config.json, manifests, …
    Render(Box<render::Render>),
}

impl Command {
    /// # Errors
    /// The server refused, or could not be asked; [`failure`] tells of it.
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Manage(command) => manage::run(*command),
            Self::Aws(command) => command.run(),
            Self::KubeletCredentialProvider(provider) => provider.run(),
            Self::Render(render) => render.run(),
        }
    }
}
