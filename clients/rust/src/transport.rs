//! How a connection is made to any server: TLS with the roots of the system, no redirects, and
//! nothing sent again by itself.

use std::time::Duration;

use reqwest::redirect;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::Url;

use crate::error::Error;

/// For requests to one server. `timeout` is of one request, to the end of its answer.
///
/// # Errors
/// [`Error::Trust`].
pub fn transport(server: &Url, timeout: Duration) -> Result<reqwest::Client, Error> {
    let is_private = server.scheme() == "https";
    let trust = |why: rustls::Error| Error::Trust(why.into());
    let tls = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(trust)?;
    let tls = if is_private {
        tls.with_platform_verifier().map_err(trust)?
    } else {
        // Never asked; a machine without any roots can still talk to itself.
        tls.with_root_certificates(RootCertStore::empty())
    };
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls.with_no_client_auth())
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .timeout(timeout)
        .user_agent(concat!("strongroom-client-rust/", env!("CARGO_PKG_VERSION")));
    if !is_private {
        // What is not TLS goes straight to its server, or a proxy would read the token.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|why| Error::Trust(why.into()))
}
