//! The native catalogue: secret types that people plug in.
//!
//! A plug-in is a component nobody here wrote. `manifest` finds its file and checks the digest
//! before anything is decoded, `plugin` compiles and calls it, `sandbox` is what a call runs in: an
//! engine of its own, a fresh store for every call, limits on memory, tables, time and answers, and
//! threads of its own, so that a plug-in that goes astray costs that one call an error and starves
//! nobody. `contract` checks what it says about itself and what it answers.
//!
//! A plug-in that is not fit for use never stops the server: [`Catalogue::statuses`] says why, and
//! its type is unavailable.
//!
//! Not in here: who may call what, where values are kept, HTTP. Depends on wasmtime, the contract
//! in `wit/secret-type`, and `core::wasi` for the empty baseline.

mod bindings;
mod contract;
mod counters;
mod failure;
mod manifest;
mod plugin;
mod sandbox;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use strongroom_model::TypeName;
use strongroom_ports::catalogue::{Description, Error, Field};

pub(crate) use counters::Counts;
pub(crate) use failure::{LoadError, Refusal};
pub(crate) use settings::Options;

use manifest::Entry;
use plugin::Plugin;
use sandbox::Sandbox;

/// The types that are loaded. A clone is another handle on the same ones.
#[derive(Clone)]
pub(crate) struct Catalogue {
    inner: Arc<Inner>,
}

struct Inner {
    sandbox: Sandbox,
    plugins: BTreeMap<TypeName, Arc<Plugin>>,
    descriptions: Arc<[Description]>,
    statuses: Vec<Status>,
}

/// What became of one entry of the manifest.
#[derive(Debug)]
pub(crate) struct Status {
    /// The name of the file as the manifest gives it, or of the manifest where that is at fault.
    pub(crate) file: String,
    pub(crate) state: Result<TypeName, Refusal>,
}

impl Status {
    fn log(&self) {
        let file = &self.file;
        match &self.state {
            Ok(id) => tracing::info!(%file, r#type = %id, "secret type loaded"),
            Err(reason) => tracing::error!(%file, %reason, "secret type not available"),
        }
    }
}

impl Catalogue {
    /// Loads every plug-in that the manifest in `folder` names. Blocks while they are compiled.
    ///
    /// # Errors
    /// The host itself cannot run plug-ins. What is wrong with a plug-in, or with the manifest, is
    /// a [`Status`].
    pub(crate) fn load(folder: &Path, options: &Options) -> Result<Self, LoadError> {
        let sandbox = Sandbox::start(options)?;
        let mut plugins: BTreeMap<TypeName, Arc<Plugin>> = BTreeMap::new();
        let mut statuses = Vec::new();
        for (file, entry) in manifest::read(folder) {
            let state = entry
                .and_then(|entry: Entry| Plugin::load(&sandbox, folder, &entry, options))
                .and_then(|plugin| {
                    let id = plugin.description().id.clone();
                    if plugins.contains_key(&id) {
                        return Err(Refusal::Taken(id));
                    }
                    plugins.insert(id.clone(), Arc::new(plugin));
                    Ok(id)
                });
            statuses.push(Status { file, state });
        }
        let descriptions = plugins.values().map(|plugin| plugin.description().clone()).collect();
        let inner = Inner { sandbox, plugins, descriptions, statuses };
        let catalogue = Self { inner: Arc::new(inner) };
        catalogue.statuses().iter().for_each(Status::log);
        Ok(catalogue)
    }

    /// What the types say of themselves, in the order of their ids.
    #[must_use]
    pub(crate) fn types(&self) -> Arc<[Description]> {
        Arc::clone(&self.inner.descriptions)
    }

    /// Checks a value and gives it back in the form to be stored, its fields in the order of the
    /// description. Runs on threads of the catalogue's own, from any runtime.
    ///
    /// # Errors
    /// Every case of [`Error`].
    pub(crate) async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        let plugin = self.inner.plugins.get(type_name).ok_or(Error::Unknown)?;
        plugin.validate(&self.inner.sandbox, fields).await
    }

    /// One for each entry of the manifest, in its order.
    #[must_use]
    pub(crate) fn statuses(&self) -> &[Status] {
        &self.inner.statuses
    }

    /// How calls ended so far, for each type.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&TypeName, Counts)> {
        self.inner.plugins.iter().map(|(id, plugin)| (id, plugin.counts()))
    }
}
