//! What requests are sent with, also to others than the server: an address that a token may be sent
//! to, TLS with the trust of this machine, and no redirects.

use std::time::Duration;

use reqwest::redirect;
use rustls::crypto::ring::default_provider;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::Url;

use crate::address::BadAddress;
use crate::error::Error;

/// A URL that something secret may be sent to: https, http to this machine, or http where the caller
/// trusts the network.
///
/// # Errors
/// Every case of [`BadAddress`].
pub fn address(text: &str, allow_http: bool) -> Result<Url, BadAddress> {
    crate::address::server(text, allow_http)
}

/// What sends requests to it, each of which ends within this time.
///
/// # Errors
/// [`Error::Trust`].
pub fn sender(to: &Url, timeout: Duration) -> Result<reqwest::Client, Error> {
    let is_private = to.scheme() == "https";
    let trust = |why: rustls::Error| Error::Trust(why.into());
    let tls = ClientConfig::builder_with_provider(default_provider().into())
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
