//! Files that nobody else may read, written whole or not at all.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

use anyhow::Context as _;

use crate::private_file;

const OWN_FOLDER: u32 = 0o700;

/// Puts a file with mode 0600 in the place of the one there is, at once.
///
/// # Errors
/// The folder is not there or takes no file; the file is as it was.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    private_file::write(path, content, private_file::MODE)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a folder for its owner alone, with those above it, or takes it as it is.
pub(crate) fn private_folder(path: &Path) -> anyhow::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(OWN_FOLDER);
    builder.create(path).with_context(|| format!("cannot make the folder {}", path.display()))
}

/// `None` where there is none.
///
/// # Errors
/// It cannot be read, is no text, or others may read it too.
pub(crate) fn read_private(path: &Path) -> anyhow::Result<Option<zeroize::Zeroizing<String>>> {
    let metadata = match fs::metadata(path) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other.with_context(|| format!("cannot read {}", path.display()))?,
    };
    anyhow::ensure!(
        metadata.permissions().mode() & 0o077 == 0,
        "others on this machine can read {0}: run `chmod 600 {0}`",
        path.display()
    );
    let text = fs::read_to_string(path);
    Ok(Some(text.with_context(|| format!("cannot read {}", path.display()))?.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs::Permissions;

    use super::*;

    #[test]
    fn a_file_is_its_owners_alone_whatever_stood_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert!(read_private(&path).is_err());
        write_private(&path, b"after").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read_private(&path).unwrap().unwrap().as_str(), "after");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        assert!(write_private(&taken, b"a").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(read_private(&folder.path().join("none")).unwrap().is_none());
    }
}
