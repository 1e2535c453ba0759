//! `strongroom-spin-host`: runs a composed Spin application as Spin 4.1 does, for the test suites.
//!
//! It answers to the part of `spin up` that the suites use, so that they run on either. The engine,
//! its pool of instances, SQLite and the pool of PostgreSQL connections are the libraries that Spin
//! is made of, set as Spin sets them; what Spin adds around them is written here after its manifest
//! reference and its observable behaviour. Beside that it counts what it does, and says so at
//! `/.well-known/spin-host/counts`.
//!
//! What it is not: a way to run Strongroom. No TLS, one component, the route `/...`, and no
//! interface of Spin's but variables, SQLite, PostgreSQL and outbound HTTP.

mod bindings;
mod command_line;
mod counts;
mod delay;
mod engine;
mod instances;
mod outbound;
mod postgres;
mod server;
mod sqlite;
mod state;
mod streams;
mod variables;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser as _;
use serde_json::json;
use strongroom_spin_application::{AllowedHosts, Manifest, Variables};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use wasmtime::component::Linker;
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::command_line::{CommandLine, Up};
use crate::instances::Instances;
use crate::server::Server;
use crate::state::{Application, State};

/// Where Spin keeps the database labelled `default`, in its folder of state.
const DATABASE: &str = "sqlite_db.db";

fn main() -> ExitCode {
    let CommandLine::Up(up) = CommandLine::parse();
    match run(&up) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(up: &Up) -> anyhow::Result<()> {
    let instances = prepare(up)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(serve(up, instances));
    // Nobody waits for requests that are under way: Spin does not either.
    runtime.shutdown_background();
    ended
}

fn prepare(up: &Up) -> anyhow::Result<Instances> {
    let manifest = Manifest::read(&up.from)?;
    let given = up.variables.iter().cloned().collect();
    let variables = Variables::resolve(&manifest, &given)?;
    let hosts = manifest.component.allowed_outbound_hosts.iter();
    let hosts: Vec<String> = hosts.map(|host| variables.expand(host)).collect::<Result<_, _>>()?;
    std::fs::create_dir_all(&up.state_dir)
        .with_context(|| format!("cannot create {}", up.state_dir.display()))?;
    let application = Application {
        variables,
        databases: manifest.component.sqlite_databases.clone(),
        database: up.state_dir.join(DATABASE),
        allowed_hosts: Arc::new(AllowedHosts::parse(&hosts)?),
        names: up.names(),
        pools: postgres::Pools::default(),
        delay: up.delay(),
        counts: Arc::default(),
    };
    let engine = engine::make()?;
    let component = engine::load(&engine, &manifest.source)?;
    let mut linker = Linker::new(&engine);
    State::link(&mut linker)?;
    let service = linker.instantiate_pre(&component).and_then(ServicePre::new);
    let service = service
        .map_err(anyhow::Error::from)
        .with_context(|| format!("component `{}`", manifest.id))?;
    Ok(Instances { engine, service, application: Arc::new(application), reuse: up.reuse() })
}

async fn serve(up: &Up, instances: Instances) -> anyhow::Result<()> {
    // Before anything is promised: a signal from here on is a stop.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let listener = TcpListener::bind(up.listen)
        .await
        .with_context(|| format!("Unable to listen on {}", up.listen))?;
    let address = format!("http://{}", listener.local_addr()?);
    let route = json!({ "id": "strongroom", "route": "/", "wildcard": true });
    let announcement = json!({ "base_url": address, "routes": [route] });
    writeln!(std::io::stdout(), "{announcement:#}")?;
    tokio::select! {
        ended = Server::new(instances).serve(listener) => Ok(ended?),
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}
