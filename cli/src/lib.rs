//! What people and jobs ask of a server on the command line. It speaks the HTTP API and nothing
//! else, and decides nothing: what is refused, the server refused.
//!
//! `login` and `context` are about where and as whom. `secret` is for secrets, `manage` looks after
//! organizations, people and machines, a module a resource; `import` brings secrets here. `run`,
//! `inject` and `environment` bring them to where they are needed: `selection` says which, `offline`
//! has them when the server is away; `aws`, `docker` and `kubelet` answer tools in the words of those,
//! and `render` writes what they read. `connection` says
//! which server and with which credential, `api` speaks to it, `output` and `words` write what it
//! said, `failure` what went wrong, with an exit code. What it is not: a server; `strongroom` has
//! these commands beside its own, `strongroom-client` has these alone.

mod api;
mod ask;
mod aws;
mod confirm;
mod connection;
mod context;
pub mod docker;
pub mod durations;
mod environment;
pub mod failure;
mod import;
mod inject;
mod kubelet;
mod login;
mod manage;
mod offline;
mod outfile;
mod output;
mod owner;
mod pages;
mod private_file;
mod registry;
mod render;
mod run;
mod secret;
mod selection;
#[cfg(test)]
mod tests;
mod when;
mod words;

use clap::Subcommand;

pub use manage::token::Token;

/// Whatever asks a server, but for `token`, which a server's own program adds to.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sign in to a server, and keep that as a context
    Login(Box<login::Login>),
    /// Forget the credential of a context
    Logout(Box<login::Logout>),
    /// The servers that you work with, and which is in use
    Context(context::Context),
    /// Secrets: list, reveal, set, edit, delete, restore, roll back, rotate, move
    Secret(Box<secret::Secret>),
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
    /// Credentials for Amazon's tools and SDKs
    #[command(subcommand)]
    Aws(aws::Command),
    /// Answer a kubelet that pulls an image, as its credential provider
    KubeletCredentialProvider(kubelet::Provider),
    /// Write secrets as a tool reads them: several registries as one config.json, manifests, …
    Render(Box<render::Render>),
    /// What a shell completes: a script for bash, zsh, fish and others
    Completion(pages::Completion),
    /// Pages for `man`, one a command
    Man(pages::Man),
}

impl Command {
    /// `program` is the whole command line that this is part of.
    ///
    /// # Errors
    /// The server refused, or could not be asked; [`failure`] tells of it.
    pub fn run(self, program: fn() -> clap::Command) -> anyhow::Result<()> {
        match self {
            Self::Login(login) => login.run(),
            Self::Logout(logout) => logout.run(),
            Self::Context(context) => context.run(),
            Self::Completion(completion) => completion.run(program()),
            Self::Man(man) => man.run(program()),
            Self::Secret(secret) => secret.run(),
            Self::Manage(command) => manage::run(*command),
            Self::Run(run) => run.run(),
            Self::Inject(inject) => inject.run(),
            Self::Env(env) => env.run(),
            Self::Import(import) => import.run(),
            Self::Aws(command) => command.run(),
            Self::KubeletCredentialProvider(provider) => provider.run(),
            Self::Render(render) => render.run(),
        }
    }
}
