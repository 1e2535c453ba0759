//! Docker's `config.json`: who signs in to which registry. What a credential helper keeps is not in
//! it, and is named as what does not fit.

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64ct::{Base64, Encoding as _};
use clap::Args;
use serde::Deserialize;
use serde_json::Value;
use strongroom_client::SecretString;
use strongroom_rendering::docker_config::key;
use zeroize::Zeroizing;

use super::input;
use super::json::{Members, parse};
use crate::import::item::{
    Content, Found, IDENTITY_TOKEN, Item, PASSWORD, SERVER, USERNAME, fields,
};

#[derive(Debug, Args)]
pub(in crate::import) struct Docker {
    /// The file; `-` for standard input [default: config.json in $DOCKER_CONFIG or ~/.docker]
    file: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    auths: Members<Login>,
    #[serde(default, rename = "credsStore")]
    store: String,
    #[serde(default, rename = "credHelpers")]
    helpers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct Login {
    auth: Option<String>,
    username: Option<String>,
    password: Option<String>,
    identitytoken: Option<String>,
    registrytoken: Option<Value>,
}

impl Docker {
    pub(super) fn read(&self) -> anyhow::Result<Vec<Item>> {
        let file = match &self.file {
            Some(file) => file.clone(),
            None => match std::env::var_os("DOCKER_CONFIG").filter(|folder| !folder.is_empty()) {
                Some(folder) => PathBuf::from(folder).join("config.json"),
                None => input::at_home("", ".docker/config.json")?,
            },
        };
        read(&input::read(&file)?)
    }
}

fn read(text: &str) -> anyhow::Result<Vec<Item>> {
    let config: Config = parse(text, "a config.json of Docker")?;
    let mut items = Vec::new();
    for (server, login) in config.auths.0 {
        let helper = config.helpers.get(&server).unwrap_or(&config.store);
        let content = if login.is_empty() && !helper.is_empty() {
            kept_by(helper)
        } else {
            login.content(&server)
        };
        items.push(Item::new([name(&server)], format!("auths {server}"), content));
    }
    for (server, helper) in &config.helpers {
        let place = format!("credHelpers {server}");
        if !items.iter().any(|item| item.path == [name(server)]) {
            items.push(Item::new([name(server)], place, kept_by(helper)));
        }
    }
    Ok(items)
}

fn kept_by(helper: &str) -> Content {
    Content::Unfit(format!("is kept by docker-credential-{helper}, not in the file"))
}

/// Logins by server, as in `auths` and in a `.dockercfg`.
pub(super) fn logins(Members(logins): Members<Login>) -> Vec<(String, Content)> {
    logins.into_iter().map(|(server, login)| (name(&server), login.content(&server))).collect()
}

/// The form of a manifest's `.dockerconfigjson`.
#[derive(Deserialize)]
pub(super) struct Auths {
    pub(super) auths: Members<Login>,
}

impl Login {
    const fn is_empty(&self) -> bool {
        matches!(
            self,
            Self {
                auth: None,
                username: None,
                password: None,
                identitytoken: None,
                registrytoken: None
            }
        )
    }

    /// Where `auth` and the others are there, Docker reads `auth`.
    fn content(self, server: &str) -> Content {
        if self.is_empty() {
            return Content::Left("has no credentials".to_owned());
        }
        if self.registrytoken.is_some() {
            return Content::Unfit("has a registry token, which the type does not hold".to_owned());
        }
        let secret = |text: Option<String>| text.map(SecretString::from);
        let (mut username, mut password) = (self.username, secret(self.password));
        if let Some(auth) = self.auth.map(Zeroizing::new).filter(|auth| !auth.is_empty()) {
            let Some((name, rest)) = decoded(&auth) else {
                return Content::Unfit(
                    "has an `auth` that is no Base64 of name and password".to_owned(),
                );
            };
            (username, password) = (Some(name), Some(rest));
        }
        let identity_token = secret(self.identitytoken);
        if identity_token.is_some() {
            // The name that services give such tokens, and the empty password, say nothing.
            password = password.filter(|password| !password.expose().is_empty());
        }
        Content::Secret(Found::registry(fields([
            (SERVER, Some(SecretString::from(stored(server)))),
            (USERNAME, secret(username)),
            (PASSWORD, password),
            (IDENTITY_TOKEN, identity_token),
        ])))
    }
}

fn decoded(auth: &str) -> Option<(String, SecretString)> {
    let bytes = Zeroizing::new(Base64::decode_vec(auth.trim()).ok()?);
    let (name, password) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
    // Docker itself takes these off.
    Some((name.to_owned(), SecretString::from(password.trim_end_matches('\0'))))
}

/// What the type makes of a server, so that equal ones are told to be equal.
fn stored(server: &str) -> String {
    let (bare, is_url) = match server.strip_prefix("https://") {
        Some(bare) => (bare, true),
        None => (server, false),
    };
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let says_nothing = matches!(path, "v1" | "v2");
    let found = key(host);
    if found != host && (path.is_empty() || says_nothing) {
        found.into_owned()
    } else if is_url && says_nothing {
        host.to_owned()
    } else {
        bare.to_owned()
    }
}

fn name(server: &str) -> String {
    let stored = stored(server);
    if stored == key("docker.io") { "docker.io".to_owned() } else { stored }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::import::tests::summary;

    #[test]
    fn logins_become_registries() {
        let text = r#"{"auths": {
            "https://index.docker.io/v1/": {"auth": "YWRhOmxvdmU6bGFjZQ=="},
            "ghcr.io": {"username": "ada", "password": "p"},
            "example.azurecr.io": {"auth": "MDAwMDo=", "identitytoken": "t"},
            "https://registry.example.com/v2/": {"auth": "YWRhOnA="},
            "empty.example.com": {}}, "HttpHeaders": {"User-Agent": "Docker"}}"#;
        let said = [
            "docker.io = ContainerRegistry password=love:lace server=https://index.docker.io/v1/ username=ada",
            "ghcr.io = ContainerRegistry password=p server=ghcr.io username=ada",
            "example.azurecr.io = ContainerRegistry identity_token=t server=example.azurecr.io username=0000",
            "registry.example.com = ContainerRegistry password=p server=registry.example.com username=ada",
            "empty.example.com left",
        ];
        assert_eq!(summary(&read(text).unwrap()), said);
    }

    #[test]
    fn what_a_helper_keeps_does_not_fit() {
        let text = r#"{"auths": {"ghcr.io": {}}, "credsStore": "desktop",
            "credHelpers": {"a.example.com": "ecr-login"}}"#;
        assert_eq!(summary(&read(text).unwrap()), ["ghcr.io unfit", "a.example.com unfit"]);
    }

    #[test]
    fn an_auth_that_cannot_be_read_does_not_fit_and_is_not_repeated() {
        let text = r#"{"auths": {"a.example.com": {"auth": "!planted"}, "b.example.com": {"auth": "YQ=="}}}"#;
        assert_eq!(summary(&read(text).unwrap()), ["a.example.com unfit", "b.example.com unfit"]);
        let why = read(r#"{"auths": "planted"}"#).err().unwrap();
        assert!(!format!("{why:#}").contains("planted"), "{why:#}");
    }
}
