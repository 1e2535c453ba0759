//! A run: starts both servers, loads them, takes turns between them, and reports.

mod comparison;
mod fixture;
mod issuer;
mod report;
pub(crate) mod server;
pub(crate) mod statistics;
mod usage;

use std::cell::Cell;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::LocalSet;

use crate::load::Work;
use crate::settings::Run;
use comparison::Comparison;
use fixture::Fixture;
use issuer::Issuer;
use report::{Memory, Report};
use server::Server;

/// # Errors
/// A server does not start, or answers what it should not.
pub(crate) fn run(settings: &Run) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = LocalSet::new().block_on(&runtime, async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            report = measure(settings) => report,
            // Dropping the measurement ends the servers.
            _ = terminate.recv() => anyhow::bail!("terminated"),
            _ = interrupt.recv() => anyhow::bail!("interrupted"),
        }
    })?;
    if settings.json { report.print_json() } else { report.print() }
}

async fn measure(settings: &Run) -> anyhow::Result<Report> {
    let issuer = Issuer::new()?;
    let trusting = |mut command: Command| {
        command.arg("--oidc").arg(issuer.file());
        command
    };
    let mut servers = [
        Server::start("baseline", trusting(baseline()?)).await?,
        if settings.control {
            Server::start("control", trusting(baseline()?)).await?
        } else {
            Server::start("host", trusting(host(settings)?)).await?
        },
    ];
    let fresh = memory(&servers)?;
    let mut fixtures = Vec::new();
    for server in &servers {
        fixtures.push(Fixture::load(server, settings.secrets(), &issuer.token).await?);
    }
    let loaded = memory(&servers)?;

    let mut comparisons = Vec::new();
    let runs = Cell::new(0);
    for operation in settings.operations() {
        for connections in settings.connections() {
            progress(&format!("{}, connections: {connections}", operation.name()));
            runs.set(runs.get() + 1);
            let work = |fixture: &Fixture| Rc::new(fixture.work(operation, runs.get()));
            let work: Vec<Rc<Work>> = fixtures.iter().map(work).collect();
            let mut comparison = Comparison::new(operation, connections);
            comparison.take_turns(&servers, &work, settings.rounds(), settings.round()).await?;
            comparisons.push(comparison);
        }
    }
    let memory = Memory { fresh, loaded, measured: memory(&servers)? };
    let names = servers.each_ref().map(|server| server.name);
    for server in &mut servers {
        server.end();
    }
    Ok(Report {
        names,
        secrets: settings.secrets(),
        rounds: settings.rounds(),
        round: settings.round(),
        comparisons,
        memory,
    })
}

fn memory(servers: &[Server; 2]) -> anyhow::Result<[u64; 2]> {
    let [first, second] = servers;
    Ok([usage::resident_kib(first.id())?, usage::resident_kib(second.id())?])
}

fn baseline() -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("baseline");
    Ok(command)
}

fn host(settings: &Run) -> anyhow::Result<Command> {
    serve(&settings.host, &settings.core(), &settings.types())
}

/// The host on a core and a folder of secret types, with no settings but these.
pub(crate) fn serve(host: &Path, core: &Path, types: &Path) -> anyhow::Result<Command> {
    for artefact in [host, core, types] {
        ensure!(
            artefact.exists(),
            "{} is missing: `cargo xtask bench` builds it",
            artefact.display()
        );
    }
    let host = host.canonicalize().context("cannot find the host")?;
    let mut command = Command::new(host);
    // What the developer has set for a server of their own is not for this one.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("STRONGROOM_")) {
            command.env_remove(name);
        }
    }
    command.args(["serve", "--json", "--log-level", "warn"]);
    command.arg("--core").arg(core).arg("--types").arg(types);
    Ok(command)
}

/// A line for who waits. Standard error may be gone; nobody waits then.
pub(crate) fn progress(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// How often somebody who waits is told more.
const NEWS: Duration = Duration::from_secs(2);
