//! Where things lie: the checkout, the folder cargo builds in, the folder for what is shipped.
//!
//! What it is not: a reader of manifests; see `packages`.
//! Depends on: the environment that `cargo run` gives.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// The checkout, all paths absolute.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this program belongs to, from whatever folder it was called.
    pub(crate) fn find() -> anyhow::Result<Self> {
        // `cargo run` says where the package is now; the value from compile time may be of
        // another day, before the checkout moved.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().context("xtask lies outside a workspace")?.to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => std::path::absolute(dir).context("cannot resolve CARGO_TARGET_DIR")?,
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo builds for this machine.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    pub(crate) fn components(&self) -> PathBuf {
        self.root.join("components")
    }

    /// Where what is shipped, and what the tests take, is put.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A program that cargo built for this machine.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    /// Holds other runs of xtask back while set-up and build write to shared folders; the lock
    /// goes with the returned file.
    pub(crate) fn lock(&self) -> anyhow::Result<File> {
        fs::create_dir_all(&self.target)
            .with_context(|| format!("cannot create {}", self.target.display()))?;
        let path = self.target.join(".xtask-lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        if file.try_lock().is_err() {
            eprintln!("    waiting for another `cargo xtask` in this checkout");
            file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Ok(file)
    }
}
