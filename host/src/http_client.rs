//! How the server speaks HTTP to issuers, for their keys.
//!
//! ureq, because one thing is asked at a time and waited for: a client without an executor, on
//! rustls, with bounds on time and size for each request and no redirect that is not asked for.
//! Certificates are verified against the system's roots, so that an operator's own authority is
//! added where the system has it (or with `SSL_CERT_FILE`).

use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

pub(crate) use strongroom_issuer_keys::address::{BadAddress, private_address};

/// A client for requests that take at most `time` from their beginning to the end of their answer.
/// Every status is an answer; a redirect is one too, and is not followed.
pub(crate) fn agent(time: Duration, proxied: bool) -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let mut config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(time))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("strongroom/", env!("CARGO_PKG_VERSION")));
    if !proxied {
        config = config.proxy(None);
    }
    config.build().into()
}
