//! A server that is measured: a process of its own on a data folder of its own, ended when dropped.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::load::{Connection, request};

/// Enough to compile the core on a slow machine.
const PATIENCE: Duration = Duration::from_secs(180);

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
    pub(crate) organization: String,
    pub(crate) token: String,
    process: Process,
    _data: TempDir,
}

/// Killed when dropped, before its data folder goes.
#[derive(Debug)]
struct Process(Child);

impl Server {
    /// Starts a program that takes `--data` and `--listen` and says first on standard
    /// output, as JSON, where it serves and whom.
    ///
    /// # Errors
    /// It does not start, or says something else.
    pub(crate) async fn start(name: &'static str, command: Command) -> anyhow::Result<Self> {
        let started = Started::from(name, |data| with_data(command, data)).await?;
        let (organization, token) = (started.fact("organization")?, started.fact("owner_token")?);
        started.serving("address", organization, token)
    }

    /// Starts a program that says where it serves as its `base_url`, with the folder that it is given,
    /// and lets the first owner in by a code.
    ///
    /// # Errors
    /// It does not start, says something else, or takes no code.
    pub(crate) async fn set_up(
        name: &'static str,
        code: &str,
        command: impl FnOnce(&Path) -> Command,
    ) -> anyhow::Result<Self> {
        let started = Started::from(name, command).await?;
        let mut server = started.serving("base_url", String::new(), String::new())?;
        let mut connection = Connection::open(server.address).await?;
        let reply = connection.exchange(request("POST", "/setup", code, "").as_bytes()).await?;
        ensure!(reply.status == 201, "the {name} did not take the code: {}", reply.status);
        let facts: Value = serde_json::from_slice(reply.body)?;
        server.organization = fact(&facts, name, "organization")?;
        server.token = fact(&facts, name, "token")?;
        Ok(server)
    }

    /// The same for one that shares the database of a server, and so its owner.
    ///
    /// # Errors
    /// It does not start, or says something else.
    pub(crate) async fn join(&self, command: Command) -> anyhow::Result<Self> {
        let started = Started::from(self.name, |data| with_data(command, data)).await?;
        started.serving("address", self.organization.clone(), self.token.clone())
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.0.id()
    }

    /// What it was for is done. Its data is of no use to anyone, so it is not asked to tidy up.
    pub(crate) fn end(&mut self) {
        self.process.end();
    }
}

/// A process, and what it said when it served.
struct Started {
    name: &'static str,
    facts: Value,
    process: Process,
    data: TempDir,
}

impl Started {
    async fn from(
        name: &'static str,
        command: impl FnOnce(&Path) -> Command,
    ) -> anyhow::Result<Self> {
        super::progress(&format!("starting the {name}"));
        let data = tempfile::Builder::new().prefix("strongroom-bench-").tempdir()?;
        let mut command = command(data.path());
        command.args(["--listen", "127.0.0.1:0"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let child = command.spawn();
        let child = child.with_context(|| format!("cannot start {:?}", command.get_program()))?;
        let mut process = Process(child);
        let output = process.0.stdout.take().context("no standard output")?;
        let (tell, told) = oneshot::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let _ = tell.send(facts(&mut output));
            // A program that can no longer write might end.
            let _ = std::io::copy(&mut output, &mut std::io::sink());
        });
        let facts = tokio::time::timeout(PATIENCE, told).await.context("it does not serve")??;
        let facts = facts.with_context(|| format!("the {name} has ended at its start"))?;
        Ok(Self { name, facts, process, data })
    }

    fn fact(&self, key: &str) -> anyhow::Result<String> {
        fact(&self.facts, self.name, key)
    }

    fn serving(self, address: &str, organization: String, token: String) -> anyhow::Result<Server> {
        let address = self.fact(address)?.trim_start_matches("http://").parse()?;
        let name = self.name;
        ensure!(SocketAddr::ip(&address).is_loopback(), "the {name} is not on this machine");
        let (process, data) = (self.process, self.data);
        Ok(Server { name, address, organization, token, process, _data: data })
    }
}

/// The first object that is written, on one line or on several.
fn facts(output: &mut impl BufRead) -> std::io::Result<Value> {
    let mut text = String::new();
    while output.read_line(&mut text)? > 0 {
        if let Ok(facts) = serde_json::from_str(&text) {
            return Ok(facts);
        }
    }
    Err(std::io::ErrorKind::UnexpectedEof.into())
}

fn with_data(mut command: Command, folder: &Path) -> Command {
    command.arg("--data").arg(folder.join("data"));
    command
}

fn fact(facts: &Value, name: &str, key: &str) -> anyhow::Result<String> {
    let text = facts.get(key).and_then(Value::as_str).map(str::to_owned);
    text.with_context(|| format!("the {name} does not tell its {key}"))
}

impl Process {
    fn end(&mut self) {
        // Both do nothing to a process that has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
