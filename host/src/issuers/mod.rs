//! The public keys of the configured OpenID Connect providers: given by the operator, or fetched.
//!
//! What answers `strongroom:platform/issuer-keys`, once for the whole process. `fetch` is one look at
//! an issuer, `remote` when to look; `strongroom-issuer-keys` says what a set of keys is and for how
//! long it is good. No token is seen here.

mod fetch;
mod remote;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use strongroom_model::provider::Provider;

use remote::Remote;

/// As cheap to clone as a handle.
#[derive(Clone, Default)]
pub(crate) struct IssuerKeys {
    issuers: Arc<BTreeMap<String, Source>>,
}

enum Source {
    Given(Arc<[u8]>),
    Fetched(Arc<Remote>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Error {
    /// Not configured.
    Unknown,
    /// No keys were found yet.
    Unavailable,
}

/// What was done for one issuer.
pub(crate) struct Counts {
    pub(crate) refreshed: u64,
    pub(crate) failed: u64,
    pub(crate) has_keys: bool,
}

impl IssuerKeys {
    pub(crate) fn new(providers: &[Provider]) -> Self {
        let waiting = Arc::default();
        let issuers = providers.iter().map(|provider| {
            let source = match &provider.jwks {
                Some(keys) => Source::Given(keys.as_bytes().into()),
                None => {
                    let issuer = provider.issuer.clone();
                    Source::Fetched(Arc::new(Remote::new(issuer, Arc::clone(&waiting))))
                }
            };
            (provider.issuer.clone(), source)
        });
        Self { issuers: Arc::new(issuers.collect()) }
    }

    /// Fetches what is to be fetched from now on, each issuer's by a thread of its own.
    ///
    /// # Errors
    /// A thread cannot be started.
    pub(crate) fn start(&self) -> std::io::Result<()> {
        self.remotes().try_for_each(|(_, remote)| remote.start())
    }

    /// An issuer's JWK Set. With `fresh`, where the one before lacked a key.
    ///
    /// # Errors
    /// Every case.
    pub(crate) async fn keys(&self, issuer: &str, fresh: bool) -> Result<Arc<[u8]>, Error> {
        match self.issuers.get(issuer).ok_or(Error::Unknown)? {
            Source::Given(keys) => Ok(Arc::clone(keys)),
            Source::Fetched(remote) => remote.keys(fresh).await.ok_or(Error::Unavailable),
        }
    }

    /// Of those that are fetched, by issuer.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.remotes().map(|(issuer, remote)| {
            let (refreshed, failed) = remote.counts();
            (issuer, Counts { refreshed, failed, has_keys: remote.has_keys() })
        })
    }

    fn remotes(&self) -> impl Iterator<Item = (&str, &Arc<Remote>)> {
        self.issuers.iter().filter_map(|(issuer, source)| match source {
            Source::Fetched(remote) => Some((issuer.as_str(), remote)),
            Source::Given(_) => None,
        })
    }
}
