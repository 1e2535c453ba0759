//! `strongroom bundle`: an application for Spin, of the core, adapters and secret types.
//!
//! On Spin there is no host of ours that could refuse a type later, so each is looked at here as
//! `strongroom type check` does it, and one that would not be taken is not bundled.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use strongroom_compose::Folder;
use strongroom_compose::application::{self, Kind, Type};
use strongroom_compose::manifest::{HEADING, Manifest};

use super::report::Seen;
use crate::commands::output::line;
use crate::http_client;
use crate::plugins::manifest::Allowance;
use crate::plugins::{Grant, Grants};
use crate::settings::{Authorizer, Bundle, Store};

/// Built-in types, among the components.
const BUILT_IN: &str = "strongroom-type-";
const MANIFEST: &str = "spin.toml";
/// What Spin lets one component have, where nothing else was set.
const MEMORIES: usize = 32;
/// Of what every application has: the core, its adapters, the ends of the chain of types.
const OWN_MEMORIES: usize = 12;

pub(crate) fn bundle(settings: &Bundle) -> anyhow::Result<()> {
    let components = settings.components();
    let grants =
        settings.grants.iter().map(|text| grant(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut bundled = Vec::new();
    for file in built_in(&components)?.iter().chain(&settings.types) {
        bundled.push(one(file, &grants)?);
    }
    check_ids(&bundled, &grants)?;
    check_memories(&bundled)?;
    let manifest = settings.output.with_file_name(MANIFEST);
    check_manifest(&manifest)?;

    let types: Vec<Type> = bundled.iter().map(Bundled::part).collect();
    let store = match settings.store {
        Store::Sqlite => application::Store::Sqlite,
        Store::Postgres => application::Store::Postgres,
    };
    let authorizer = match settings.authorizer {
        Authorizer::Roles => application::Authorizer::Roles,
        Authorizer::Cedar => application::Authorizer::Cedar,
    };
    let folder = Folder(&components);
    let cannot = || format!("cannot compose of what is in {}", components.display());
    let composed =
        application::application(store, authorizer, &types, &folder).with_context(cannot)?;
    let console = application::console(&folder).with_context(cannot)?;

    let hosts = hosts(&bundled, &settings.issuers)?;
    let source = settings.output.file_name().and_then(|name| name.to_str());
    let source = source.filter(|name| is_plain(name)).with_context(|| {
        format!("{}: name a file in letters, digits, `.`, `-` and `_`", settings.output.display())
    })?;
    let console_file = format!("{}-console.wasm", source.strip_suffix(".wasm").unwrap_or(source));
    write(&settings.output, &composed)?;
    write(&settings.output.with_file_name(&console_file), &console)?;
    let text =
        Manifest { source, console: &console_file, store, hosts: &hosts, build: None }.text();
    write(&manifest, text.as_bytes())?;
    show(settings, &bundled, &hosts, composed.len(), &manifest)
}

/// A type that is fit for use.
struct Bundled {
    file: PathBuf,
    id: String,
    bytes: Vec<u8>,
    kind: Kind,
    hosts: Vec<Grant>,
    /// What `type check` says of it.
    facts: Value,
}

impl Bundled {
    fn part(&self) -> Type {
        let grants = self.hosts.iter().map(Grant::to_string).collect();
        Type { component: self.bytes.clone(), kind: self.kind, grants }
    }

    /// Its own, its link's, and what it sends with.
    const fn memories(&self) -> usize {
        match self.kind {
            Kind::PlugIn => 2,
            Kind::Connected { sends: false } => 3,
            Kind::Connected { sends: true } => 4,
        }
    }
}

fn built_in(components: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || {
        format!(
            "there are no components in {}: name their folder with --components",
            components.display()
        )
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(components).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(BUILT_IN) && name.ends_with(".wasm") {
            files.push(path);
        }
    }
    files.sort();
    ensure!(!files.is_empty(), cannot());
    Ok(files)
}

fn grant(text: &str) -> anyhow::Result<(String, Grant)> {
    let (id, host) = text
        .split_once('=')
        .with_context(|| format!("--grant {text}: write the type's id, `=` and a host"))?;
    let host = host.parse().with_context(|| format!("--grant {text}"))?;
    Ok((id.to_owned(), host))
}

/// # Errors
/// It would not be taken, with the report that `type check` gives.
fn one(file: &Path, grants: &[(String, Grant)]) -> anyhow::Result<Bundled> {
    let name = file.display().to_string();
    let bytes = super::read(file)?;
    let report = super::inspect(file, &bytes)?;
    let id = report.description.as_ref().map(|it| it.id.to_string()).unwrap_or_default();
    let hosts: Vec<Grant> =
        grants.iter().filter(|(of, _)| *of == id).map(|(_, host)| host.clone()).collect();
    let allowance = Allowance {
        grants: Grants { hosts: hosts.clone(), private: false },
        ..Allowance::default()
    };
    let seen = Seen { name: &name, report: &report, allowance: &allowance };
    if let Some(reason) = seen.refusal() {
        bail!("{}\n{name} is not bundled: {reason}", seen.text());
    }
    let imports = &report.imports;
    if let Some(sockets) = imports.baseline.iter().find(|name| name.starts_with("wasi:sockets/")) {
        bail!(
            "{name} is not bundled: it imports {sockets}, which a host of ours answers with \
             emptiness and Spin does not"
        );
    }
    let kind = match (imports.connected, &imports.outbound) {
        (false, _) => Kind::PlugIn,
        (true, outbound) => Kind::Connected { sends: outbound.is_some() },
    };
    if !hosts.is_empty() && kind != (Kind::Connected { sends: true }) {
        bail!("{name}: {id} sends no requests and can be granted no host");
    }
    let facts = seen.json();
    Ok(Bundled { file: file.to_owned(), id, bytes, kind, hosts, facts })
}

fn check_ids(bundled: &[Bundled], grants: &[(String, Grant)]) -> anyhow::Result<()> {
    let mut ids = BTreeSet::new();
    for one in bundled {
        ensure!(
            ids.insert(one.id.as_str()),
            "{} is not bundled: the id {} is taken by a type before it",
            one.file.display(),
            one.id
        );
    }
    match grants.iter().find(|(id, _)| !ids.contains(id.as_str())) {
        Some((id, host)) => bail!("--grant {id}={host}: there is no type {id} in this bundle"),
        None => Ok(()),
    }
}

fn check_memories(bundled: &[Bundled]) -> anyhow::Result<()> {
    let memories = OWN_MEMORIES + bundled.iter().map(Bundled::memories).sum::<usize>();
    ensure!(
        memories <= MEMORIES,
        "that are too many types: together with the core they have {memories} memories, and Spin \
         gives a component {MEMORIES}"
    );
    Ok(())
}

/// A manifest that a person wrote or changed is theirs.
fn check_manifest(manifest: &Path) -> anyhow::Result<()> {
    match fs::read_to_string(manifest) {
        Ok(text) => ensure!(
            text.starts_with(HEADING),
            "{} was not written by `strongroom bundle`: move it away, or name another folder with -o",
            manifest.display()
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => bail!("cannot read {}: {error}", manifest.display()),
    }
    Ok(())
}

/// Everything that the application may reach, each once.
fn hosts(bundled: &[Bundled], issuers: &[String]) -> anyhow::Result<Vec<String>> {
    let mut hosts: BTreeSet<String> =
        bundled.iter().flat_map(|one| &one.hosts).map(Grant::to_string).collect();
    for issuer in issuers {
        let address = http_client::private_address(issuer)
            .map_err(|why| anyhow::anyhow!("--issuer {issuer}: {why}"))?;
        let (scheme, authority) = (address.scheme_str(), address.authority());
        let (scheme, authority) = scheme.zip(authority).context("--issuer names no host")?;
        hosts.insert(format!("{scheme}://{authority}"));
    }
    Ok(hosts.into_iter().collect())
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

/// Whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    fs::write(&partial, bytes).with_context(cannot)?;
    fs::rename(&partial, path).with_context(cannot)
}

fn show(
    settings: &Bundle,
    bundled: &[Bundled],
    hosts: &[String],
    size: usize,
    manifest: &Path,
) -> anyhow::Result<()> {
    let ids: Vec<&str> = bundled.iter().map(|one| one.id.as_str()).collect();
    if settings.form.json {
        let types: Vec<&Value> = bundled.iter().map(|one| &one.facts).collect();
        return line(
            &json!({
                "application": settings.output, "size": size, "manifest": manifest,
                "allowed_outbound_hosts": hosts, "types": types,
            })
            .to_string(),
        );
    }
    line(&format!("Application  {}, {} KB", settings.output.display(), size / 1000))?;
    line(&format!("Manifest     {}", manifest.display()))?;
    line(&format!("Secret types {}", ids.join(", ")))?;
    let reach = if hosts.is_empty() { "nothing".to_owned() } else { hosts.join(", ") };
    line(&format!("May reach    {reach}"))
}
