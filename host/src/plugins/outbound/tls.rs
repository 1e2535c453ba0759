//! Whom a plug-in's service is believed to be.
//!
//! The roots are Mozilla's, as the crate `webpki-roots` follows them: they are in the program, so
//! that what is trusted does not hang on the image it runs in and changes with a release that can be
//! read. A service inside an organization is signed by its own authority: the manifest names that,
//! and then nobody else is believed.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// Who may sign.
#[derive(Clone)]
pub(crate) struct Roots(Arc<ClientConfig>);

/// Why a file of certificates is of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RootsError {
    #[error("it is not PEM")]
    NotPem,
    #[error("it holds no certificate")]
    Empty,
    #[error("a certificate in it cannot sign others")]
    NotARoot,
    #[error("the TLS library does not start: {0}")]
    Library(rustls::Error),
}

impl Roots {
    pub(crate) fn public() -> Result<Self, RootsError> {
        Self::of(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    /// Those in a file alone.
    pub(crate) fn own(pem: &[u8]) -> Result<Self, RootsError> {
        let mut store = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| RootsError::NotPem)?;
            store.add(certificate).map_err(|_| RootsError::NotARoot)?;
        }
        if store.is_empty() { Err(RootsError::Empty) } else { Self::of(store) }
    }

    fn of(roots: RootCertStore) -> Result<Self, RootsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(RootsError::Library)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Nothing of one call is known in the next.
        config.resumption = Resumption::disabled();
        Ok(Self(Arc::new(config)))
    }

    pub(super) fn connector(&self) -> TlsConnector {
        TlsConnector::from(Arc::clone(&self.0))
    }
}
