//! The types that are loaded, and calls to them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use strongroom_model::{FormatName, TypeName};
use strongroom_ports::catalogue::{
    About, Entry, Error, Field, RenderError, Rendered, RotationError, Step,
};

use super::counters::Counts;
use super::failure::LoadError;
use super::manifest;
use super::plugin::Plugin;
use super::sandbox::Sandbox;
use super::set::{Loading, Set};
use super::settings::Options;
use super::status::Status;
use crate::core::cache::Cache;

/// The types that are loaded. A clone is another handle on the same ones.
#[derive(Clone)]
pub(crate) struct Catalogue {
    inner: Arc<Inner>,
}

struct Inner {
    sandbox: Sandbox,
    folder: PathBuf,
    options: Options,
    /// Replaced as a whole. Who calls a type holds it until the answer is there.
    set: RwLock<Arc<Set>>,
    /// Held by whoever makes the next set.
    loading: Mutex<()>,
}

impl Catalogue {
    /// Loads every plug-in that the manifest in `folder` names. Blocks while they are compiled,
    /// which `cache` saves the next time.
    ///
    /// # Errors
    /// The host itself cannot run plug-ins. What is wrong with a plug-in, or with the manifest, is
    /// a [`Status`].
    pub(crate) fn load(
        folder: &Path,
        options: &Options,
        cache: Option<&Path>,
    ) -> Result<Self, LoadError> {
        let cache = cache.map(|folder| Cache::new(folder, "plug-in"));
        let inner = Inner {
            sandbox: Sandbox::start(options, cache)?,
            folder: folder.to_owned(),
            options: options.clone(),
            set: RwLock::default(),
            loading: Mutex::new(()),
        };
        let catalogue = Self { inner: Arc::new(inner) };
        catalogue.reload();
        Ok(catalogue)
    }

    /// Reads the manifest again and does as it says: plug-ins it names in the same way as before
    /// stay, all others go or are loaded. A manifest that cannot be read leaves everything as it
    /// was. Blocks while plug-ins are compiled; calls that run end on the plug-in they began on.
    pub(crate) fn reload(&self) {
        let inner = &self.inner;
        let _loading = inner.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.set();
        let new = match manifest::read(&inner.folder) {
            Err(refusal) => {
                tracing::error!(reason = %refusal, "secret types stay as they are");
                old.troubled(refusal)
            }
            Ok(listed) => {
                let Inner { sandbox, folder, options, .. } = &**inner;
                let new = Loading { sandbox, folder, options }.set(listed, &old);
                new.log_changes(&old);
                new
            }
        };
        *inner.set.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
    }

    fn set(&self) -> Arc<Set> {
        Arc::clone(&self.inner.set.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn plugin(&self, type_name: &TypeName) -> Option<Arc<Plugin>> {
        self.set().plugins.get(type_name).cloned()
    }

    /// What the types say of themselves, in the order of their ids.
    #[must_use]
    pub(crate) fn types(&self) -> Arc<[Entry]> {
        Arc::clone(&self.set().entries)
    }

    /// Checks a value and gives it back in the form to be stored, its fields in the order of the
    /// description. Runs on threads of the catalogue's own, from any runtime, as all calls do.
    ///
    /// # Errors
    /// Every case of [`Error`].
    pub(crate) async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        let plugin = self.plugin(type_name).ok_or(Error::Unknown)?;
        plugin.validate(&self.inner.sandbox, fields).await
    }

    /// A value in one of the formats that its type describes.
    ///
    /// # Errors
    /// Every case of [`RenderError`].
    pub(crate) async fn render(
        &self,
        type_name: &TypeName,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        let plugin = self.plugin(type_name).ok_or(RenderError::Unknown)?;
        plugin.render(&self.inner.sandbox, format, about, fields).await
    }

    /// Whether a credential works.
    ///
    /// # Errors
    /// Every case of [`RotationError`].
    pub(crate) async fn check(
        &self,
        type_name: &TypeName,
        about: &About,
        current: Vec<Field>,
    ) -> Result<(), RotationError> {
        let plugin = self.plugin(type_name).ok_or(RotationError::Unknown)?;
        plugin.check(&self.inner.sandbox, about, current).await
    }

    /// The next value, validated like any other.
    ///
    /// # Errors
    /// Every case of [`RotationError`].
    pub(crate) async fn create_next(
        &self,
        type_name: &TypeName,
        about: &About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        let plugin = self.plugin(type_name).ok_or(RotationError::Unknown)?;
        plugin.create_next(&self.inner.sandbox, about, current).await
    }

    /// # Errors
    /// Every case of [`RotationError`].
    pub(crate) async fn take_step(
        &self,
        type_name: &TypeName,
        step: Step,
        about: &About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError> {
        let plugin = self.plugin(type_name).ok_or(RotationError::Unknown)?;
        plugin.take_step(&self.inner.sandbox, step, about, current, other).await
    }

    /// One for each entry of the manifest, in its order, after one for a manifest that cannot be
    /// read.
    #[must_use]
    pub(crate) fn statuses(&self) -> Vec<Arc<Status>> {
        self.set().statuses()
    }

    /// How calls ended so far, for each type.
    pub(crate) fn counts(&self) -> Vec<(TypeName, Counts)> {
        let set = self.set();
        set.plugins.iter().map(|(id, plugin)| (id.clone(), plugin.counts())).collect()
    }

    /// The folder of the manifest, and the files of it that are of no use now.
    pub(super) fn watched(&self) -> (PathBuf, Vec<PathBuf>) {
        let folder = self.inner.folder.clone();
        let refused = self.set().refused().map(|file| folder.join(file)).collect();
        (folder, refused)
    }

    #[cfg(test)]
    pub(super) fn attempted(&self, type_name: &TypeName) -> Arc<Plugin> {
        #[expect(clippy::expect_used, reason = "tests")]
        self.plugin(type_name).expect("a type")
    }
}
