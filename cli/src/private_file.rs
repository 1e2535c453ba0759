//! Files that hold secrets: whole or not there, and from their first byte on nobody else's to read.

use std::fs::{DirBuilder, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

use anyhow::Context as _;
use zeroize::Zeroizing;

/// For whoever the file belongs to, to read and write.
pub(crate) const MODE: u32 = 0o600;

/// Puts a file in the place of the one there is, if there is one, at once: what is read there is the
/// old content or the new. A link is replaced, not followed.
///
/// # Errors
/// It is no place for a file, or the disk refused; then what was there is as it was.
pub(crate) fn write(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    // A device, a pipe or a folder would be replaced by a file.
    if path.symlink_metadata().is_ok_and(|there| !there.is_file() && !there.is_symlink()) {
        return Err(io::Error::other("it is no file, and would be replaced by one"));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Beside it, since only within a file system a file takes another's place at once.
    let mut file = tempfile::Builder::new().prefix(".strongroom-").tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().set_permissions(Permissions::from_mode(mode))?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// Makes a folder for its owner alone, with those above it, or takes it as it is.
///
/// # Errors
/// It is no place for a folder.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// `None` where there is none.
///
/// # Errors
/// It cannot be read, is no text, or others may read it too.
pub(crate) fn read(path: &Path) -> anyhow::Result<Option<Zeroizing<String>>> {
    let called = || format!("cannot read {}", path.display());
    let metadata = match path.metadata() {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.with_context(called)?,
    };
    anyhow::ensure!(
        metadata.permissions().mode() & 0o077 == 0,
        "others on this machine can read {0}: run `chmod 600 {0}`",
        path.display()
    );
    Ok(Some(std::fs::read_to_string(path).with_context(called)?.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_takes_the_place_of_another_with_the_mode_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        write(&path, b"new", MODE).unwrap();
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"new".to_vec(), 0o600));
        write(&path, b"newer", 0o640).unwrap();
        assert_eq!(mode(&path), 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_is_replaced_and_what_it_points_to_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "other").unwrap();
        symlink(&target, &link).unwrap();
        write(&link, b"new", MODE).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"other");
        assert!(link.symlink_metadata().unwrap().is_file());
    }

    #[test]
    fn what_is_no_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write(folder.path(), b"new", MODE).is_err());
        assert!(write(Path::new("/dev/null"), b"new", MODE).is_err());
        assert!(folder.path().is_dir());
    }

    #[test]
    fn what_others_can_read_is_not_read() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("made").join("a");
        folder(path.parent().unwrap()).unwrap();
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert!(read(&path).unwrap().is_none());
        write(&path, b"a", MODE).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().as_str(), "a");
        write(&path, b"a", 0o640).unwrap();
        assert!(read(&path).is_err());
    }
}
