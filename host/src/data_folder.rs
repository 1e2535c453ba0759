//! The folder that holds all a host keeps: database, root key, machine code.
//!
//! One host at a time: a lock on a file in it is held for as long as the process lives.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::private_file;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Folder(#[from] private_file::Error),
    #[error("another strongroom is running on {0}: stop it, or name another folder with --data")]
    InUse(PathBuf),
    #[error("cannot lock {path}: {cause}")]
    Lock { path: PathBuf, cause: std::io::Error },
}

/// Where things lie in the folder.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    folder: PathBuf,
}

impl Layout {
    /// The folder, made where it is not there.
    ///
    /// # Errors
    /// It cannot be made, or others can enter it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        private_file::folder(folder)?;
        let layout = Self { folder: folder.to_owned() };
        private_file::folder(&layout.cache())?;
        Ok(layout)
    }

    /// Keeps every other host out until the result is dropped.
    ///
    /// # Errors
    /// Another host has it.
    pub(crate) fn lock(&self) -> Result<Lock, Error> {
        lock_in(&self.folder)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("strongroom.db")
    }

    pub(crate) fn root_key(&self) -> PathBuf {
        self.folder.join("root-key")
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.folder.join("cache")
    }
}

/// Keeps every host out of a folder until the result is dropped.
///
/// # Errors
/// Another host has it.
pub(crate) fn lock_in(folder: &Path) -> Result<Lock, Error> {
    let path = folder.join("lock");
    let failed = |cause| Error::Lock { path: path.clone(), cause };
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(folder.to_owned())),
        Err(TryLockError::Error(cause)) => Err(failed(cause)),
    }
}

/// The system releases it with the process, however that ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_second_host_on_the_same_folder_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let layout = Layout::open(&parent.path().join("data")).unwrap();
        let first = layout.lock().unwrap();
        assert!(matches!(layout.lock(), Err(Error::InUse(_))));
        drop(first);
        assert!(layout.lock().is_ok());
    }
}
