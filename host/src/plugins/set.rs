//! All types as they are at one time, and how the next such set is made.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use strongroom_model::TypeName;
use strongroom_ports::catalogue::Entry as PortEntry;

use super::failure::Refusal;
use super::manifest::{Entry, Listed, NAME};
use super::plugin::Plugin;
use super::sandbox::Sandbox;
use super::settings::Options;
use super::status::{Loaded, Status};

/// The types there are. Never changed: replaced.
#[derive(Default)]
pub(crate) struct Set {
    pub(super) plugins: BTreeMap<TypeName, Arc<Plugin>>,
    pub(super) entries: Arc<[PortEntry]>,
    statuses: Vec<Arc<Status>>,
    /// Of a manifest that could not be read since.
    trouble: Option<Arc<Status>>,
}

impl Set {
    pub(super) fn statuses(&self) -> Vec<Arc<Status>> {
        self.trouble.iter().chain(&self.statuses).cloned().collect()
    }

    /// The same types, with the reason why there are no others.
    pub(super) fn troubled(&self, refusal: Refusal) -> Self {
        let trouble = Status { file: NAME.to_owned(), state: Err(refusal) };
        Self {
            plugins: self.plugins.clone(),
            entries: Arc::clone(&self.entries),
            statuses: self.statuses.clone(),
            trouble: Some(Arc::new(trouble)),
        }
    }

    /// Files of entries that are of no use.
    pub(super) fn refused(&self) -> impl Iterator<Item = &str> {
        self.statuses.iter().filter(|status| status.state.is_err()).map(|status| &*status.file)
    }

    /// Says what is different from `old`, in the log.
    pub(super) fn log_changes(&self, old: &Self) {
        for status in &self.statuses {
            let file = &status.file;
            match &status.state {
                Err(reason) => tracing::error!(%file, %reason, "secret type not available"),
                Ok(Loaded { id, sha256, .. }) => {
                    let before = old.plugins.get(id);
                    let now = self.plugins.get(id);
                    match (before, now) {
                        (Some(before), Some(now)) if Arc::ptr_eq(before, now) => {}
                        (Some(before), Some(now)) => {
                            tracing::info!(%file, r#type = %id, %sha256, "secret type replaced");
                            log_dropped(before, now);
                        }
                        _ => tracing::info!(%file, r#type = %id, %sha256, "secret type loaded"),
                    }
                }
            }
        }
        for id in old.plugins.keys().filter(|id| !self.plugins.contains_key(id)) {
            tracing::warn!(r#type = %id, "secret type gone: its secrets stay, and cannot be changed");
        }
    }
}

/// A value with a field that its type no longer describes is kept and cannot be written again.
fn log_dropped(before: &Plugin, now: &Plugin) {
    let dropped = before.dropped_in(now);
    if !dropped.is_empty() {
        let fields = dropped.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let id = &now.description().id;
        tracing::warn!(r#type = %id, fields, "the new version of a secret type drops fields");
    }
}

/// What loading takes.
pub(super) struct Loading<'a> {
    pub(super) sandbox: &'a Sandbox,
    pub(super) folder: &'a Path,
    pub(super) options: &'a Options,
}

impl Loading<'_> {
    /// What the manifest says now, with those of `old` that it says again.
    pub(super) fn set(&self, listed: Vec<Listed>, old: &Set) -> Set {
        let mut set = Set::default();
        for Listed { name, entry } in listed {
            let state = entry.and_then(|entry| {
                let plugin = self.plugin(&entry, old)?;
                let id = plugin.description().id.clone();
                if set.plugins.contains_key(&id) {
                    return Err(Refusal::Taken(id));
                }
                let (sha256, connected) = (entry.sha256, plugin.is_connected());
                set.plugins.insert(id.clone(), plugin);
                Ok(Loaded { id, sha256, connected })
            });
            set.statuses.push(Arc::new(Status { file: name, state }));
        }
        let entry = |plugin: &Arc<Plugin>| PortEntry {
            description: plugin.description().clone(),
            connected: plugin.is_connected(),
        };
        set.entries = set.plugins.values().map(entry).collect();
        let digests: Vec<_> =
            set.plugins.values().map(|plugin| plugin.entry().sha256.to_string()).collect();
        self.sandbox.forget(|digest| digests.iter().any(|used| used == digest));
        set
    }

    /// The one that is loaded, where the manifest says of it what it said before.
    fn plugin(&self, entry: &Entry, old: &Set) -> Result<Arc<Plugin>, Refusal> {
        if let Some(plugin) = old.plugins.values().find(|plugin| plugin.entry() == entry) {
            plugin.is_steady(self.sandbox)?;
            return Ok(Arc::clone(plugin));
        }
        let mut plugin = Plugin::load(self.sandbox, self.folder, entry, self.options)?;
        if let Some(before) = old.plugins.get(&plugin.description().id) {
            plugin.count_on(before);
        }
        Ok(Arc::new(plugin))
    }
}
