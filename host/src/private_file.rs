//! Files and folders that are nobody's but ours.
//!
//! Made with their final permissions from the first moment, and refused when others could read or
//! change them. Knows nothing of what is in them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("cannot {what} {path}: {cause}")]
    Io { what: &'static str, path: PathBuf, cause: io::Error },
    #[error("{path} can be read or changed by others (mode {mode:04o}): run `chmod {wanted:o} {path}`", mode = mode & 0o7777)]
    Open { path: PathBuf, mode: u32, wanted: u32 },
    #[error("{path} belongs to user {owner}, not to this one ({us}): run `chown {us} {path}`")]
    Owner { path: PathBuf, owner: u32, us: u32 },
    #[error("{path} is not a {wanted}")]
    Kind { path: PathBuf, wanted: &'static str },
    #[error("{path} is larger than {limit} bytes")]
    TooLarge { path: PathBuf, limit: u64 },
}

impl Error {
    /// Whether the file is simply not there.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { cause, .. } if cause.kind() == io::ErrorKind::NotFound)
    }
}

fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |cause| Error::Io { what, path, cause }
}

/// The folder, made with mode 0700 where it is not there. What lies above it is made as usual.
///
/// # Errors
/// It cannot be made, is no folder, belongs to another user, or others may write to it.
pub(crate) fn folder(path: &Path) -> Result<(), Error> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(io("make the folder", parent))?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(io("make the folder", path)(error));
        }
        _ => {}
    }
    let metadata = fs::metadata(path).map_err(io("look at", path))?;
    if !metadata.is_dir() {
        return Err(Error::Kind { path: path.to_owned(), wanted: "folder" });
    }
    check(path, &metadata, 0o077, 0o700)
}

/// A whole file that only we can read, at most `limit` bytes.
///
/// # Errors
/// Every case: what others can read or change is not read.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>, Error> {
    let file = File::open(path).map_err(io("read", path))?;
    let metadata = file.metadata().map_err(io("look at", path))?;
    if !metadata.is_file() {
        return Err(Error::Kind { path: path.to_owned(), wanted: "file" });
    }
    check(path, &metadata, 0o077, 0o600)?;
    if metadata.len() > limit {
        return Err(Error::TooLarge { path: path.to_owned(), limit });
    }
    // One allocation of the final size: a growing one would leave copies behind.
    let size = usize::try_from(metadata.len()).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(size.saturating_add(1)));
    file.take(limit).read_to_end(&mut bytes).map_err(io("read", path))?;
    Ok(bytes)
}

/// Writes a new file with mode 0600 that is on the disk, name and all, when this returns.
///
/// # Errors
/// There is such a file, or it cannot be written.
pub(crate) fn create(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(io("create", path))?;
    file.write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| sync_parent(path))
        .map_err(io("write", path))
}

/// Puts a file in place at once, or not at all, with mode 0600.
///
/// # Errors
/// It cannot be written.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(io("remove", &temporary)(error));
        }
        _ => {}
    }
    create(&temporary, content)?;
    fs::rename(&temporary, path).and_then(|()| sync_parent(path)).map_err(io("write", path))
}

fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

fn check(path: &Path, metadata: &fs::Metadata, others: u32, wanted: u32) -> Result<(), Error> {
    let us = rustix::process::geteuid().as_raw();
    if metadata.uid() != us {
        return Err(Error::Owner { path: path.to_owned(), owner: metadata.uid(), us });
    }
    let mode = metadata.mode();
    if mode & others != 0 {
        return Err(Error::Open { path: path.to_owned(), mode, wanted });
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn makes_files_and_folders_that_only_the_owner_can_read() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("a/data");
        folder(&data).unwrap();
        create(&data.join("new"), b"1").unwrap();
        replace(&data.join("replaced"), b"2").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o7777;
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("new")), 0o600);
        assert_eq!(mode(&data.join("replaced")), 0o600);
        assert_eq!(fs::read_dir(&data).unwrap().count(), 2, "nothing temporary is left");
    }

    #[test]
    fn refuses_a_file_that_others_can_read_or_change_and_says_what_to_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, b"secret").unwrap();
        for mode in [0o640, 0o604, 0o620, 0o602, 0o610, 0o666] {
            set_mode(&path, mode);
            let error = read(&path, 100).unwrap_err();
            assert!(matches!(error, Error::Open { .. }), "{mode:o}");
            let text = error.to_string();
            assert!(text.contains(&format!("chmod 600 {}", path.display())), "{text}");
        }
        set_mode(&path, 0o400);
        assert_eq!(&**read(&path, 100).unwrap(), b"secret");
    }

    #[test]
    fn refuses_a_folder_that_others_can_enter() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("data");
        fs::create_dir(&data).unwrap();
        set_mode(&data, 0o755);
        assert!(matches!(folder(&data), Err(Error::Open { wanted: 0o700, .. })));
    }

    #[test]
    fn never_overwrites_what_is_to_be_new() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, b"first").unwrap();
        assert!(create(&path, b"second").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn refuses_a_file_beyond_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, &[0; 101]).unwrap();
        assert!(matches!(read(&path, 100), Err(Error::TooLarge { .. })));
    }

    #[test]
    fn tells_a_missing_file_from_a_bad_one() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(&folder.path().join("none"), 1).unwrap_err().is_not_found());
    }
}
