//! What people and jobs ask of a server on the command line. It speaks the HTTP API and nothing
//! else, and decides nothing: what is refused, the server refused.
//!
//! `manage` looks after organizations, people and machines, a module a resource; `import` brings
//! secrets here. `run`, `inject` and `environment` bring them to where they are needed: `selection`
//! says which, `offline` has them when the server is away. `connection` says
//! which server and with which credential, `api` speaks to it, `output` and `words` write what it
//! said, `failure` what went wrong, with an exit code. What it is not: a server; `strongroom` has
//! these commands beside its own, `strongroom-client` has these alone.

mod api;
mod confirm;
mod connection;
pub mod durations;
mod environment;
pub mod failure;
mod import;
mod inject;
mod manage;
mod offline;
mod outfile;
mod output;
mod owner;
mod private_file;
mod run;
mod selection;
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
    /// Run a command with secrets in its environment
    Run(Box<run::Run>),
    /// Fill the references in a template
    Inject(Box<inject::Inject>),
    /// Write secrets as variables: for a shell, Compose, Docker, libraries, JSON, YAML
    Env(Box<environment::Env>),
    /// Bring the secrets of a file or of another store here
    Import(Box<import::Import>),
}

impl Command {
    /// # Errors
    /// The server refused, or could not be asked; [`failure`] tells of it.
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Manage(command) => manage::run(*command),
            Self::Run(run) => run.run(),
            Self::Inject(inject) => inject.run(),
            Self::Env(env) => env.run(),
            Self::Import(import) => import.run(),
        }
    }
}
