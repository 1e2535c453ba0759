//! What the program says on standard output: to a person, or with `--json` to a machine.
//!
//! The one place a token is shown, once, when it is made. It goes to standard output and nowhere
//! else; the log goes to standard error.

use std::io::{self, Write as _};
use std::sync::Arc;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::core::bootstrap::FirstOwner;
use crate::plugins::Status;
use crate::server::Server;
use crate::settings::Storage;

pub(crate) fn version(as_json: bool) -> anyhow::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    if as_json {
        line(&json!({ "version": version }).to_string())
    } else {
        line(&format!("strongroom {version}"))
    }
}

pub(crate) fn initialized(storage: &Storage, owner: Option<FirstOwner>) -> anyhow::Result<()> {
    let data = storage.data.display().to_string();
    if storage.output.json {
        let facts = json!({ "data": data, "database": database(storage) });
        return line_with_owner(facts, owner);
    }
    line(&format!("Data folder  {data}"))?;
    if let Some(database) = database(storage) {
        line(&format!("Database     {database}"))?;
    }
    match owner {
        Some(owner) => show(&owner),
        None => line("It was set up before: nothing has changed."),
    }
}

pub(crate) fn owner_token(storage: &Storage, owner: FirstOwner) -> anyhow::Result<()> {
    if storage.output.json { line_with_owner(json!({}), Some(owner)) } else { show(&owner) }
}

pub(crate) fn serving(
    storage: &Storage,
    server: &Server,
    types: &[Arc<Status>],
    owner: Option<FirstOwner>,
) -> anyhow::Result<()> {
    let address = format!("http://{}", server.address);
    let metrics = server.metrics_address.map(|address| format!("http://{address}"));
    let data = storage.data.display().to_string();
    if storage.output.json {
        let available: Vec<&str> = available(types).collect();
        let refused: Vec<Value> = refused(types)
            .map(|(file, reason)| json!({ "file": file, "reason": reason }))
            .collect();
        let facts = json!({
            "address": address, "metrics_address": metrics, "data": data,
            "database": database(storage),
            "types": available, "refused_types": refused,
        });
        return line_with_owner(facts, owner);
    }
    line(&format!("Address      {address}"))?;
    if let Some(metrics) = metrics {
        line(&format!("Metrics      {metrics}/metrics"))?;
    }
    line(&format!("Data folder  {data}"))?;
    if let Some(database) = database(storage) {
        line(&format!("Database     {database}"))?;
    }
    line(&format!("Secret types {}", available(types).collect::<Vec<_>>().join(", ")))?;
    for (file, reason) in refused(types) {
        line(&format!("Not loaded   {file}: {reason}"))?;
    }
    owner.as_ref().map_or(Ok(()), show)
}

/// Hosts and name of a database that is not in the data folder.
fn database(storage: &Storage) -> Option<String> {
    storage.database.address().ok().flatten().map(|address| address.to_string())
}

fn available(types: &[Arc<Status>]) -> impl Iterator<Item = &str> {
    types.iter().filter_map(|status| status.state.as_ref().ok()).map(|loaded| loaded.id.as_str())
}

fn refused(types: &[Arc<Status>]) -> impl Iterator<Item = (&str, String)> {
    types.iter().filter_map(|status| {
        let reason = status.state.as_ref().err()?;
        Some((status.file.as_str(), reason.to_string()))
    })
}

fn show(owner: &FirstOwner) -> anyhow::Result<()> {
    line(&format!("Organization {}", owner.organization))?;
    line(&format!("User         {}", owner.user))?;
    let token = credential(owner)?;
    line(&Zeroizing::new(format!("Owner token  {}", *token)))?;
    line("Keep the token: it is shown this once and stored nowhere.")
}

fn line_with_owner(mut facts: Value, owner: Option<FirstOwner>) -> anyhow::Result<()> {
    if let (Some(owner), Some(facts)) = (owner, facts.as_object_mut()) {
        facts.insert("organization".to_owned(), json!(owner.organization));
        facts.insert("user".to_owned(), json!(owner.user));
        facts.insert("owner_token".to_owned(), json!(*credential(&owner)?));
        facts.insert("expires_at".to_owned(), json!(owner.expires_at));
    }
    line(&Zeroizing::new(facts.to_string()))
}

fn credential(owner: &FirstOwner) -> anyhow::Result<Zeroizing<String>> {
    let text = std::str::from_utf8(owner.credential.expose());
    Ok(Zeroizing::new(
        text.map_err(|_| anyhow::anyhow!("the core made no valid token"))?.to_owned(),
    ))
}

pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
