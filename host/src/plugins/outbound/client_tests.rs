//! TLS against a service of the test's own; what a plug-in sees of the rest is in `plugins::tests`.
#![allow(clippy::unwrap_used, reason = "tests")]

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use strongroom_outbound::{Request, checked};

use super::super::tls::RootsError;
use super::*;

/// An authority of the test's own.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn roots(&self) -> Roots {
        Roots::own(self.0.pem().as_bytes()).unwrap()
    }

    /// The port of a service that says it is `name` and answers everything alike.
    async fn service(&self, name: &str) -> u16 {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let _ = stream.read(&mut [0; 1024]).await;
                let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
                let _ = stream.write_all(answer).await;
                let _ = stream.shutdown().await;
            }
        });
        port
    }
}

async fn send(roots: Roots, port: u16) -> Result<u16, Error> {
    let url = format!("https://localhost:{port}/");
    let hosts = vec![url.trim_end_matches('/').parse().unwrap()];
    let client = Client::new(Grants { hosts, private: true }, roots);
    let request = Request { method: "GET".into(), url, headers: Vec::new(), body: Vec::new() };
    let deadline = Instant::now() + Duration::from_secs(5);
    let request = checked(request).ok().unwrap();
    client.send(request, deadline).await.map(|response| response.status)
}

#[tokio::test]
async fn a_service_is_believed_that_the_named_authority_signed() {
    let authority = Authority::new();
    let port = authority.service("localhost").await;
    assert_eq!(send(authority.roots(), port).await.ok(), Some(204));
}

#[tokio::test]
async fn a_service_that_nobody_vouches_for_is_not_believed() {
    let (authority, other) = (Authority::new(), Authority::new());
    let port = authority.service("localhost").await;
    for roots in [Roots::public().unwrap(), other.roots()] {
        assert!(matches!(send(roots, port).await, Err(Error::Tls)));
    }
}

#[tokio::test]
async fn a_service_of_another_name_is_not_believed() {
    let authority = Authority::new();
    let port = authority.service("elsewhere.example").await;
    assert!(matches!(send(authority.roots(), port).await, Err(Error::Tls)));
}

#[tokio::test]
async fn where_nobody_listens_nobody_is_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let roots = Authority::new().roots();
    assert!(matches!(send(roots, port).await, Err(Error::Unreachable)));
}

#[test]
fn a_file_of_certificates_must_hold_some() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(matches!(Roots::own(b""), Err(RootsError::Empty)));
    assert!(matches!(Roots::own(broken.as_bytes()), Err(RootsError::NotARoot)));
    let cut = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
    assert!(matches!(Roots::own(cut.as_bytes()), Err(RootsError::NotPem)));
}
