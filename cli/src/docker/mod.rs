//! `docker-credential-strongroom`: what Docker asks a credential helper. The program is found by its
//! name, gets one word as its argument and speaks on standard input and output, failures included:
//! Docker shows what stands there.
//!
//! `protocol` is what is said, `keeping` what is done. Which server, whose secrets and with which
//! credential is in the environment, as for every other command: Docker passes its own on.

mod keeping;
mod protocol;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::connection::Connection;
use crate::failure::Told;
use crate::owner::Whose;
use crate::registry::Registries;
use protocol::{Credentials, Refusal};

const NAME: &str = "docker-credential-strongroom";

/// Credentials of container registries, kept in Strongroom, for Docker.
///
/// Put it on PATH, and `"credsStore": "strongroom"` into ~/.docker/config.json. STRONGROOM_URL,
/// STRONGROOM_TOKEN and STRONGROOM_PROJECT say where it looks.
#[derive(Debug, Parser)]
#[command(name = NAME, version)]
struct CommandLine {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    whose: Whose,

    #[command(subcommand)]
    asked: Asked,
}

#[derive(Debug, Subcommand)]
enum Asked {
    /// The credentials of the server whose address stands on standard input
    Get,
    /// Keep the credentials on standard input
    Store,
    /// Forget those of the server whose address stands on standard input
    Erase,
    /// All servers with their user names
    List,
    /// Name and version
    Version,
}

/// The program: its exit code.
#[must_use]
pub fn helper() -> ExitCode {
    let line = CommandLine::parse();
    let said = line.answer();
    let (text, code) = match &said {
        Ok(text) => (text.as_str(), ExitCode::SUCCESS),
        Err(error) => (&*Told(error).to_string(), ExitCode::FAILURE),
    };
    let written = if text.is_empty() { Ok(()) } else { writeln!(std::io::stdout(), "{text}") };
    // Docker has gone; there is nobody left to tell.
    if written.is_err() { ExitCode::FAILURE } else { code }
}

impl CommandLine {
    fn answer(&self) -> anyhow::Result<zeroize::Zeroizing<String>> {
        // What is malformed is said before a server is needed.
        match self.asked {
            Asked::Version => {
                Ok(format!("{NAME} (strongroom) {}", env!("CARGO_PKG_VERSION")).into())
            }
            Asked::Get => {
                let url = protocol::server()?;
                let (api, registries) = self.registries()?;
                let found = registries.nearest(&url.server)?.ok_or(Refusal::NotFound)?;
                let login = found.login(&api)?;
                Ok(Credentials {
                    server_url: url.text,
                    username: login.username,
                    secret: login.secret,
                }
                .written())
            }
            Asked::Store => {
                let credentials = protocol::credentials()?;
                let (api, registries) = self.registries()?;
                keeping::store(&api, &self.whose.owner(&api)?, registries, &credentials)?;
                Ok(String::new().into())
            }
            Asked::Erase => {
                let url = protocol::server()?;
                let (api, registries) = self.registries()?;
                keeping::erase(&api, registries, &url.server)?;
                Ok(String::new().into())
            }
            Asked::List => {
                let (api, registries) = self.registries()?;
                let mut users = serde_json::Map::new();
                for registry in registries.all() {
                    let username = registry.login(&api)?.username;
                    users.insert(registry.server.name().to_owned(), username.into());
                }
                Ok(serde_json::Value::Object(users).to_string().into())
            }
        }
    }

    fn registries(&self) -> anyhow::Result<(crate::api::Api, Registries)> {
        let api = self.connection.open()?;
        let owner = self.whose.owner(&api)?;
        let registries = Registries::of(&api, &owner)?;
        Ok((api, registries))
    }
}
