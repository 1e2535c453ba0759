//! Machine code of the core and of secret types, kept between starts.
//!
//! Machine code is trusted: whoever can put some in the cache runs code in this process. So it is
//! written and read only where `private_file` finds that nobody else can change it, its name says
//! for which component and which engine it was made, and a digest behind it shows damage. A cache
//! that does not hold is made again and never an error.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use super::error::Error;
use crate::private_file;

/// Bytes of machine code. A core has a few million.
const LIMIT: u64 = 256 << 20;
const DIGEST: usize = 32;

/// Machine code of one kind of components.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// Which its files begin with.
    kind: &'static str,
}

/// The core in `file`, compiled now where `folder` does not hold its machine code.
pub(crate) fn load(engine: &Engine, file: &Path, folder: &Path) -> Result<Component, Error> {
    let source =
        fs::read(file).map_err(|cause| Error::Unreadable { file: file.to_owned(), cause })?;
    let cache = Cache::new(folder, "core");
    let component = cache
        .component(engine, &source)
        .map_err(|cause| Error::NotAComponent { file: file.to_owned(), cause })?;
    cache.keep_only(&source);
    Ok(component)
}

impl Cache {
    /// In `folder`, which is made where it is not there.
    pub(crate) fn new(folder: &Path, kind: &'static str) -> Self {
        Self { folder: folder.to_owned(), kind }
    }

    /// A component, compiled now where its machine code is not here.
    ///
    /// # Errors
    /// It is no component, or the engine cannot compile it.
    pub(crate) fn component(&self, engine: &Engine, source: &[u8]) -> wasmtime::Result<Component> {
        let entry = self.entry(engine, source);
        match read(engine, &entry) {
            Ok(component) => return Ok(component),
            Err(Miss::Nothing) => {}
            Err(miss) => tracing::warn!(%miss, "cached machine code is not used"),
        }
        let code = engine.precompile_component(source)?;
        if let Err(error) = write(&entry, &code, &self.folder) {
            tracing::warn!(%error, "machine code cannot be cached: the next start compiles again");
        }
        deserialize(engine, &code)
    }

    /// A name that no other component, version of wasmtime, or configuration of the engine has.
    fn entry(&self, engine: &Engine, source: &[u8]) -> PathBuf {
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        let digest = hex(&Sha256::digest(source));
        self.folder.join(format!("{}-{digest}-{:016x}.cwasm", self.kind, hasher.finish()))
    }

    /// Removes the code of all components but this one: what is left of an older program only takes
    /// space.
    pub(crate) fn keep_only(&self, source: &[u8]) {
        let digest = hex(&Sha256::digest(source));
        self.prune(|other| other == digest);
    }

    /// Removes the code of components whose digest, in hexadecimal, is not known to `is_used`.
    pub(crate) fn prune(&self, is_used: impl Fn(&str) -> bool) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let rest = name.strip_prefix(self.kind).and_then(|rest| rest.strip_prefix('-'));
            let Some((digest, rest)) = rest.and_then(|rest| rest.split_once('-')) else { continue };
            if rest.contains(".cwasm") && !is_used(digest) {
                // What cannot be removed takes space and does no harm.
                let _ = fs::remove_file(path);
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[derive(Debug, thiserror::Error)]
enum Miss {
    #[error("there is none")]
    Nothing,
    #[error(transparent)]
    File(private_file::Error),
    #[error("its digest does not match")]
    Damaged,
    #[error("the engine refuses it: {0:#}")]
    Refused(wasmtime::Error),
}

fn read(engine: &Engine, entry: &Path) -> Result<Component, Miss> {
    let content = private_file::read(entry, LIMIT)
        .map_err(|error| if error.is_not_found() { Miss::Nothing } else { Miss::File(error) })?;
    let code = intact(&content).ok_or(Miss::Damaged)?;
    deserialize(engine, code).map_err(Miss::Refused)
}

/// The code without the digest behind it, where that matches.
fn intact(content: &[u8]) -> Option<&[u8]> {
    let (code, digest) = content.split_at_checked(content.len().checked_sub(DIGEST)?)?;
    (Sha256::digest(code).as_slice() == digest).then_some(code)
}

#[expect(
    unsafe_code,
    reason = "the bytes were made by this engine, now or earlier, and kept where nobody else writes"
)]
fn deserialize(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: `code` comes from `Engine::precompile_component`: just now, or by way of a file that
    // only this user can write, under a name of this engine's, intact to the last byte. The same
    // bytes that were checked are loaded, not the file once more.
    unsafe { Component::deserialize(engine, code) }
}

fn write(entry: &Path, code: &[u8], folder: &Path) -> Result<(), private_file::Error> {
    private_file::folder(folder)?;
    let mut content = Vec::with_capacity(code.len() + DIGEST);
    content.extend_from_slice(code);
    content.extend_from_slice(&Sha256::digest(code));
    private_file::replace(entry, &content)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;
    use wasmtime::Config;

    // The smallest component: a magic number and a version.
    const COMPONENT: &[u8] = &[0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];

    struct Arrangement {
        engine: Engine,
        file: PathBuf,
        cache: PathBuf,
        _folder: tempfile::TempDir,
    }

    fn arrange() -> Arrangement {
        let folder = tempfile::tempdir().unwrap();
        let (file, cache) = (folder.path().join("core.wasm"), folder.path().join("cache"));
        fs::write(&file, COMPONENT).unwrap();
        Arrangement { engine: Engine::default(), file, cache, _folder: folder }
    }

    impl Arrangement {
        fn entry(&self) -> PathBuf {
            Cache::new(&self.cache, "core").entry(&self.engine, COMPONENT)
        }

        fn load(&self) {
            load(&self.engine, &self.file, &self.cache).unwrap();
        }
    }

    #[test]
    fn keeps_machine_code_that_only_we_can_read_and_uses_it() {
        let at = arrange();
        at.load();
        let metadata = fs::metadata(at.entry()).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
        assert!(read(&at.engine, &at.entry()).is_ok());
    }

    #[test]
    fn machine_code_that_others_could_have_written_is_made_again() {
        let at = arrange();
        at.load();
        fs::set_permissions(at.entry(), fs::Permissions::from_mode(0o666)).unwrap();
        assert!(matches!(read(&at.engine, &at.entry()), Err(Miss::File(_))));
        at.load();
        assert!(read(&at.engine, &at.entry()).is_ok());
    }

    #[test]
    fn damaged_machine_code_is_made_again() {
        let at = arrange();
        at.load();
        let mut content = fs::read(at.entry()).unwrap();
        for index in [0, content.len() / 2, content.len() - 1] {
            content[index] ^= 1;
            fs::write(at.entry(), &content).unwrap();
            assert!(matches!(read(&at.engine, &at.entry()), Err(Miss::Damaged)), "{index}");
            content[index] ^= 1;
        }
        fs::write(at.entry(), b"short").unwrap();
        assert!(matches!(read(&at.engine, &at.entry()), Err(Miss::Damaged)));
        at.load();
        assert!(read(&at.engine, &at.entry()).is_ok());
    }

    #[test]
    fn another_component_or_another_engine_has_another_name() {
        let engine = Engine::default();
        let other = Engine::new(Config::new().epoch_interruption(true)).unwrap();
        let entry = |engine, source| Cache::new(Path::new(""), "core").entry(engine, source);
        assert_ne!(entry(&engine, COMPONENT), entry(&other, COMPONENT));
        assert_ne!(entry(&engine, COMPONENT), entry(&engine, b"another"));
        assert_eq!(entry(&engine, COMPONENT), entry(&engine, COMPONENT));
    }

    #[test]
    fn code_of_an_older_core_is_removed_and_other_files_are_not() {
        let at = arrange();
        fs::create_dir(&at.cache).unwrap();
        fs::set_permissions(&at.cache, fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(at.cache.join("core-old-1.cwasm"), b"").unwrap();
        for other in ["another", "plug-in-old-1.cwasm", "core-old"] {
            fs::write(at.cache.join(other), b"").unwrap();
        }
        at.load();
        assert!(!at.cache.join("core-old-1.cwasm").exists());
        for other in ["another", "plug-in-old-1.cwasm", "core-old"] {
            assert!(at.cache.join(other).exists(), "{other}");
        }
        assert!(at.entry().exists());
    }

    #[test]
    fn what_is_no_component_is_told_by_its_name() {
        let at = arrange();
        fs::write(&at.file, b"<html>").unwrap();
        let error = load(&at.engine, &at.file, &at.cache).err().unwrap();
        assert!(error.to_string().contains("core.wasm"), "{error}");
    }
}
