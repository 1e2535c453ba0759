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
use crate::context::book::{Entry, Folder, is_same_server};
use crate::context::kept::Kept;

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
    /// Address of the server [default: that of the context, else http://127.0.0.1:8200]
    #[arg(long, env = "STRONGROOM_URL", value_name = "URL", global = true)]
    server: Option<String>,

    /// File with the token, `-` for standard input; without it the token is that in
    /// STRONGROOM_TOKEN, is had with STRONGROOM_CLIENT_ID and STRONGROOM_CLIENT_SECRET, or is that of
    /// the context
    #[arg(long, env = "STRONGROOM_TOKEN_FILE", value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,

    /// Send the token to another machine without TLS, where the network itself is trusted
    #[arg(long, env = "STRONGROOM_ALLOW_HTTP", global = true)]
    allow_http: bool,

    /// The server and the sign-in to use, as `strongroom context` has them; what is said beside it
    /// comes first
    #[arg(long, env = "STRONGROOM_CONTEXT", value_name = "NAME", global = true)]
    context: Option<String>,

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
    /// The address is none, there is no credential, or no such context.
    pub(crate) fn open(&self) -> anyhow::Result<Api> {
        Ok(self.open_by(|builder| builder)?.0)
    }

    /// The same with more said of the client, and with the credential.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(crate) fn open_by(
        &self,
        more: impl FnOnce(Builder) -> Builder,
    ) -> anyhow::Result<(Api, Credential)> {
        let chosen = self.chosen()?;
        let credential = match self.given()? {
            Some(credential) => credential,
            None => self.kept(&chosen)?,
        };
        Ok((self.with(&chosen, credential.clone(), more)?, credential))
    }

    /// That of the context.
    ///
    /// # Errors
    /// As [`Self::chosen`].
    pub(crate) fn project(&self) -> anyhow::Result<Option<String>> {
        Ok(self.chosen()?.project)
    }

    /// With a credential of the caller's.
    ///
    /// # Errors
    /// The address is none.
    pub(crate) fn with(
        &self,
        chosen: &Chosen,
        credential: Credential,
        more: impl FnOnce(Builder) -> Builder,
    ) -> anyhow::Result<Api> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let builder = Client::builder(&chosen.server).allow_http(chosen.allow_http);
        let client = Self::finish(more(builder).credential(credential))?;
        Ok(Api::new(runtime, client, self.json, chosen.project.clone()))
    }

    /// Whether the token is on standard input, and nothing else can be.
    pub(crate) fn reads_standard_input(&self) -> bool {
        self.token_file.as_deref() == Some(Path::new("-"))
    }

    /// Which server, by the flags and variables, else by a context.
    ///
    /// # Errors
    /// There is no such context, or contexts cannot be read.
    pub(crate) fn chosen(&self) -> anyhow::Result<Chosen> {
        let book = Folder::find().map(|folder| folder.book()).transpose()?.unwrap_or_default();
        let context = self.context.clone().or_else(|| book.current.clone());
        let entry = match &context {
            // What is signed in to is added by that.
            Some(name) => book.contexts.get(name).cloned(),
            None => None,
        };
        let fits = |entry: &Entry| {
            self.server.as_deref().is_none_or(|server| is_same_server(server, &entry.server))
        };
        let entry = entry.filter(fits);
        let is_known = entry.is_some();
        let (server, project, allow_http) = match entry {
            Some(Entry { server, project, allow_http }) => (Some(server), project, allow_http),
            None => (None, None, false),
        };
        if let (Some(name), None, false) = (&self.context, &self.server, is_known) {
            book.named(name)?;
        }
        Ok(Chosen {
            context: context.filter(|_| is_known),
            server: self.server.clone().or(server).unwrap_or_else(|| SERVER.to_owned()),
            project,
            allow_http: self.allow_http || allow_http,
        })
    }

    /// The name of a variable that is set and holds another credential.
    pub(crate) fn variable_that_beats_contexts() -> Option<&'static str> {
        ["STRONGROOM_TOKEN_FILE", TOKEN, CLIENT_ID]
            .into_iter()
            .find(|name| std::env::var_os(name).is_some())
    }

    pub(crate) fn named_context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    pub(crate) const fn json(&self) -> bool {
        self.json
    }

    /// That of the context, which is for its server alone.
    fn kept(&self, chosen: &Chosen) -> anyhow::Result<Credential> {
        if let (Some(name), Some(folder)) = (&chosen.context, Folder::find()) {
            let path = folder.credential(name);
            if let Some(kept) = Kept::read(&path)? {
                ensure!(
                    is_same_server(&kept.server, &chosen.server),
                    "the context {name} was signed in to another server: `strongroom login`"
                );
                return Ok(kept.credential.into_credential(&path));
            }
        }
        bail!(
            "there is no token for {}: sign in with `strongroom login`, put it into {TOKEN}, or \
             name a --token-file",
            chosen.server
        )
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

    /// That of the flags and variables.
    ///
    /// # Errors
    /// It cannot be read, or is half there.
    pub(crate) fn given(&self) -> anyhow::Result<Option<Credential>> {
        if self.reads_standard_input() {
            return Ok(self.token_of_file()?.map(Credential::token));
        }
        if let Some(file) = &self.token_file {
            return Ok(Some(Credential::File(file.clone())));
        }
        in_variables(TOKEN, CLIENT_ID, CLIENT_SECRET)
    }

    /// The token of the file that is named.
    pub(crate) fn token_of_file(&self) -> anyhow::Result<Option<SecretString>> {
        match &self.token_file {
            None => Ok(None),
            Some(_) if self.reads_standard_input() => {
                read(std::io::stdin().lock()).context("standard input").map(Some)
            }
            Some(file) => {
                let name = || file.display().to_string();
                read(std::fs::File::open(file).with_context(name)?).with_context(name).map(Some)
            }
        }
    }
}

/// The credential in the variables of these names: a token, else a client's id and secret.
///
/// # Errors
/// An id without a secret.
pub(crate) fn in_variables(
    token: &str,
    id: &str,
    secret: &str,
) -> anyhow::Result<Option<Credential>> {
    let variable =
        |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty()).map(Zeroizing::new);
    if let Some(token) = variable(token) {
        return Ok(Some(Credential::token(SecretString::from(token.trim()))));
    }
    match (variable(id), variable(secret)) {
        (Some(id), Some(secret)) => {
            let secret = SecretString::from(secret.as_str());
            Ok(Some(Credential::client(id.as_str(), secret)))
        }
        (Some(_), None) => bail!("{id} is set and {secret} is not"),
        (None, _) => Ok(None),
    }
}

/// A server, and what its context says of it.
pub(crate) struct Chosen {
    /// None where no context is of this server.
    pub(crate) context: Option<String>,
    pub(crate) server: String,
    pub(crate) project: Option<String>,
    pub(crate) allow_http: bool,
}

fn read(from: impl Read) -> anyhow::Result<SecretString> {
    // Room for all of it at once: a string that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(limits::BEARER_BYTES + 2));
    let limit = limits::BEARER_BYTES as u64 + 2;
    from.take(limit).read_to_string(&mut text).context("is no text")?;
    ensure!(!text.trim().is_empty(), "is empty");
    Ok(SecretString::from(text.trim()))
}
