//! Which server is asked, and with which token. A token is never an argument: arguments are in the
//! list of processes and in the history of the shell.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use strongroom_model::limits;
use zeroize::Zeroizing;

use super::api::Api;
use crate::http_client;

const TOKEN: &str = "STRONGROOM_TOKEN";
/// As long as a server may take for a request, and a little for the way.
const TIME: Duration = Duration::from_secs(35);

#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct Connection {
    /// Address of the server
    #[arg(
        long,
        env = "STRONGROOM_URL",
        value_name = "URL",
        global = true,
        default_value = "http://127.0.0.1:8200"
    )]
    server: String,

    /// File with the token, `-` for standard input; without it the token is that in STRONGROOM_TOKEN
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
pub(crate) struct Resource<A: Subcommand> {
    #[command(flatten)]
    pub(super) connection: Connection,

    #[command(subcommand)]
    pub(super) action: A,
}

impl Connection {
    /// # Errors
    /// The address is none, or there is no token.
    pub(super) fn open(&self) -> anyhow::Result<Api> {
        let server = self.server.trim_end_matches('/');
        let address = http_client::address(server).context("--server")?;
        match address.scheme_str() {
            Some("https") => {}
            Some("http") if http_client::is_loopback(&address) || self.allow_http => {}
            Some("http") => bail!(
                "--server is plain http on another machine, where others can read the token: use \
                 https, or say --allow-http"
            ),
            _ => bail!("--server must be an https or http URL"),
        }
        let token = self.token()?;
        // What is not TLS goes straight to its server, or a proxy would read the token.
        let agent = http_client::agent(TIME, address.scheme_str() == Some("https"));
        Ok(Api::new(agent, server.to_owned(), token, self.json))
    }

    fn token(&self) -> anyhow::Result<Zeroizing<String>> {
        let text = match &self.token_file {
            Some(file) if file == Path::new("-") => {
                read(&mut std::io::stdin().lock()).context("standard input")?
            }
            Some(file) => from_file(file).with_context(|| file.display().to_string())?,
            None => match std::env::var(TOKEN) {
                Ok(token) => Zeroizing::new(token),
                Err(_) => bail!("there is no token: put it into {TOKEN}, or name a --token-file"),
            },
        };
        let token = Zeroizing::new(text.trim().to_owned());
        // Of either kind of token; and nothing that a header could not carry.
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        ensure!(!token.is_empty() && token.bytes().all(allowed), "what was given is no token");
        Ok(token)
    }
}

fn from_file(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    let mut opened = std::fs::File::open(file)?;
    let mode = opened.metadata()?.permissions().mode();
    // Its group may: mounts of clusters give a token to a group.
    ensure!(
        mode & 0o007 == 0,
        "everybody on this machine can use the token in it: run `chmod 600 {}`",
        file.display()
    );
    read(&mut opened)
}

fn read(from: &mut impl std::io::Read) -> anyhow::Result<Zeroizing<String>> {
    // Room for all of it at once: a string that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(limits::BEARER_BYTES + 2));
    let limit = limits::BEARER_BYTES as u64 + 2;
    from.take(limit).read_to_string(&mut text).context("is no text")?;
    Ok(text)
}
