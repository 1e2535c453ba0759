//! Files that hold secrets: whole or not there, and from their first byte on nobody else's to read.

use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

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
}
