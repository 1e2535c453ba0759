//! Hosts on a PostgreSQL of this machine, which waits for the disk as SQLite does.

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use strongroom_test_postgres::{Cluster, Database, Programs, Settings};
use tempfile::NamedTempFile;

use super::contender::Contender;
use super::server::Server;

/// What the hosts of one contender have in common.
#[derive(Debug)]
pub(super) struct Shared {
    database: Database,
    root_key: NamedTempFile,
}

/// # Errors
/// There is no PostgreSQL on this machine.
pub(super) fn cluster() -> anyhow::Result<Arc<Cluster>> {
    let programs = Programs::find().map_err(|missing| anyhow::anyhow!("{missing}"))?;
    super::progress(&format!("starting PostgreSQL {}", programs.version()));
    Ok(Cluster::with(Settings::new().durable()))
}

/// As many hosts as that on a database of their own.
///
/// # Errors
/// One does not start.
pub(super) async fn hosts(
    name: &'static str,
    count: usize,
    cluster: &Arc<Cluster>,
    command: impl Fn() -> anyhow::Result<Command>,
) -> anyhow::Result<Contender> {
    let shared = Shared { database: cluster.database(), root_key: root_key()? };
    let command = || {
        let mut command = command()?;
        command.arg("--root-key").arg(shared.root_key.path());
        command.env("STRONGROOM_DATABASE", shared.database.url());
        anyhow::Ok(command)
    };
    let first = Server::start(name, command()?).await?;
    let mut others = Vec::new();
    for _ in 1..count {
        others.push(first.join(command()?).await?);
    }
    Ok(Contender::sharing(shared, first, others))
}

/// Only this user can read it.
fn root_key() -> anyhow::Result<NamedTempFile> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).ok().context("the system gives no randomness")?;
    let mut file = tempfile::Builder::new().prefix("strongroom-bench-").tempfile()?;
    writeln!(file, "bench {} current", BASE64.encode(key))?;
    Ok(file)
}
