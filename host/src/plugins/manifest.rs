//! `manifest.toml`: which files of the folder are plug-ins, and which bytes they must hold.
//!
//! ```toml
//! [[type]]
//! file = "single-variable.wasm"
//! sha256 = "…64 hexadecimal digits…"
//! memory-mib = 64   # optional
//! time-ms = 1000    # optional
//! ```
//!
//! Each entry stands for itself: one that is wrong does not take the others with it.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroU32;
use std::path::{Component, Path};
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::failure::{Printable, Refusal};

const NAME: &str = "manifest.toml";
/// Bytes of the manifest.
const LIMIT: u64 = 1 << 20;

/// One plug-in as the manifest names it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    file: String,
    sha256: [u8; 32],
    /// Bytes.
    pub(crate) memory: Option<usize>,
    pub(crate) time: Option<Duration>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    #[serde(default, rename = "type")]
    types: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawEntry {
    file: String,
    sha256: String,
    memory_mib: Option<NonZeroU32>,
    time_ms: Option<NonZeroU32>,
}

/// The entries of the manifest in `folder`, each with the name to report it under.
pub(crate) fn read(folder: &Path) -> Vec<(String, Result<Entry, Refusal>)> {
    match manifest(folder) {
        Ok(types) => types.into_iter().map(entry).collect(),
        Err(refusal) => vec![(NAME.to_owned(), Err(refusal))],
    }
}

fn manifest(folder: &Path) -> Result<Vec<toml::Value>, Refusal> {
    let file = File::open(folder.join(NAME)).map_err(Refusal::Manifest)?;
    let bytes = read_bounded(file, LIMIT)
        .map_err(Refusal::Manifest)?
        .ok_or(Refusal::ManifestTooLarge { limit: LIMIT })?;
    let manifest: Manifest = toml::from_slice(&bytes)
        .map_err(|error| Refusal::ManifestInvalid(Printable::new(error.message())))?;
    Ok(manifest.types)
}

fn entry(raw: toml::Value) -> (String, Result<Entry, Refusal>) {
    let name = raw.get("file").and_then(toml::Value::as_str).unwrap_or(NAME);
    let name = Printable::new(name).to_string();
    let entry = raw
        .try_into()
        .map_err(|error: toml::de::Error| Refusal::ManifestInvalid(Printable::new(error.message())))
        .and_then(checked);
    (name, entry)
}

fn checked(raw: RawEntry) -> Result<Entry, Refusal> {
    // INVARIANT: a plug-in lies in the manifest's folder and nowhere else.
    let mut parts = Path::new(&raw.file).components();
    let (Some(Component::Normal(name)), None) = (parts.next(), parts.next()) else {
        return Err(Refusal::FileName);
    };
    if name != raw.file.as_str() {
        return Err(Refusal::FileName);
    }
    Ok(Entry {
        sha256: digest(&raw.sha256).ok_or(Refusal::DigestForm)?,
        file: raw.file,
        memory: raw.memory_mib.map(|mib| (mib.get() as usize).saturating_mul(1 << 20)),
        time: raw.time_ms.map(|ms| Duration::from_millis(ms.get().into())),
    })
}

fn digest(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, place) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(place..place + 2)?, 16).ok()?;
    }
    Some(digest)
}

impl Entry {
    /// The bytes of the file, once their number and their digest are known to be right. They are
    /// read once: what was checked is what is used.
    pub(crate) fn bytes(&self, folder: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
        let path = folder.join(&self.file);
        // Looked at before it is opened: opening a named pipe would wait for a writer.
        let metadata = path.symlink_metadata().map_err(Refusal::Unreadable)?;
        if !metadata.is_file() {
            return Err(Refusal::NotAFile);
        }
        let file = File::open(path).map_err(Refusal::Unreadable)?;
        let bytes = read_bounded(file, limit)
            .map_err(Refusal::Unreadable)?
            .ok_or(Refusal::TooLarge { limit })?;
        if Sha256::digest(&bytes)[..] == self.sha256[..] { Ok(bytes) } else { Err(Refusal::Digest) }
    }
}

/// All of a file, `None` if it holds more than `limit` bytes, of which one more is read at most.
fn read_bounded(file: File, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((read as u64 <= limit).then_some(bytes))
}
