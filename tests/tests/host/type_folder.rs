//! A folder of secret types that a test changes while a server serves from it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use strongroom_tests::artefacts;
use tempfile::TempDir;

pub(crate) const HONEST: &str = "strongroom-type-single-variable";
pub(crate) const ON_COMMAND: &str = "strongroom-hostile-type-on-command";
pub(crate) const CONNECTED: &str = "strongroom-hostile-type-connected";

pub(crate) struct TypeFolder(TempDir);

impl TypeFolder {
    /// With these components in it, each with lines of its own in the manifest.
    pub(crate) fn of(entries: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.set(entries);
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// These and no others from now on.
    pub(crate) fn set(&self, entries: &[(&str, &str)]) {
        let mut manifest = String::new();
        for (package, lines) in entries {
            let bytes = fs::read(component(package)).expect("a component");
            fs::write(self.path().join(package), &bytes).expect("a file");
            let digest: String =
                Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            write!(manifest, "[[type]]\nfile = \"{package}\"\nsha256 = \"{digest}\"\n{lines}\n")
                .expect("text");
        }
        self.write(&manifest);
    }

    /// Puts a manifest in the place of the one there is, at once.
    pub(crate) fn write(&self, manifest: &str) {
        let new = self.path().join("manifest.new");
        fs::write(&new, manifest).expect("a file");
        fs::rename(new, self.path().join("manifest.toml")).expect("a manifest");
    }
}

fn component(package: &str) -> PathBuf {
    artefacts::component(package)
}
