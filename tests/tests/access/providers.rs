//! Providers whose keys are fetched: found, rotated, and away for a while.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use strongroom_tests::{API, Client};

use crate::by_roles;
use crate::issuer::Issuer;
use crate::scene::{Authorizer, unique};

/// A provider's HTTP server. What it answers can change while it runs.
struct Served {
    issuer: String,
    answers: Arc<Mutex<Answers>>,
}

#[derive(Default)]
struct Answers {
    keys: Value,
    /// Says that it is another issuer.
    poses: bool,
    is_down: bool,
    asked: u32,
}

impl Served {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(Answers::default()));
        let (name, shared) = (issuer.clone(), Arc::clone(&answers));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(&stream.unwrap(), &name, &shared);
            }
        });
        Self { issuer, answers }
    }

    fn set(&self, change: impl FnOnce(&mut Answers)) {
        change(&mut self.answers.lock().unwrap());
    }

    fn asked(&self) -> u32 {
        self.answers.lock().unwrap().asked
    }
}

fn answer(mut stream: &TcpStream, issuer: &str, answers: &Mutex<Answers>) {
    let mut lines = BufReader::new(stream).lines();
    let Some(Ok(first)) = lines.next() else { return };
    for line in lines {
        if line.is_ok_and(|line| line.is_empty()) {
            break;
        }
    }
    let mut answers = answers.lock().unwrap();
    answers.asked += 1;
    let body = match first.split(' ').nth(1) {
        _ if answers.is_down => None,
        Some("/.well-known/openid-configuration") => {
            let told = if answers.poses { "https://other.example.org" } else { issuer };
            Some(json!({ "issuer": told, "jwks_uri": format!("{issuer}/keys") }))
        }
        Some("/keys") => Some(answers.keys.clone()),
        _ => None,
    };
    let (status, body) = match body {
        Some(body) => ("200 OK", body.to_string()),
        None => ("503 Service Unavailable", String::new()),
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
}

fn status(client: &Client, token: &str) -> u16 {
    client.with_token(token).get(&format!("{API}/me")).status
}

/// Asks until the status is this, for as long as a pause between two fetches may last.
#[track_caller]
fn becomes(client: &Client, token: &str, expected: u16) {
    let began = Instant::now();
    loop {
        let found = status(client, token);
        if found == expected {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(40), "still {found} and not {expected}");
        std::thread::sleep(Duration::from_millis(250));
    }
}

fn keys_are_fetched_and_rotated_while_people_sign_in(authorizer: Authorizer) {
    let served = Served::start();
    let (first, second) = (Issuer::new(&served.issuer), Issuer::new(&served.issuer));
    served.set(|answers| answers.keys = json!({ "keys": [first.key("ed")] }));
    let strongroom = authorizer.serve(&first.provider());
    let client = strongroom.owner();
    becomes(&client, &first.token(json!({ "sub": unique("a") })), 200);
    let asked = served.asked();
    for _ in 0..50 {
        assert_eq!(status(&client, &first.token(json!({ "sub": unique("a") }))), 200);
    }
    assert_eq!(served.asked(), asked, "remembered");
    // The provider brings a second key; tokens of both are good.
    let mut new_key = second.key("ed");
    new_key["kid"] = "ed-2".into();
    served.set(|answers| answers.keys = json!({ "keys": [first.key("ed"), new_key] }));
    let header = json!({ "alg": "EdDSA", "kid": "ed-2", "typ": "JWT" });
    let young = || second.signed(&header, &second.claims(json!({ "sub": unique("b") })));
    becomes(&client, &young(), 200);
    assert_eq!(status(&client, &first.token(json!({ "sub": unique("a") }))), 200);
    // Keys that there are not are asked for now and then, whoever asks how often.
    let asked = served.asked();
    for number in 0..40 {
        let header = json!({ "alg": "EdDSA", "kid": format!("no-{number}"), "typ": "JWT" });
        let token = second.signed(&header, &second.claims(json!({})));
        assert!(matches!(status(&client, &token), 401 | 503));
    }
    assert!(served.asked() <= asked + 6, "{} fetches", served.asked() - asked);
    // The provider is away: who signs in does not notice.
    served.set(|answers| answers.is_down = true);
    assert_eq!(status(&client, &young()), 200);
}

fn a_provider_that_is_away_or_poses_as_another_signs_nobody_in(authorizer: Authorizer) {
    let served = Served::start();
    let issuer = Issuer::new(&served.issuer);
    served.set(|answers| {
        answers.keys = json!({ "keys": [issuer.key("ed")] });
        answers.is_down = true;
    });
    let strongroom = authorizer.serve(&issuer.provider());
    let client = strongroom.owner();
    let token = issuer.token(json!({ "sub": unique("a") }));
    assert_eq!(status(&client, &token), 503, "not known is not wrong");
    // Everyone else goes on.
    let _ = client.get(&format!("{API}/me")).expect(200);
    served.set(|answers| {
        answers.is_down = false;
        answers.poses = true;
    });
    assert_eq!(status(&client, &token), 503);
    served.set(|answers| answers.poses = false);
    becomes(&client, &token, 200);
}

by_roles! {
    keys_are_fetched_and_rotated_while_people_sign_in,
    a_provider_that_is_away_or_poses_as_another_signs_nobody_in,
}
