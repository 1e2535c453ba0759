//! Against issuers on this machine: sockets that speak just enough HTTP.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::fetch::{self, Error as FetchError, Step};
use super::remote::Remote;
use super::{Error, IssuerKeys};
use strongroom_issuer_keys::jwks;
use strongroom_model::provider::{Algorithm, Claims, Provider};

const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"1"}]}"#;
const NEW_KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"2"}]}"#;

/// What a path is answered with.
type Answers = dyn Fn(&str, &str) -> Option<String> + Send + Sync;

struct Issuer {
    url: String,
    down: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
    keys: Arc<Mutex<String>>,
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn document(issuer: &str, keys: &str) -> String {
    ok(&format!(r#"{{"issuer":"{issuer}","jwks_uri":"{keys}","other":1}}"#))
}

impl Issuer {
    /// An issuer as it should be.
    fn start() -> Self {
        Self::with(|_, _| None)
    }

    /// `answers` goes before what an issuer should say; its second argument is the issuer.
    fn with(answers: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            down: Arc::default(),
            requests: Arc::default(),
            keys: Arc::new(Mutex::new(KEYS.to_owned())),
        };
        let (url, down) = (issuer.url.clone(), Arc::clone(&issuer.down));
        let (requests, keys) = (Arc::clone(&issuer.requests), Arc::clone(&issuer.keys));
        let answers: Box<Answers> = Box::new(answers);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if down.load(Ordering::SeqCst) {
                    continue;
                }
                requests.fetch_add(1, Ordering::SeqCst);
                let keys = keys.lock().unwrap().clone();
                serve(stream.unwrap(), &url, &keys, &answers);
            }
        });
        issuer
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, url: &str, keys: &str, answers: &Answers) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap();
    let answer = answers(path, url).unwrap_or_else(|| match path {
        "/.well-known/openid-configuration" => document(url, &format!("{url}/keys?v=1")),
        "/keys?v=1" => ok(keys),
        _ => panic!("{path}"),
    });
    let _ = stream.write_all(answer.as_bytes());
}

fn provider(issuer: &str, jwks: Option<&str>) -> Provider {
    Provider {
        issuer: issuer.to_owned(),
        audiences: vec!["strongroom".to_owned()],
        algorithms: Algorithm::ALL.to_vec(),
        organization: None,
        role: None,
        claims: Claims::default(),
        jwks: jwks.map(str::to_owned),
        console: None,
    }
}

#[test]
fn an_issuer_says_in_its_document_where_its_keys_are() {
    let issuer = Issuer::start();
    assert_eq!(fetch::fetch(&issuer.url).unwrap().keys, KEYS.as_bytes());
    assert_eq!(issuer.requests(), 2);
}

#[test]
fn an_issuer_with_a_path_has_its_document_below_it() {
    let issuer = Issuer::with(|path, url| {
        let named = format!("{url}/realms/a/");
        (path == "/realms/a/.well-known/openid-configuration")
            .then(|| document(&named, &format!("{url}/keys?v=1")))
    });
    assert!(fetch::fetch(&format!("{}/realms/a/", issuer.url)).is_ok());
}

#[test]
fn takes_no_keys_from_what_is_not_exactly_the_issuer() {
    let of = |answer: fn(&str, &str) -> Option<String>| {
        let issuer = Issuer::with(answer);
        fetch::fetch(&issuer.url).unwrap_err()
    };
    for (error, expected) in [
        (of(|_, url| Some(document(&format!("{url}/"), url))), FetchError::Issuer),
        (of(|_, _| Some(document("https://a.example", "https://a.example"))), FetchError::Issuer),
        (of(|_, _| Some(ok("{}"))), FetchError::Document),
        (of(|_, _| Some(ok("<html>"))), FetchError::Document),
        (
            of(|_, _| Some("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned())),
            FetchError::Status(Step::Discovery, 404),
        ),
        (
            of(|path, url| (path == "/keys?v=1").then(|| ok(url))),
            FetchError::Keys(jwks::Error::Json),
        ),
        (
            of(|path, _| (path == "/keys?v=1").then(|| ok(&" ".repeat(1024 * 1024 + 1)))),
            FetchError::TooLarge(Step::Keys),
        ),
        (of(|_, _| Some(String::new())), FetchError::Unreachable(Step::Discovery)),
    ] {
        assert_eq!(error, expected);
    }
}

#[test]
fn follows_no_redirect_and_no_address_that_others_can_read() {
    let elsewhere = Issuer::start();
    let target = elsewhere.url.clone();
    let issuer = Issuer::with(move |path, _| {
        (path == "/keys?v=1").then(|| {
            format!(
                "HTTP/1.1 302 Found\r\nlocation: {target}/keys?v=1\r\ncontent-length: 0\r\n\r\n"
            )
        })
    });
    assert_eq!(fetch::fetch(&issuer.url).unwrap_err(), FetchError::Status(Step::Keys, 302));
    assert_eq!(elsewhere.requests(), 0);

    let issuer = Issuer::with(|_, url| Some(document(url, "http://10.0.0.1/keys")));
    assert!(matches!(fetch::fetch(&issuer.url).unwrap_err(), FetchError::KeysAddress(_)));
    assert_eq!(issuer.requests(), 1);
}

#[test]
fn an_issuer_that_does_not_answer_is_given_up_after_five_seconds() {
    let issuer = Issuer::with(|_, _| {
        std::thread::sleep(Duration::from_secs(20));
        None
    });
    let begun = std::time::Instant::now();
    assert_eq!(fetch::fetch(&issuer.url).unwrap_err(), FetchError::TooLate(Step::Discovery));
    let taken = begun.elapsed();
    assert!((4..8).contains(&taken.as_secs()), "{taken:?}");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let read = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        rustls::StreamOwned::new(connection, stream).read(&mut [0; 1024])
    });
    let error = fetch::fetch(&format!("https://localhost:{port}")).unwrap_err();
    assert_eq!(error, FetchError::Unreachable(Step::Discovery));
    // The client broke off: not a byte of a request came through.
    assert!(!matches!(read.join().unwrap(), Ok(read) if read > 0));
}

#[tokio::test]
async fn keys_that_were_given_are_never_asked_for() {
    let issuer = Issuer::start();
    let keys = IssuerKeys::new(&[provider(&issuer.url, Some(NEW_KEYS))]);
    keys.start().unwrap();
    for fresh in [false, true] {
        assert_eq!(&*keys.keys(&issuer.url, fresh).await.unwrap(), NEW_KEYS.as_bytes());
    }
    assert_eq!(issuer.requests(), 0);
    assert_eq!(keys.keys("https://other.example", true).await, Err(Error::Unknown));
}

#[tokio::test]
async fn the_first_request_waits_for_the_keys_and_the_others_find_them() {
    let issuer = Issuer::start();
    let keys = IssuerKeys::new(&[provider(&issuer.url, None)]);
    keys.start().unwrap();
    for _ in 0..50 {
        assert_eq!(&*keys.keys(&issuer.url, false).await.unwrap(), KEYS.as_bytes());
    }
    assert_eq!(issuer.requests(), 2);
    let counts: Vec<_> =
        keys.counts().map(|(_, counts)| (counts.refreshed, counts.failed)).collect();
    assert_eq!(counts, [(1, 0)]);
}

#[tokio::test]
async fn a_key_that_is_not_there_is_looked_for_once_in_a_while() {
    let issuer = Issuer::start();
    let pause = Duration::from_millis(300);
    let remote = Arc::new(Remote::with_pause(issuer.url.clone(), pause));
    remote.start().unwrap();
    assert_eq!(remote.keys(false).await.as_deref(), Some(KEYS.as_bytes()));
    *issuer.keys.lock().unwrap() = NEW_KEYS.to_owned();
    for _ in 0..20 {
        assert_eq!(remote.keys(true).await.as_deref(), Some(KEYS.as_bytes()), "asked just now");
    }
    assert_eq!(issuer.requests(), 2);
    tokio::time::sleep(pause).await;
    assert_eq!(remote.keys(true).await.as_deref(), Some(NEW_KEYS.as_bytes()));
    assert_eq!(remote.keys(false).await.as_deref(), Some(NEW_KEYS.as_bytes()));
    assert_eq!(issuer.requests(), 4);
}

#[tokio::test]
async fn what_was_known_is_served_while_the_issuer_is_down() {
    let issuer = Issuer::start();
    let remote = Arc::new(Remote::with_pause(issuer.url.clone(), Duration::ZERO));
    remote.start().unwrap();
    assert_eq!(remote.keys(false).await.as_deref(), Some(KEYS.as_bytes()));
    issuer.down.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        assert_eq!(remote.keys(true).await.as_deref(), Some(KEYS.as_bytes()));
    }
    assert!(remote.counts().1 > 0, "it was asked");
}

#[tokio::test]
async fn an_issuer_that_hangs_holds_few_requests_and_not_for_long() {
    let issuer = Issuer::with(|_, _| {
        std::thread::sleep(Duration::from_secs(20));
        None
    });
    let keys = IssuerKeys::new(&[provider(&issuer.url, None)]);
    keys.start().unwrap();
    let begun = std::time::Instant::now();
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (keys, url) = (keys.clone(), issuer.url.clone());
        waiting.spawn(async move {
            let begun = std::time::Instant::now();
            let outcome = keys.keys(&url, true).await;
            (outcome, begun.elapsed() > Duration::from_secs(1))
        });
    }
    let outcomes = waiting.join_all().await;
    assert!(outcomes.iter().all(|(outcome, _)| *outcome == Err(Error::Unavailable)));
    let held = outcomes.iter().filter(|(_, held)| *held).count();
    assert!((1..=4).contains(&held), "{held} requests were held");
    assert!(begun.elapsed() < Duration::from_secs(8));
}
