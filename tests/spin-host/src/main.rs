//! `strongroom-spin-host`: runs a composed Spin application as Spin 4.1 does, for the test suites.
//!
//! It answers to the part of `spin up` that the suites use, so that they run on either. The engine,
//! its pool of instances, SQLite and the pool of PostgreSQL connections are the libraries that Spin
//! is made of, set as Spin sets them; what Spin adds around them is written here after its manifest
//! reference and its observable behaviour. Beside that it counts what it does, and says so at
//! `/.well-known/spin-host/counts`.
//!
//! What it is not: a way to run Strongroom. No TLS, no wildcard inside a route, and no
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

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser as _;
use serde_json::json;
use strongroom_spin_application::routes::Route;
use strongroom_spin_application::{AllowedHosts, Component, Manifest, Variables};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use wasmtime::Engine;
use wasmtime::component::Linker;
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::command_line::{CommandLine, Up};
use crate::counts::Counts;
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
    let counts = Arc::default();
    let (routes, instances) = prepare(up, &counts)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(serve(up, Server::new(routes, instances, counts)));
    // Nobody waits for requests that are under way: Spin does not either.
    runtime.shutdown_background();
    ended
}

type OfComponents = BTreeMap<String, Instances>;

fn prepare(up: &Up, counts: &Arc<Counts>) -> anyhow::Result<(Vec<Route>, OfComponents)> {
    let manifest = Manifest::read(&up.from)?;
    std::fs::create_dir_all(&up.state_dir)
        .with_context(|| format!("cannot create {}", up.state_dir.display()))?;
    let engine = engine::make()?;
    let components = manifest.components.iter().map(|(id, component)| {
        let instances = instances(up, &engine, &manifest, component, counts);
        Ok((id.clone(), instances.with_context(|| format!("component `{id}`"))?))
    });
    let components = components.collect::<anyhow::Result<_>>()?;
    Ok((manifest.routes, components))
}

fn instances(
    up: &Up,
    engine: &Engine,
    manifest: &Manifest,
    component: &Component,
    counts: &Arc<Counts>,
) -> anyhow::Result<Instances> {
    let given = up.variables.iter().cloned().collect();
    let variables = Variables::resolve(manifest, component, &given)?;
    let hosts = component.allowed_outbound_hosts.iter();
    let hosts: Vec<String> = hosts.map(|host| variables.expand(host)).collect::<Result<_, _>>()?;
    let application = Application {
        variables,
        databases: component.sqlite_databases.clone(),
        database: up.state_dir.join(DATABASE),
        allowed_hosts: Arc::new(AllowedHosts::parse(&hosts)?),
        names: up.names(),
        pools: postgres::Pools::default(),
        delay: up.delay(),
        counts: counts.clone(),
    };
    let component = engine::load(engine, &component.source)?;
    let mut linker = Linker::new(engine);
    State::link(&mut linker)?;
    let service = linker.instantiate_pre(&component).and_then(ServicePre::new)?;
    let application = Arc::new(application);
    Ok(Instances { engine: engine.clone(), service, application, reuse: up.reuse() })
}

async fn serve(up: &Up, server: Arc<Server>) -> anyhow::Result<()> {
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
        ended = server.serve(listener) => Ok(ended?),
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}
