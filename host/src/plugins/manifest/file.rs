//! The files of the folder: read whole, within bounds, and once.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::{Digest, Entry, LIMIT};
use crate::plugins::failure::Refusal;

pub(crate) const NAME: &str = "manifest.toml";
/// Bytes of a file of certificates.
const CA_LIMIT: u64 = 1 << 20;

/// The manifest as it is written.
pub(crate) fn manifest(folder: &Path) -> Result<Vec<u8>, Refusal> {
    let file = File::open(folder.join(NAME)).map_err(Refusal::Manifest)?;
    read_bounded(file, LIMIT)
        .map_err(Refusal::Manifest)?
        .ok_or(Refusal::ManifestTooLarge { limit: LIMIT })
}

impl Entry {
    /// The bytes of the file, once their number and their digest are known to be right. They are
    /// read once: what was checked is what is used.
    pub(crate) fn bytes(&self, folder: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
        let bytes = regular(&folder.join(&self.file), limit)?;
        if Digest::of(&bytes) == self.sha256 { Ok(bytes) } else { Err(Refusal::Digest) }
    }

    /// The certificates that this type's services are signed with, in PEM.
    pub(crate) fn ca(&self, folder: &Path) -> Result<Option<Vec<u8>>, Refusal> {
        let read = |ca| regular(&folder.join(ca), CA_LIMIT).map_err(|e| Refusal::Ca(Box::new(e)));
        self.allowance.ca.as_ref().map(read).transpose()
    }
}

fn regular(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    // Looked at before it is opened: opening a named pipe would wait for a writer.
    let metadata = path.symlink_metadata().map_err(Refusal::Unreadable)?;
    if !metadata.is_file() {
        return Err(Refusal::NotAFile);
    }
    let file = File::open(path).map_err(Refusal::Unreadable)?;
    read_bounded(file, limit).map_err(Refusal::Unreadable)?.ok_or(Refusal::TooLarge { limit })
}

/// All of a file, `None` if it holds more than `limit` bytes, of which one more is read at most.
fn read_bounded(file: File, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((read as u64 <= limit).then_some(bytes))
}

/// What shows, without reading a file, that it may hold something else now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    number: u64,
    size: u64,
    /// Seconds and nanoseconds.
    changed: (i64, i64),
}

/// `None` where there is no such file.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let of = |it: Metadata| Stamp {
        number: it.ino(),
        size: it.size(),
        changed: (it.mtime(), it.mtime_nsec()),
    };
    path.metadata().ok().map(of)
}
