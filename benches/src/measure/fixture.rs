//! A project full of secrets, made through the API.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tokio::task::spawn_local;

use super::server::Server;
use super::{NEWS, progress};
use crate::load::{Connection, Operation, Secret, Work, creation, request, value};

/// Writes that wait together are committed together: many connections load faster than one.
const CONNECTIONS: usize = 32;
/// Secrets that have a token of their own.
const NARROW: usize = 64;
/// In seconds: longer than any run.
const DAY: u32 = 24 * 60 * 60;

/// What one server was loaded with.
#[derive(Debug)]
pub(super) struct Fixture {
    tokens: Vec<String>,
    /// Of a person of the identity provider.
    identities: Vec<String>,
    /// Of the first secrets one each, that may reveal its one field and nothing else.
    narrow: Vec<String>,
    /// Of the project's secrets.
    path: String,
    secrets: Vec<Secret>,
}

/// What the connections that load share.
struct Loading {
    token: String,
    path: String,
    count: u32,
    next: Cell<u32>,
    secrets: RefCell<Vec<Secret>>,
}

impl Fixture {
    /// # Errors
    /// The server refuses something.
    pub(super) async fn load(server: &Server, count: u32, identity: &str) -> anyhow::Result<Self> {
        let project = project(server).await?;
        let loading = Rc::new(Loading {
            token: server.token.clone(),
            path: format!("/api/identity/v2/settings/project/{project}"),
            count,
            next: Cell::new(0),
            secrets: RefCell::default(),
        });
        let mut tasks = Vec::new();
        for _ in 0..CONNECTIONS {
            let connection = Connection::open(server.address).await?;
            tasks.push(spawn_local(Rc::clone(&loading).fill(connection)));
        }
        let begun = Instant::now();
        let news = async {
            loop {
                let secrets = loading.secrets.borrow().len();
                progress(&format!("loading the {}: {secrets} of {count} secrets", server.name));
                tokio::time::sleep(NEWS).await;
            }
        };
        let all = async {
            for task in tasks {
                task.await??;
            }
            anyhow::Ok(())
        };
        tokio::select! {
            done = all => done.with_context(|| format!("loading the {} failed", server.name))?,
            () = news => {}
        }
        let seconds = begun.elapsed().as_secs_f64();
        progress(&format!("loaded the {} in {seconds:.1} s", server.name));
        let secrets = loading.secrets.take();
        ensure!(secrets.len() == count as usize, "not all secrets were made");
        let narrow = narrow_tokens(server, &project, &secrets).await?;
        Ok(Self {
            tokens: vec![loading.token.clone()],
            identities: vec![identity.to_owned()],
            narrow,
            path: loading.path.clone(),
            secrets,
        })
    }

    pub(super) fn work(&self, operation: Operation, run: u32) -> Work {
        let (tokens, secrets) = match operation {
            Operation::RevealJwt => (&self.identities, self.secrets.as_slice()),
            Operation::RevealToken => (&self.narrow, first(&self.secrets)),
            Operation::Health
            | Operation::List
            | Operation::Read
            | Operation::Reveal
            | Operation::Create => (&self.tokens, self.secrets.as_slice()),
        };
        Work::new(operation, tokens, &self.path, secrets, run)
    }
}

impl Loading {
    async fn fill(self: Rc<Self>, mut connection: Connection) -> anyhow::Result<()> {
        loop {
            let number = self.next.get();
            if number == self.count {
                return Ok(());
            }
            self.next.set(number + 1);
            let value = value(u64::from(number));
            let body = creation(&format!("loaded-{number:08}"), &value);
            let target = format!("{}/", self.path);
            let made = post(&mut connection, &target, &self.token, &body).await?;
            let key = made.get("_key").and_then(Value::as_str).context("a secret without a key")?;
            self.secrets.borrow_mut().push(Secret { key: key.to_owned(), value });
        }
    }
}

/// Those that have a token of their own.
fn first(secrets: &[Secret]) -> &[Secret] {
    secrets.get(..NARROW).unwrap_or(secrets)
}

async fn narrow_tokens(
    server: &Server,
    project: &str,
    secrets: &[Secret],
) -> anyhow::Result<Vec<String>> {
    let mut connection = Connection::open(server.address).await?;
    let mut tokens = Vec::new();
    for secret in first(secrets) {
        let scope = json!({
            "on": format!("project/{project}"),
            "permissions": ["reveal"],
            "secrets": [{ "key": secret.key, "fields": ["value"] }],
        });
        let body = json!({ "name": "one field", "expires_in": DAY, "scopes": [scope] });
        let target = "/api/identity/v2/tokens";
        let made = post(&mut connection, target, &server.token, &body.to_string()).await?;
        let token = made.get("token").and_then(Value::as_str);
        tokens.push(token.context("a token without its credential")?.to_owned());
    }
    Ok(tokens)
}

/// Makes the project, and gives its id.
async fn project(server: &Server) -> anyhow::Result<String> {
    let mut connection = Connection::open(server.address).await?;
    let body = json!({ "name": "bench", "organization": server.organization }).to_string();
    let target = "/api/identity/v2/projects";
    let made = post(&mut connection, target, &server.token, &body).await?;
    let id = made.get("_id").or_else(|| made.get("id")).and_then(Value::as_str);
    id.map(str::to_owned).context("a project without an id")
}

async fn post(
    connection: &mut Connection,
    target: &str,
    token: &str,
    body: &str,
) -> anyhow::Result<Value> {
    let reply = connection.exchange(request("POST", target, token, body).as_bytes()).await?;
    let text = String::from_utf8_lossy(reply.body);
    ensure!(reply.status == 201, "{target} was answered with {}: {text}", reply.status);
    Ok(serde_json::from_str(&text)?)
}
