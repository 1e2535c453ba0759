//! Certificates: the command line, which speaks as the host does when it fetches an issuer's keys.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use strongroom_tests::said;

/// A server for `localhost` that knows one answer. What it tells is the head of each request that
/// came through; nothing where the client broke off.
fn serve(certificate: &Path) -> (u16, Receiver<String>) {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(certificate, certified.cert.pem()).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key.into())
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
            let mut head = String::new();
            let mut byte = [0];
            while !head.ends_with("\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
                head.push(char::from(byte[0]));
            }
            if head.is_empty() {
                continue;
            }
            sender.send(head).unwrap();
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\nconnection: close\r\n\r\n{\"data\":[]}",
            );
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (port, requests)
}

#[test]
fn a_token_goes_only_where_somebody_vouches_for_the_certificate() {
    let owner = crate::owner();
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("ca.pem");
    let (port, requests) = serve(&certificate);
    let list = |server: &str, known: bool| {
        let mut command = owner.command(&format!("token list --server https://{server}:{port}"));
        if known {
            command.env("SSL_CERT_FILE", &certificate);
        }
        said(command)
    };

    let refused = list("localhost", false);
    assert_eq!(refused.code, 5);
    assert!(refused.err.contains("cannot be reached"), "{}", refused.err);
    let refused = list("127.0.0.1", true);
    assert_eq!(refused.code, 5, "the certificate is for another name");
    assert!(requests.try_recv().is_err(), "nothing was sent to either");

    let listed = list("localhost", true);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let head = requests.recv().unwrap();
    assert!(head.starts_with("GET /api/identity/v2/tokens HTTP/1.1\r\n"), "{head}");
    assert!(head.to_lowercase().contains("authorization: bearer srt_"), "{head}");
}
