//! `strongroom type add`, `list`, `remove`, `inspect`: the folder of types and its manifest.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use super::check::{allowance, show};
use super::report::Seen;
use crate::commands::output::line;
use crate::plugins::manifest::{self, Addition, Allowance, Entry};
use crate::plugins::{Catalogue, Options, Status};
use crate::settings::{Add, Inspect, List, Remove};

const NOTICED: &str = "A server that runs on this folder notices by itself, within seconds.";

pub(super) fn add(settings: &Add) -> anyhow::Result<()> {
    let folder = settings.folder.path();
    let allowance = allowance(&settings.allowed)?;
    let file = settings.file.file_name().and_then(|name| name.to_str());
    let file =
        file.with_context(|| format!("{} has no name that is text", settings.file.display()))?;
    let bytes = super::read(&settings.file)?;
    let report = super::inspect(&settings.file, &bytes)?;
    let seen = Seen { name: file, report: &report, allowance: &allowance };
    if !settings.output.json {
        show(&seen, false)?;
    }
    if let Some(reason) = seen.refusal() {
        bail!("{file} was not added: {reason}");
    }
    if let Some(ca) = &allowance.ca {
        ensure!(
            folder.join(ca).is_file(),
            "--ca {ca}: put that file into {} first",
            folder.display()
        );
    }
    let id = report.description.as_ref().map(|it| it.id.to_string()).unwrap_or_default();
    // Without the cache, out of which loading a folder takes what is not in it.
    let statuses =
        if folder.join(manifest::NAME).exists() { load(&folder, None)? } else { Vec::new() };
    let taken = statuses.iter().find(|other| other.file != file && other.id.as_ref() == Some(&id));
    if let Some(other) = taken {
        bail!(
            "{file} was not added: the id {id} is taken by {0}; remove that first, with `strongroom \
             type remove {0}`",
            other.file
        );
    }
    let replaced = statuses.iter().any(|other| other.file == file);
    let digest =
        manifest::add(&folder, &Addition { file, bytes: &bytes, allowance: allowance.clone() })?;
    if settings.output.json {
        let mut facts = seen.json();
        if let Some(facts) = facts.as_object_mut() {
            facts.insert("folder".to_owned(), json!(folder));
            facts.insert("replaced".to_owned(), json!(replaced));
        }
        return line(&facts.to_string());
    }
    let how = if replaced { "Replaced in" } else { "Added to" };
    line(&format!("{how} {} as {file}, {digest}. {NOTICED}", folder.display()))
}

pub(super) fn list(settings: &List) -> anyhow::Result<()> {
    let folder = settings.folder.path();
    let types = load(&folder, super::cache())?;
    if settings.output.json {
        let types: Vec<Value> = types.iter().map(Type::json).collect();
        return line(&json!({ "folder": folder, "types": types }).to_string());
    }
    line(&format!("{}", folder.display()))?;
    let width = types.iter().filter_map(|it| it.id.as_ref().map(String::len)).max().unwrap_or(0);
    for it in &types {
        let id = it.id.as_deref().unwrap_or("-");
        let state = match &it.refusal {
            Some(reason) => format!("not available: {reason}"),
            None if it.connected => "connected".to_owned(),
            None => "plain".to_owned(),
        };
        line(&format!("  {id:<width$}  {}  {state}", it.file))?;
    }
    Ok(())
}

pub(super) fn remove(settings: &Remove) -> anyhow::Result<()> {
    let folder = settings.folder.path();
    let entry = find(&folder, &settings.which)?;
    manifest::remove(&folder, &entry)?;
    if settings.output.json {
        return line(&json!({ "folder": folder, "removed": entry }).to_string());
    }
    line(&format!(
        "Removed {entry} from {}. {NOTICED} Secrets of this type stay: listed, masked, deletable, and \
         revealed as they were stored.",
        folder.display()
    ))
}

pub(super) fn inspect(settings: &Inspect) -> anyhow::Result<()> {
    let path = Path::new(&settings.which);
    if path.is_file() {
        let bytes = super::read(path)?;
        let report = super::inspect(path, &bytes)?;
        let allowance = Allowance::default();
        let seen = Seen { name: &settings.which, report: &report, allowance: &allowance };
        return show(&seen, settings.output.json);
    }
    let folder = settings.folder.path();
    let file = find(&folder, &settings.which)?;
    let entry = entries(&folder)?.into_iter().find(|entry| entry.file == file);
    let entry =
        entry.with_context(|| format!("the entry of {file} is not as it would have to be"))?;
    let path = folder.join(&file);
    let bytes = entry
        .bytes(&folder, Options::default().file_bytes)
        .map_err(|why| anyhow::anyhow!("{} is not loaded: {why}", path.display()))?;
    let report = super::inspect(&path, &bytes)?;
    show(&Seen { name: &file, report: &report, allowance: &entry.allowance }, settings.output.json)
}

/// The file of a type, named by itself or by the type's id.
fn find(folder: &Path, which: &str) -> anyhow::Result<String> {
    let listed = manifest::read(folder).map_err(|why| cannot_read(folder, &why))?;
    if listed.iter().any(|it| it.name == which) {
        return Ok(which.to_owned());
    }
    let types = load(folder, super::cache())?;
    let by_id = types.iter().find(|it| it.id.as_deref() == Some(which));
    match by_id {
        Some(it) => Ok(it.file.clone()),
        None => bail!(
            "{} has no type `{which}`: `strongroom type list` shows ids and files; one that cannot be \
             loaded has no id and is named by its file",
            folder.display()
        ),
    }
}

fn entries(folder: &Path) -> anyhow::Result<Vec<Entry>> {
    let listed = manifest::read(folder).map_err(|why| cannot_read(folder, &why))?;
    Ok(listed.into_iter().filter_map(|it| it.entry.ok()).collect())
}

fn cannot_read(folder: &Path, why: &impl std::fmt::Display) -> anyhow::Error {
    anyhow::anyhow!("{}: {why}; name another folder with --types", folder.display())
}

/// A type of the folder, as a server would find it.
struct Type {
    file: String,
    id: Option<String>,
    sha256: Option<String>,
    connected: bool,
    refusal: Option<String>,
}

impl Type {
    fn of(status: &Status) -> Self {
        let loaded = status.state.as_ref().ok();
        Self {
            file: status.file.clone(),
            id: loaded.map(|it| it.id.to_string()),
            sha256: loaded.map(|it| it.sha256.to_string()),
            connected: loaded.is_some_and(|it| it.connected),
            refusal: status.state.as_ref().err().map(ToString::to_string),
        }
    }

    fn json(&self) -> Value {
        json!({
            "file": self.file, "id": self.id, "sha256": self.sha256, "connected": self.connected,
            "available": self.refusal.is_none(), "reason": self.refusal,
        })
    }
}

fn load(folder: &Path, cache: Option<PathBuf>) -> anyhow::Result<Vec<Type>> {
    manifest::read(folder).map_err(|why| cannot_read(folder, &why))?;
    let what = format!("compiling the types in {}", folder.display());
    let catalogue =
        super::patiently(&what, || Catalogue::load(folder, &Options::default(), cache.as_deref()))?;
    Ok(catalogue.statuses().iter().map(|status| Type::of(status)).collect())
}
