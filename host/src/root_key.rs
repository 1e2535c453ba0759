//! The file of root keys: read once at the start, made where there is none.
//!
//! What it holds is `strongroom-root-keys`' affair; whether there may be a new one, and who can read
//! it, is decided here.

use std::path::{Path, PathBuf};

use strongroom_root_keys::{Malformed, RootKeys, line};
use strongroom_secret_bytes::Key;
use zeroize::Zeroizing;

use crate::private_file;

const LIMIT: u64 = 64 * 1024;

const HEADING: &str = "\
# Root keys of this Strongroom. Without them nothing in its database can be opened: keep a copy in
# a safe place, apart from the database's. One key a line: id, base64 of 32 bytes, and `current` on
# the one that wraps new keys.
";

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    File(#[from] private_file::Error),
    #[error("{file}, {why}")]
    Malformed { file: PathBuf, why: Malformed },
    #[error(
        "there is a database but no root key in {0}: put the file back from its backup, or from \
         another server of the database; a new key would not open what is stored"
    )]
    Lost(PathBuf),
    #[error("the system gives no randomness for a root key")]
    NoRandomness,
}

/// The keys of a server.
pub(crate) struct Opened {
    pub(crate) keys: RootKeys,
    /// Whether there was no file, and a key was made.
    pub(crate) made_now: bool,
}

/// The keys in `file`. A new one is made where there is no file, unless there is a database: without
/// its key it is lost, and a new key would hide that.
///
/// # Errors
/// Every case.
pub(crate) fn open(file: &Path, has_database: bool) -> Result<Opened, Error> {
    match private_file::read(file, LIMIT) {
        Ok(content) => {
            let keys = RootKeys::parse(&content)
                .map_err(|why| Error::Malformed { file: file.to_owned(), why })?;
            Ok(Opened { keys, made_now: false })
        }
        Err(error) if error.is_not_found() && has_database => Err(Error::Lost(file.to_owned())),
        Err(error) if error.is_not_found() => Ok(Opened { keys: create(file)?, made_now: true }),
        Err(error) => Err(error.into()),
    }
}

fn create(file: &Path) -> Result<RootKeys, Error> {
    let mut suffix = [0; 4];
    let mut filled = getrandom::fill(&mut suffix);
    let key = Key::filled(|key| filled = filled.and(getrandom::fill(key)));
    filled.map_err(|_| Error::NoRandomness)?;
    let id = format!("root-{:08x}", u32::from_be_bytes(suffix));

    let line = line(&id, &key);
    let mut content = Zeroizing::new(Vec::with_capacity(HEADING.len() + line.len()));
    content.extend_from_slice(HEADING.as_bytes());
    content.extend_from_slice(line.expose());
    private_file::create(file, &content)?;
    Ok(RootKeys::one(id, key))
}

#[cfg(test)]
#[path = "root_key_tests.rs"]
mod tests;
