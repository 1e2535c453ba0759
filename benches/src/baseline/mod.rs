//! The native baseline: Strongroom without components.
//!
//! The crates that the components wrap, linked straight into a server that is arranged as the host
//! is: a thread for each processor with a runtime, a listener and a gateway of its own, SQLite as
//! the host opens it. What the host has beyond that, it has not: logs, metrics, time limits,
//! graceful stop, plug-ins. A ratio to it is therefore the cost of components and of all these.

mod catalogue;
mod composition;
mod platform;
mod server;

use std::fs::DirBuilder;
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;

use anyhow::Context as _;
use serde_json::json;
use strongroom_authorization::bootstrap;
use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_store::Store;

use crate::settings::Baseline;
use composition::Parts;
use platform::{KeyFile, Platform};

/// Serves until killed. Says on standard output what `strongroom serve --json` says.
pub(crate) fn serve(settings: &Baseline) -> anyhow::Result<()> {
    let data = &settings.data;
    DirBuilder::new().recursive(true).mode(0o700).create(data).context("cannot make the folder")?;
    let root_key = KeyFile::open(&data.join("root-key")).context("cannot read the root key")?;
    let token_key = KeyFile::open(&data.join("token-key")).context("cannot read the token key")?;
    let platform = Platform::new(token_key, settings.oidc.as_deref())?;
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let options = Options { readers: workers + 1, ..Options::default() };
    let sqlite = Sqlite::open(data.join("strongroom.db"), options)?;
    let audit_keys = root_key.audit_keys();
    let parts = Parts { store: Store::new(sqlite, audit_keys), root_key, platform };

    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let first_owner = runtime.block_on(async {
        parts.store.migrate().await?;
        let authorizer = composition::authorizer(&parts);
        anyhow::Ok(authorizer.initialize(bootstrap::Settings::default()).await?)
    })?;

    let listeners = server::listeners(settings.listen, workers)?;
    let address = listeners.first().context("no listener")?.local_addr()?;
    let mut facts = json!({ "address": format!("http://{address}"), "data": data });
    if let (Some(owner), Some(facts)) = (first_owner, facts.as_object_mut()) {
        let token = std::str::from_utf8(owner.credential.expose())?;
        facts.insert("organization".to_owned(), json!(owner.organization.to_string()));
        facts.insert("user".to_owned(), json!(owner.user.to_string()));
        facts.insert("owner_token".to_owned(), json!(token));
        facts.insert("expires_at".to_owned(), json!(owner.expires_at));
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{facts}")?;
    out.flush()?;
    drop(out);

    let threads = listeners.into_iter().map(|listener| {
        let parts = parts.clone();
        std::thread::spawn(move || server::run(listener, parts))
    });
    for thread in threads.collect::<Vec<_>>() {
        thread.join().map_err(|_| anyhow::anyhow!("a worker panicked"))??;
    }
    Ok(())
}
