//! A server that is measured: a process of its own on a data folder of its own, ended when dropped.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;

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
    /// Starts a program that takes `--data` and `--listen` and says on its first line of standard
    /// output, as JSON, where it serves and whom.
    ///
    /// # Errors
    /// It does not start, or says something else.
    pub(crate) async fn start(name: &'static str, command: Command) -> anyhow::Result<Self> {
        let started = Started::from(name, command).await?;
        let (organization, token) = (started.fact("organization")?, started.fact("owner_token")?);
        started.serving(organization, token)
    }

    /// The same for one that shares the database of a server, and so its owner.
    ///
    /// # Errors
    /// It does not start, or says something else.
    pub(crate) async fn join(&self, command: Command) -> anyhow::Result<Self> {
        let started = Started::from(self.name, command).await?;
        started.serving(self.organization.clone(), self.token.clone())
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
    async fn from(name: &'static str, mut command: Command) -> anyhow::Result<Self> {
        super::progress(&format!("starting the {name}"));
        let data = tempfile::Builder::new().prefix("strongroom-bench-").tempdir()?;
        command.arg("--data").arg(data.path().join("data")).args(["--listen", "127.0.0.1:0"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let child = command.spawn();
        let child = child.with_context(|| format!("cannot start {:?}", command.get_program()))?;
        let mut process = Process(child);
        let output = process.0.stdout.take().context("no standard output")?;
        let (tell, told) = oneshot::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = String::new();
            let read = output.read_line(&mut line).map(|_| line);
            let _ = tell.send(read);
            // A program that can no longer write might end.
            let _ = std::io::copy(&mut output, &mut std::io::sink());
        });
        let line = tokio::time::timeout(PATIENCE, told).await.context("it does not serve")???;
        ensure!(!line.is_empty(), "the {name} has ended at its start");
        let facts = serde_json::from_str(&line).context("not a line of JSON")?;
        Ok(Self { name, facts, process, data })
    }

    fn fact(&self, key: &str) -> anyhow::Result<String> {
        let text = self.facts.get(key).and_then(Value::as_str).map(str::to_owned);
        text.with_context(|| format!("the {} does not tell its {key}", self.name))
    }

    fn serving(self, organization: String, token: String) -> anyhow::Result<Server> {
        let address = self.fact("address")?.trim_start_matches("http://").parse()?;
        let name = self.name;
        ensure!(SocketAddr::ip(&address).is_loopback(), "the {name} is not on this machine");
        let (process, data) = (self.process, self.data);
        Ok(Server { name, address, organization, token, process, _data: data })
    }
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
