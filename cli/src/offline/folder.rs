//! The files of what is kept: in a folder that nobody else can enter.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};

use crate::private_file;

/// More than all secrets of an owner that fit into an environment.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// # Errors
    /// Others can enter the folder, or the disk refused.
    pub(super) fn write(&self, name: &str, content: &[u8]) -> anyhow::Result<()> {
        let called = || self.0.display().to_string();
        private_file::folder(&self.0).with_context(called)?;
        self.check()?;
        private_file::write(&self.0.join(name), content, private_file::MODE).with_context(called)
    }

    /// None where there is no such file.
    ///
    /// # Errors
    /// Others can read the file or enter the folder, or it is no file.
    pub(super) fn read(&self, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let path = self.0.join(name);
        let called = || path.display().to_string();
        let no_links = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(no_links.bits()).context("flags")?;
        let file = match OpenOptions::new().read(true).custom_flags(flags).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(called),
        };
        self.check()?;
        ensure!(file.metadata()?.is_file(), "{} is no file", path.display());
        private(&file, &path, "600")?;
        let mut content = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut content).with_context(called)?;
        Ok(Some(content))
    }

    /// # Errors
    /// The disk refused.
    pub(super) fn remove(&self, name: &str) -> anyhow::Result<()> {
        match fs::remove_file(self.0.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| self.0.display().to_string())
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn check(&self) -> anyhow::Result<()> {
        let folder = File::open(&self.0).with_context(|| self.0.display().to_string())?;
        ensure!(folder.metadata()?.is_dir(), "{} is no folder", self.0.display());
        private(&folder, &self.0, "700")
    }
}

/// Whether it is of who runs this, and nobody else's to use.
fn private(file: &File, path: &Path, mode: &str) -> anyhow::Result<()> {
    let metadata = file.metadata()?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        bail!("{} is somebody else's", path.display());
    }
    if metadata.mode() & 0o077 != 0 {
        bail!(
            "others can use {0}: run `chmod {mode} {0}`, if what is in it is yours",
            path.display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn the_folder_and_its_files_are_nobody_elses_or_are_not_used() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::new(parent.path().join("a/b"));
        assert!(folder.read("x").unwrap().is_none());
        folder.write("x", b"1").unwrap();
        let file = folder.path().join("x");
        let mode = |path: &Path| path.metadata().unwrap().mode() & 0o777;
        assert_eq!((mode(folder.path()), mode(&file)), (0o700, 0o600));
        assert_eq!(folder.read("x").unwrap().unwrap(), b"1");

        set(&file, 0o640);
        assert!(folder.read("x").unwrap_err().to_string().contains("chmod 600"));
        set(&file, 0o600);
        set(folder.path(), 0o755);
        assert!(folder.read("x").unwrap_err().to_string().contains("chmod 700"));
        assert!(folder.write("x", b"2").unwrap_err().to_string().contains("chmod 700"));
        set(folder.path(), 0o700);
        assert_eq!(folder.read("x").unwrap().unwrap(), b"1");

        folder.remove("x").unwrap();
        folder.remove("x").unwrap();
        assert!(folder.read("x").unwrap().is_none());
    }

    #[test]
    fn a_link_is_not_followed() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::new(parent.path().join("kept"));
        folder.write("x", b"1").unwrap();
        symlink(folder.path().join("x"), folder.path().join("y")).unwrap();
        assert!(folder.read("y").is_err());
    }
}
