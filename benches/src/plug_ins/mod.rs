//! What a call to a secret type costs, and what reads feel of a type that goes astray.
//!
//! `types` makes a folder with a type that does as its value says, `report` tells the figures. A
//! request that the host refuses before it asks the type, and one that the type refuses, differ by
//! one call; so do a reveal and a reveal in a format.

mod report;
mod types;

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tokio::task::{JoinHandle, LocalSet, spawn_local};

use crate::load::{self, Connection, Work, request};
use crate::measure::server::Server;
use crate::measure::{progress, serve};
use crate::settings::PlugIns;
use report::{Report, Row};

/// Of hostile requests, as many as a type may run at once.
const HOSTILE: usize = 4;
/// Between the end of a hostile request and the next.
const PAUSE: Duration = Duration::from_millis(5);
/// What a type does for as long as it is let, or until it is stopped.
const HARM: [&str; 9] = [
    "loop forever",
    "sleep",
    "eat memory",
    "eat handles",
    "recurse",
    "trap",
    "exit",
    "give a huge result",
    "write what is no text",
];
const CONNECTIONS: [u16; 2] = [1, 32];

/// # Errors
/// The host does not start, or answers what it should not.
pub(crate) fn run(settings: &PlugIns) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = LocalSet::new().block_on(&runtime, measure(settings))?;
    if settings.json { report.print_json() } else { report.print() }
}

async fn measure(settings: &PlugIns) -> anyhow::Result<Report> {
    let folder = types::folder(&settings.dist)?;
    let core = settings.dist.join("strongroom-core.wasm");
    let host = || serve(&settings.host, &core, folder.path());
    let begun = Instant::now();
    let mut server = Server::start("host", host()?).await?;
    let started = begun.elapsed();
    let place = Place::make(&server).await?;
    let length = Duration::from_secs_f64(settings.seconds);
    let mut report = Report { started, calls: Vec::new(), reads: Vec::new() };

    let works = place.calls();
    for work in &works {
        let cold = place.first(work).await?;
        for connections in CONNECTIONS {
            progress(&format!("{}, connections: {connections}", work.name()));
            let round = load::round(&[server.address], work, connections, length, 1).await?;
            report.calls.push(Row::new(work.name(), connections, Some(cold), round));
        }
    }
    let read = place.read();
    for connections in [1, 8] {
        progress(&format!("reads by themselves, connections: {connections}"));
        let round = load::round(&[server.address], &read, connections, length, 2).await?;
        report.reads.push(Row::new("nothing", connections, None, round));
        for harm in HARM {
            progress(&format!("reads beside: {harm}, connections: {connections}"));
            let hostile = place.hostile(harm);
            tokio::time::sleep(PAUSE * 10).await;
            let round = load::round(&[server.address], &read, connections, length, 3).await?;
            hostile.iter().for_each(JoinHandle::abort);
            report.reads.push(Row::new(harm, connections, None, round));
            // What still runs runs into its own limit first.
            tokio::time::sleep(Duration::from_millis(1200)).await;
        }
    }
    server.end();
    Ok(report)
}

/// A project on the server, and who works there.
struct Place {
    address: SocketAddr,
    token: String,
    /// Of the project's secrets.
    path: String,
    /// The path of one of them.
    secret: String,
}

impl Place {
    async fn make(server: &Server) -> anyhow::Result<Self> {
        let (address, token) = (server.address, server.token.clone());
        let path = "/api/identity/v2/projects".to_owned();
        let mut place = Self { address, token, path, secret: String::new() };
        let body = json!({ "name": "bench", "organization": server.organization });
        let made = place.post(&place.path, &body).await?;
        let id = made.get("_id").or_else(|| made.get("id")).and_then(Value::as_str);
        let id = id.context("a project without an id")?;
        place.path = format!("/api/identity/v2/settings/project/{id}/");
        let value = json!({ "do": "behave", "secret": "sk_bench_0123456789abcdef" });
        let body = json!({ "_type": "secret/OnCommand", "name": "read", "value": value });
        let made = place.post(&place.path, &body).await?;
        let key = made.get("_key").and_then(Value::as_str).context("a secret without a key")?;
        place.secret = format!("{}{key}", place.path);
        Ok(place)
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let mut connection = Connection::open(self.address).await?;
        let request = request("POST", path, &self.token, &body.to_string());
        let reply = connection.exchange(request.as_bytes()).await?;
        let text = String::from_utf8_lossy(reply.body);
        ensure!(reply.status == 201, "{path} was answered with {}: {text}", reply.status);
        Ok(serde_json::from_str(&text)?)
    }

    /// Creates a secret of the type that does as it is told.
    fn creation(&self, value: &Value) -> String {
        let body = json!({ "_type": "secret/OnCommand", "name": "made", "value": value });
        request("POST", &self.path, &self.token, &body.to_string())
    }

    /// Pairs that differ by one call to the type.
    fn calls(&self) -> [Rc<Work>; 4] {
        let get = |query: &str| request("GET", &format!("{}{query}", self.secret), &self.token, "");
        let by_host = json!({ "do": "behave", "count": "many" });
        let by_type = json!({ "do": "echo the secret", "secret": "sk_bench_0123" });
        let value = "sk_bench_0123456789abcdef";
        [
            ("refused by the host", 422, self.creation(&by_host), "decimal digits"),
            ("validated by the type", 422, self.creation(&by_type), r#""field":"value.secret""#),
            ("revealed", 200, get("?decrypt=true"), value),
            ("rendered by the type", 200, get("?decrypt=true&format=text"), value),
        ]
        .map(|(name, status, request, witness)| {
            Rc::new(Work::repeated(name, status, request, witness))
        })
    }

    fn read(&self) -> Rc<Work> {
        let request = request("GET", &self.secret, &self.token, "");
        Rc::new(Work::repeated("read", 200, request, r#""do":"********""#))
    }

    /// How long the first request of its kind takes.
    async fn first(&self, work: &Rc<Work>) -> anyhow::Result<Duration> {
        let round = load::round(&[self.address], work, 1, Duration::ZERO, 0).await?;
        Ok(round.elapsed)
    }

    /// Keeps the type at it until aborted.
    fn hostile(&self, command: &str) -> Vec<JoinHandle<anyhow::Result<()>>> {
        let value = json!({ "do": command, "secret": "sk_bench_0123" });
        let request: Rc<str> = self.creation(&value).into();
        let keep_at_it = |_| {
            let (address, request) = (self.address, Rc::clone(&request));
            spawn_local(async move {
                loop {
                    let mut connection = Connection::open(address).await?;
                    let reply = connection.exchange(request.as_bytes()).await?;
                    ensure!(reply.status != 201, "a hostile type was not stopped");
                    tokio::time::sleep(PAUSE).await;
                }
            })
        };
        (0..HOSTILE).map(keep_at_it).collect()
    }
}
