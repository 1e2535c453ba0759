//! `strongroom aws`: keys of a secret of type S3 Connection, for Amazon's tools and SDKs. `keys` gets
//! them in the forms that those read, `endpoint` answers them on this machine.

mod endpoint;
mod keys;

use std::ffi::OsString;
use std::net::SocketAddr;

use clap::{Args, Subcommand};
use strongroom_client::Location;

use crate::api::Api;
use crate::connection::Connection;
use crate::output::show;
use crate::owner::Whose;
use crate::secret;
use keys::Keys;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print keys as a credential_process of ~/.aws/config does
    CredentialProcess(OfSecret),
    /// Print where an SDK of Amazon's asks this server for keys by itself
    ///
    /// For AWS_CONTAINER_CREDENTIALS_FULL_URI. AWS_CONTAINER_AUTHORIZATION_TOKEN is then "Bearer " and
    /// a token that may reveal the secret.
    Address(OfSecret),
    /// Run a program that gets keys when it asks for them, and new ones before they end
    ///
    /// The program has AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN in
    /// its environment; every SDK of Amazon asks there. The keys themselves are in no environment
    /// and no file. It ends as the program does.
    Run(Run),
}

#[derive(Debug, Args)]
pub struct OfSecret {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    whose: Whose,

    /// Its name, its key secret/<Type>/<id>, or a reference sr://…
    secret: String,
}

#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    keys: OfSecret,

    /// Where to answer, on this machine [default: a port that is free]
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", hide_default_value = true)]
    listen: SocketAddr,

    /// The program and its arguments
    #[arg(last = true, required = true)]
    program: Vec<OsString>,
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::CredentialProcess(asked) => {
                let (api, at) = asked.open()?;
                let keys = api.wait(Keys::of(api.client(), &at))?;
                show::line(&keys.for_process()?)
            }
            Self::Address(asked) => {
                let (api, at) = asked.open()?;
                show::line(&api.client().rendering_address(&at, keys::FOR_CONTAINERS))
            }
            Self::Run(Run { keys, listen, program }) => {
                anyhow::ensure!(
                    listen.ip().is_loopback(),
                    "--listen must be an address of this machine alone, such as 127.0.0.1:0"
                );
                let (api, at) = keys.open()?;
                // What cannot be had is said before the program runs.
                api.wait(Keys::of(api.client(), &at))?;
                match api.wait(endpoint::run(api.client(), at, listen, &program))? {}
            }
        }
    }
}

impl OfSecret {
    fn open(self) -> anyhow::Result<(Api, Location)> {
        let api = self.connection.open()?;
        let at = secret::located(&api, &self.whose, &self.secret)?;
        Ok((api, at))
    }
}
