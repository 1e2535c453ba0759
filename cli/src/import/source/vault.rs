//! Secrets of a KV version 2 engine of Vault or OpenBao, over its API: every folder below a path,
//! and of every secret the latest version. Each of a secret's keys is a secret of its own by the
//! name `<path>/<key>`.
//!
//! Source of the form: <https://openbao.org/api-docs/secret/kv/kv-v2/>.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;
use strongroom_client::transport;
use url::Url;
use zeroize::Zeroizing;

use super::input::at_home;
use super::json::{Members, content, parse};
use crate::api::Api;
use crate::import::item::{Item, MOST};

const TIMEOUT: Duration = Duration::from_secs(30);
/// Many times its own limit for a secret, and for a list of a folder.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Folders in folders.
const DEEPEST: usize = 32;

/// The token is that in VAULT_TOKEN, or in ~/.vault-token where its own command line keeps it.
#[derive(Debug, Args)]
pub(in crate::import) struct Vault {
    /// Folder or secret; all of the engine where it is left out
    #[arg(default_value = "")]
    path: String,

    /// Its address [default: https://127.0.0.1:8200]
    #[arg(
        long,
        env = "VAULT_ADDR",
        value_name = "URL",
        default_value = "https://127.0.0.1:8200",
        hide_default_value = true
    )]
    address: String,

    /// Where the engine is mounted
    #[arg(long, value_name = "PATH", default_value = "secret")]
    mount: String,

    /// Namespace, where it has them
    #[arg(long, env = "VAULT_NAMESPACE", value_name = "PATH")]
    namespace: Option<String>,

    /// Send the token there without TLS, where the network itself is trusted
    #[arg(long)]
    from_allow_http: bool,
}

struct Server {
    http: reqwest::Client,
    address: Url,
    headers: HeaderMap,
    mount: Vec<String>,
}

#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

#[derive(Deserialize)]
struct Names {
    keys: Vec<String>,
}

#[derive(Deserialize)]
struct Version {
    /// Null of a version that was deleted.
    data: Option<Members<Value>>,
}

impl Vault {
    pub(super) fn read(&self, api: &Api) -> anyhow::Result<Vec<Item>> {
        let address = transport::address(&self.address, self.from_allow_http)
            .map_err(|why| anyhow::anyhow!("--address {why}"))?;
        let server = Server {
            http: transport::sender(&address, TIMEOUT)?,
            address,
            headers: self.headers()?,
            mount: segments(&self.mount).context("--mount")?,
        };
        let path = segments(&self.path).context("PATH")?;
        api.wait(server.all(path)).context("the secrets to import cannot be read")
    }

    fn headers(&self) -> anyhow::Result<HeaderMap> {
        let header = |text: &str| {
            let mut value = HeaderValue::from_str(text)?;
            value.set_sensitive(true);
            anyhow::Ok(value)
        };
        let token = token()?;
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_static("x-vault-token"),
            header(token.trim()).ok().context("what was given as a token of Vault is none")?,
        );
        headers
            .insert(HeaderName::from_static("x-vault-request"), HeaderValue::from_static("true"));
        if let Some(namespace) = self.namespace.as_deref().filter(|text| !text.is_empty()) {
            let namespace = header(namespace).ok().context("--namespace is none")?;
            headers.insert(HeaderName::from_static("x-vault-namespace"), namespace);
        }
        Ok(headers)
    }
}

fn token() -> anyhow::Result<Zeroizing<String>> {
    if let Some(token) = std::env::var("VAULT_TOKEN").ok().filter(|token| !token.is_empty()) {
        return Ok(Zeroizing::new(token));
    }
    let kept = super::input::read_if_there(&at_home("", ".vault-token")?)?;
    kept.context("there is no token of Vault: put it into VAULT_TOKEN")
}

/// Of a path. None that leads out of it: a URL would be shortened by it.
fn segments(path: &str) -> anyhow::Result<Vec<String>> {
    let segments: Vec<String> =
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    ensure!(segments.iter().all(|part| part != "." && part != ".."), "has `.` or `..` in it");
    Ok(segments)
}

impl Server {
    /// What is below a path, which may be a folder, a secret, or both.
    async fn all(&self, path: Vec<String>) -> anyhow::Result<Vec<Item>> {
        let mut items = Vec::new();
        let is_secret = !path.is_empty() && self.secret(&path, &mut items).await?;
        let mut folders = vec![path];
        let mut is_first = true;
        while let Some(folder) = folders.pop() {
            ensure!(folder.len() <= DEEPEST, "folders are more than {DEEPEST} deep");
            let Some(text) = self.get("metadata", &folder, true).await? else {
                ensure!(
                    !is_first || is_secret,
                    "there is no such path, or --mount is no KV engine of version 2"
                );
                is_first = false;
                continue;
            };
            is_first = false;
            let Answer { data: Names { keys } } = parse(&text, "an answer of Vault")?;
            for name in keys {
                let (name, is_folder) = match name.strip_suffix('/') {
                    Some(name) => (name, true),
                    None => (name.as_str(), false),
                };
                ensure!(!matches!(name, "" | "." | ".."), "a name in it leads out of its folder");
                let mut path = folder.clone();
                path.push(name.to_owned());
                if is_folder {
                    folders.push(path);
                } else {
                    self.secret(&path, &mut items).await?;
                }
                ensure!(items.len() + folders.len() <= MOST, "there are more than {MOST} secrets");
            }
        }
        items.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(items)
    }

    /// Whether there is one.
    async fn secret(&self, path: &[String], items: &mut Vec<Item>) -> anyhow::Result<bool> {
        let Some(text) = self.get("data", path, false).await? else { return Ok(false) };
        let Answer { data: Version { data } } =
            parse::<Answer<Version>>(&text, "an answer of a KV engine of version 2")?;
        let place = path.join("/");
        let Some(Members(members)) = data else {
            let left = "its latest version is deleted".to_owned();
            items.push(Item::new(path, place, crate::import::item::Content::Left(left)));
            return Ok(true);
        };
        for (key, value) in members {
            let name = path.iter().cloned().chain([key.clone()]);
            items.push(Item::new(name, format!("{place}, {key}"), content(value)));
        }
        Ok(true)
    }

    /// None where nothing is there. A version that was deleted is answered with 404 and a body.
    async fn get(
        &self,
        what: &str,
        path: &[String],
        list: bool,
    ) -> anyhow::Result<Option<Zeroizing<String>>> {
        let mut url = self.address.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("v1").extend(&self.mount).push(what).extend(path);
            if list {
                segments.push("");
            }
        }
        if list {
            url.set_query(Some("list=true"));
        }
        let server = self.address.as_str().trim_end_matches('/');
        // What the library says has the path in it, which is nobody's but the caller's.
        let request = self.http.get(url).headers(self.headers.clone()).send();
        let mut response =
            request.await.ok().with_context(|| format!("{server} cannot be reached"))?;
        let status = response.status().as_u16();
        let mut body = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.ok().context("an answer was cut off")? {
            ensure!(body.len() + chunk.len() <= MOST_BYTES, "an answer is too long");
            body.extend_from_slice(&chunk);
        }
        let text = || std::str::from_utf8(&body).map(|text| Zeroizing::new(text.to_owned()));
        match status {
            200 => Ok(Some(text().ok().context("an answer is no text")?)),
            404 => Ok(text().ok().filter(|text| !list && text.contains("\"deletion_time\""))),
            403 => bail!("{server} does not allow the token to read {what} of {}", path.join("/")),
            status => bail!("{server} answered {status}"),
        }
    }
}
