//! Clock, randomness, keys and identity providers, as the host gives them to the core.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use serde::Deserialize;
use strongroom_model::Timestamp;
use strongroom_model::provider::Provider;
use strongroom_ports::platform::{IssuerKeys, IssuerKeysError, Settings, TokenKeyError, TokenKeys};
use strongroom_ports::root_key::{self, RootKeys};
use strongroom_ports::{Clock, NoRandomness, Random};
use strongroom_root_keys::{AUDIT_NONCE, Held};
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

/// The one key there is of its sort: a file of its 32 bytes.
#[derive(Debug, Clone)]
pub(super) struct KeyFile(Arc<Key>);

impl KeyFile {
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

    fn bytes_of(&self, id: &str) -> Option<SecretBytes> {
        (id == Self::ID).then(|| SecretBytes::new(self.0.expose().to_vec()))
    }
}

impl KeyFile {
    /// Of the audit log's codes.
    pub(super) fn audit_keys(&self) -> Held {
        let key = Key::filled(|key| key.copy_from_slice(self.0.expose()));
        Held::new(strongroom_root_keys::RootKeys::one(Self::ID.to_owned(), key), || {
            let mut nonce = [0; AUDIT_NONCE];
            getrandom::fill(&mut nonce).ok().map(|()| nonce)
        })
    }
}

impl RootKeys for KeyFile {
    async fn current(&self) -> Result<String, root_key::Error> {
        Ok(Self::ID.to_owned())
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, root_key::Error> {
        self.bytes_of(id).ok_or(root_key::Error::Unknown)
    }
}

/// What the authorizer asks of its platform.
#[derive(Debug, Clone)]
pub(super) struct Platform {
    token_key: KeyFile,
    providers: Arc<Providers>,
}

/// The providers, as they are and as the setting has them.
#[derive(Debug, Default)]
struct Providers {
    all: Vec<Provider>,
    setting: Option<String>,
}

#[derive(Deserialize)]
struct Tables {
    oidc: Vec<Provider>,
}

impl Platform {
    pub(super) fn new(token_key: KeyFile, oidc: Option<&Path>) -> anyhow::Result<Self> {
        let providers = match oidc {
            None => Providers::default(),
            Some(file) => {
                let text = std::fs::read_to_string(file).context("cannot read the providers")?;
                let Tables { oidc: all } = toml::from_str(&text)?;
                Providers { setting: Some(serde_json::to_string(&all)?), all }
            }
        };
        Ok(Self { token_key, providers: Arc::new(providers) })
    }
}

impl TokenKeys for Platform {
    async fn current(&self) -> Result<String, TokenKeyError> {
        Ok(KeyFile::ID.to_owned())
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, TokenKeyError> {
        self.token_key.bytes_of(id).ok_or(TokenKeyError::Unknown)
    }
}

impl IssuerKeys for Platform {
    /// Those that stand in the file: nothing is fetched.
    async fn keys(&self, issuer: &str, _: bool) -> Result<Vec<u8>, IssuerKeysError> {
        let provider = self.providers.all.iter().find(|one| one.issuer == issuer);
        let keys = provider.ok_or(IssuerKeysError::Unknown)?.jwks.as_ref();
        Ok(keys.ok_or(IssuerKeysError::Unavailable)?.clone().into_bytes())
    }
}

impl Settings for Platform {
    fn get(&self, name: &str) -> Option<String> {
        (name == "oidc").then(|| self.providers.setting.clone()).flatten()
    }
}
