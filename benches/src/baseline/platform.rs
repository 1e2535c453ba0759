//! Clock, randomness and root key from the system, as the host gives them to the core.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use strongroom_model::Timestamp;
use strongroom_ports::root_key::{Error, RootKeys};
use strongroom_ports::{Clock, NoRandomness, Random};
use strongroom_secret_bytes::{Key, SecretBytes};

#[derive(Debug, Clone, Copy)]
pub(super) struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| Timestamp::try_from(since.as_secs()).unwrap_or(Timestamp::MAX))
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}

/// The one root key there is: a file of its 32 bytes.
#[derive(Debug, Clone)]
pub(super) struct RootKey(Arc<Key>);

impl RootKey {
    const ID: &str = "baseline";

    /// The key in `file`, which is made where there is none.
    pub(super) fn open(file: &Path) -> io::Result<Self> {
        let mut read = Ok(());
        let mut open = OpenOptions::new();
        let key = match open.read(true).open(file) {
            Ok(mut file) => Key::filled(|key| read = file.read_exact(key)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let key = Key::filled(|key| read = getrandom::fill(key).map_err(io::Error::other));
                let mut made = OpenOptions::new();
                made.write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(file)?
                    .write_all(key.expose())?;
                key
            }
            Err(error) => return Err(error),
        };
        read.map(|()| Self(Arc::new(key)))
    }
}

impl RootKeys for RootKey {
    async fn current(&self) -> Result<String, Error> {
        Ok(Self::ID.to_owned())
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, Error> {
        if id == Self::ID {
            Ok(SecretBytes::new(self.0.expose().to_vec()))
        } else {
            Err(Error::Unknown)
        }
    }
}
