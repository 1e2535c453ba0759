//! `strongroom serve`: from an empty folder to a server, and back down.

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use super::arrangement::{self, Arrangement, Size, Wanted};
use super::output;
use crate::console::Console;
use crate::logs;
use crate::plugins::Watch;
use crate::server::metrics::Metrics;
use crate::server::{Server, Shared};
use crate::settings::{Serve, Storage};

pub(crate) fn serve(settings: &Serve) -> anyhow::Result<()> {
    logs::start(&settings.storage.logs);
    let _lock = arrangement::layout(&settings.storage)?.lock()?;
    let limits = &settings.limits;
    let size = Size {
        workers: limits.workers(),
        instances: limits.instances,
        instance_memory: usize::from(limits.instance_memory) << 20,
        stuck_timeout: limits.stuck_timeout,
    };
    let arrangement = Arrangement::make(&settings.storage, size, Wanted::Any)?;
    let Arrangement { database, catalogue, issuer_keys, .. } = &arrangement;
    let console = console(&settings.storage)?;
    let metrics = Metrics::new(database.clone(), catalogue.clone(), issuer_keys.clone());
    let shared = Shared::new(metrics, database.clone(), catalogue.clone(), limits.clone(), console);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // Before anything is promised: a signal from here on is a graceful stop.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        let first_owner = arrangement.set_up().await?;
        arrangement.issuer_keys.start()?;
        let server =
            Server::start(&shared, &arrangement.core, settings.listen, settings.metrics_listen)
                .with_context(|| format!("cannot listen on {}", settings.listen));
        let server = match server {
            Ok(server) => server,
            Err(error) => {
                // The token exists now and is shown at no other time.
                if first_owner.is_some() {
                    output::initialized(&settings.storage, first_owner)?;
                }
                return Err(error);
            }
        };
        let types = catalogue.statuses();
        let watch =
            Watch::start(catalogue.clone()).context("cannot watch the folder of secret types")?;
        output::serving(&settings.storage, &server, &types, first_owner)?;
        tracing::info!(address = %server.address, "serving");

        let signal = loop {
            tokio::select! {
                _ = terminate.recv() => break "SIGTERM",
                _ = interrupt.recv() => break "SIGINT",
                _ = hang_up.recv() => watch.reload(),
            }
        };
        tracing::info!(signal, "stopping");
        server.stop();
        Ok(())
    })?;
    // The last handles on the database: it is closed, and its log folded in, when they are gone.
    drop(shared);
    drop(arrangement);
    tracing::info!("stopped");
    Ok(())
}

/// The console, where it is installed.
fn console(storage: &Storage) -> anyhow::Result<Option<Console>> {
    let Some(file) = storage.console() else { return Ok(None) };
    let cache = arrangement::layout(storage)?.cache();
    let console = Console::load(&file, &cache);
    let console = console.with_context(|| format!("cannot use the console {}", file.display()))?;
    Ok(Some(console))
}
