//! A file for an editor: in memory where the machine has such a folder, in a folder of its own that
//! takes the editor's own copies with it, overwritten and gone at the end.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::private_file;

/// Of file systems in memory, as `statfs(2)` says them.
const IN_MEMORY: [i64; 2] = [0x0102_1994, 0x8584_58f6];

pub(super) struct Scratch {
    folder: TempDir,
    pub(super) is_in_memory: bool,
}

impl Scratch {
    pub(super) fn new(content: &str) -> anyhow::Result<Self> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let candidates = runtime.into_iter().chain([PathBuf::from("/dev/shm")]);
        let in_memory = candidates.filter(|folder| is_in_memory(folder));
        let mut builder = tempfile::Builder::new();
        builder.prefix("strongroom-").permissions(Permissions::from_mode(0o700));
        let mut made = in_memory.filter_map(|folder| builder.tempdir_in(folder).ok());
        let scratch = match made.next() {
            Some(folder) => Self { folder, is_in_memory: true },
            None => {
                let folder = builder.tempdir().context("there is no folder for a file to edit")?;
                Self { folder, is_in_memory: false }
            }
        };
        private_file::write(&scratch.file(), content.as_bytes(), private_file::MODE)?;
        Ok(scratch)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("value.toml")
    }

    pub(super) fn read(&self) -> anyhow::Result<Zeroizing<String>> {
        let text = fs::read_to_string(self.file());
        Ok(Zeroizing::new(text.context("cannot read what was edited")?))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The editor's own copies too. What is not there any more needs no wiping.
        for entry in fs::read_dir(self.folder.path()).into_iter().flatten().flatten() {
            let length = entry.metadata().map_or(0, |metadata| metadata.len());
            let nothing = vec![0; usize::try_from(length).unwrap_or(0)];
            let _ = overwrite(&entry.path(), &nothing);
        }
    }
}

/// In its place, which a new file would not be.
fn overwrite(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn is_in_memory(folder: &Path) -> bool {
    rustix::fs::statfs(folder).is_ok_and(|found| IN_MEMORY.contains(&found.f_type))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_edited_is_its_owners_alone_and_gone_afterwards() {
        let scratch = Scratch::new("a = \"1\"\n").unwrap();
        let (file, folder) = (scratch.file(), scratch.folder.path().to_owned());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(&folder)), (0o600, 0o700));
        let kept = fs::File::open(&file).unwrap();
        fs::write(folder.join(".value.toml.swp"), "a copy").unwrap();
        drop(scratch);
        assert!(!folder.exists());
        // Whoever still has it open reads nothing of it.
        assert_eq!(std::io::read_to_string(kept).unwrap(), "\0".repeat(8));
    }
}
