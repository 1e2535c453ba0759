//! Which server is asked, and with which token. A token is never an argument: arguments are in the
//! list of processes and in the history of the shell.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use strongroom_client::{BadAddress, Builder, Client, Credential, Error, SecretString};
use strongroom_model::limits;
use tokio::runtime;
use zeroize::Zeroizing;

use crate::api::Api;

const TOKEN: &str = "STRONGROOM_TOKEN";
const CLIENT_ID: &str = "STRONGROOM_CLIENT_ID";
const CLIENT_SECRET: &str = "STRONGROOM_CLIENT_SECRET";
/// With which others could ask as the caller does.
pub(crate) const CREDENTIALS: [&str; 3] = [TOKEN, "STRONGROOM_TOKEN_FILE", CLIENT_SECRET];
/// Where a server listens unless it is told otherwise.
const SERVER: &str = "http://127.0.0.1:8200";

#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct Connection {
    /// Address of the server [default: http://127.0.0.1:8200]
    #[arg(long, env = "STRONGROOM_URL", value_name = "URL", global = true)]
    server: Option<String>,

    /// File with the token, `-` for standard input; without it the token is that in
    /// STRONGROOM_TOKEN, or is had with STRONGROOM_CLIENT_ID and STRONGROOM_CLIENT_SECRET
    #[arg(long, env = "STRONGROOM_TOKEN_FILE", value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,

    /// Send the token to another machine without TLS, where the network itself is trusted
    #[arg(long, env = "STRONGROOM_ALLOW_HTTP", global = true)]
    allow_http: bool,

    /// Print the server's JSON, for machines
    #[arg(long, env = "STRONGROOM_JSON", global = true)]
    json: bool,
}

/// What is asked of a server about one kind of thing.
#[derive(Debug, Args)]
pub struct Resource<A: Subcommand> {
    #[command(flatten)]
    pub(crate) connection: Connection,

    #[command(subcommand)]
    pub(crate) action: A,
}

impl Connection {
    /// # Errors
    /// The address is none, or there is no credential.
    pub(crate) fn open(&self) -> anyhow::Result<Api> {
        Ok(self.open_by(|builder| builder)?.0)
    }

    /// The same with more said of the client, and with the credential.
    ///
    /// # Errors
    /// The address is none, or there is no credential.
    pub(crate) fn open_by(
        &self,
        more: impl FnOnce(Builder) -> Builder,
    ) -> anyhow::Result<(Api, Credential)> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let server = self.server.as_deref().unwrap_or(SERVER);
        let credential = self.credential()?;
        let builder = Client::builder(server).allow_http(self.allow_http);
        let client = Self::finish(more(builder).credential(credential.clone()))?;
        Ok((Api::new(runtime, client, self.json), credential))
    }

    /// Whether the token is there, and nothing else can be.
    pub(crate) fn reads_standard_input(&self) -> bool {
        self.token_file.as_deref() == Some(Path::new("-"))
    }

    fn finish(builder: Builder) -> anyhow::Result<Client> {
        builder.build().map_err(|error| match error {
            Error::Address(BadAddress::Scheme) => anyhow::anyhow!(
                "--server is plain http on another machine, where others can read the token: use \
                 https, or say --allow-http"
            ),
            Error::Address(why) => anyhow::anyhow!("--server {why}"),
            other => other.into(),
        })
    }

    fn credential(&self) -> anyhow::Result<Credential> {
        match &self.token_file {
            Some(_) if self.reads_standard_input() => {
                let token = read(std::io::stdin().lock()).context("standard input")?;
                return Ok(Credential::token(token));
            }
            Some(file) => return Ok(Credential::File(file.clone())),
            None => {}
        }
        let variable = |name: &str| std::env::var(name).ok().map(Zeroizing::new);
        if let Some(token) = variable(TOKEN) {
            return Ok(Credential::token(SecretString::from(token.trim())));
        }
        match (variable(CLIENT_ID), variable(CLIENT_SECRET)) {
            (Some(id), Some(secret)) => {
                Ok(Credential::client(id.as_str(), SecretString::from(secret.as_str())))
            }
            (Some(_), None) => bail!("{CLIENT_ID} is set and {CLIENT_SECRET} is not"),
            (None, _) => bail!("there is no token: put it into {TOKEN}, or name a --token-file"),
        }
    }
}

fn read(from: impl Read) -> anyhow::Result<SecretString> {
    // Room for all of it at once: a string that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(limits::BEARER_BYTES + 2));
    let limit = limits::BEARER_BYTES as u64 + 2;
    from.take(limit).read_to_string(&mut text).context("is no text")?;
    ensure!(!text.trim().is_empty(), "is empty");
    Ok(SecretString::from(text.trim()))
}
