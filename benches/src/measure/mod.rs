//! A run: starts both servers, loads them, takes turns between them, and reports.

mod comparison;
mod contender;
mod fixture;
mod issuer;
mod postgres;
mod report;
pub(crate) mod server;
mod spin;
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
use contender::Contender;
use fixture::Fixture;
use issuer::Issuer;
use report::{Memory, Report};
use server::Server;
use spin::Reuse;

/// # Errors
/// A server does not start, or answers what it should not.
pub(crate) fn run(settings: &Run) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let reports = LocalSet::new().block_on(&runtime, async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            reports = measure(settings) => reports,
            // Dropping the measurement ends the servers.
            _ = terminate.recv() => anyhow::bail!("terminated"),
            _ = interrupt.recv() => anyhow::bail!("interrupted"),
        }
    })?;
    if settings.json { report::print_json(&reports) } else { report::print(&reports) }
}

async fn measure(settings: &Run) -> anyhow::Result<Vec<Report>> {
    let issuer = Issuer::new()?;
    let trusting = |command: anyhow::Result<Command>| {
        let mut command = command?;
        command.arg("--oidc").arg(issuer.file());
        anyhow::Ok(command)
    };
    let alone = async |name, command: anyhow::Result<Command>| {
        anyhow::Ok(Contender::alone(Server::start(name, trusting(command)?).await?))
    };
    if settings.spin {
        let host = alone("host", host(settings)).await?;
        let usual = spin::contender("spin", settings, Reuse::AsUsual).await?;
        let against_the_host = compare(settings, &issuer, [host, usual]).await?;
        let usual = spin::contender("spin", settings, Reuse::AsUsual).await?;
        let cold = spin::contender("cold", settings, Reuse::Never).await?;
        return Ok(vec![against_the_host, compare(settings, &issuer, [usual, cold]).await?]);
    }
    if !settings.postgres {
        let first = alone("baseline", baseline()).await?;
        let second = match settings.control {
            true => alone("control", baseline()).await?,
            false => alone("host", host(settings)).await?,
        };
        return Ok(vec![compare(settings, &issuer, [first, second]).await?]);
    }
    let cluster = postgres::cluster()?;
    let mut reports = Vec::new();
    for (name, count) in [("postgres", 1), ("2 hosts", 2)] {
        let first = alone("sqlite", host(settings)).await?;
        let shared = postgres::hosts(name, count, &cluster, || trusting(host(settings))).await?;
        reports.push(compare(settings, &issuer, [first, shared]).await?);
    }
    Ok(reports)
}

/// Loads both and takes turns between them.
async fn compare(
    settings: &Run,
    issuer: &Issuer,
    mut contenders: [Contender; 2],
) -> anyhow::Result<Report> {
    let fresh = memory(&contenders)?;
    let mut fixtures = Vec::new();
    for contender in &contenders {
        fixtures.push(Fixture::load(&contender.first, settings.secrets(), &issuer.token).await?);
    }
    let loaded = memory(&contenders)?;

    let mut comparisons = Vec::new();
    let runs = Cell::new(0);
    for operation in settings.operations() {
        for connections in settings.connections() {
            progress(&format!("{}, connections: {connections}", operation.name()));
            runs.set(runs.get() + 1);
            let work = |fixture: &Fixture| Rc::new(fixture.work(operation, runs.get()));
            let work: Vec<Rc<Work>> = fixtures.iter().map(work).collect();
            let mut comparison = Comparison::new(operation, connections);
            comparison.take_turns(&contenders, &work, settings.rounds(), settings.round()).await?;
            comparisons.push(comparison);
        }
    }
    let memory = Memory { fresh, loaded, measured: memory(&contenders)? };
    let names = contenders.each_ref().map(|contender| contender.first.name);
    for contender in &mut contenders {
        contender.end();
    }
    Ok(Report {
        names,
        about: match settings {
            Run { postgres: true, .. } => ON_POSTGRES,
            Run { spin: true, .. } => ON_SPIN,
            _ => AGAINST_THE_BASELINE,
        },
        secrets: settings.secrets(),
        rounds: settings.rounds(),
        round: settings.round(),
        comparisons,
        memory,
    })
}

fn memory(contenders: &[Contender; 2]) -> anyhow::Result<[u64; 2]> {
    let [first, second] = contenders;
    Ok([first.resident_kib()?, second.resident_kib()?])
}

const AGAINST_THE_BASELINE: &str = "\
The baseline links the same crates, SQLite settings and wiping allocator into a hyper server with
a thread, a listener and a runtime for each processor; it has no logs, metrics, time limits or plug-ins.
";

const ON_POSTGRES: &str = "\
All are the host: on SQLite in its data folder, or on a PostgreSQL of this machine, reached by loopback,
by one host or shared by two. PostgreSQL syncs each commit, that of a reveal's record too, where SQLite
syncs changes alone. CPU and memory are the hosts'; what PostgreSQL takes of the processors they lack.
";

const ON_SPIN: &str = "\
The application runs as spin.toml says, on SQLite; `cold` has an instance for each request, so what it
takes longer is the cold start of one. The host syncs changes alone, and so does the application.
";

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
