//! An OpenID Connect provider with the device authorization grant (RFC 8628) and refresh tokens that
//! are good for one use. It refuses what a provider has to refuse.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

pub(crate) const CLIENT: &str = "command-line";

pub(crate) struct Provider {
    pub(crate) issuer: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub(crate) struct State {
    /// What was asked for: paths, and grant types of the token endpoint.
    pub(crate) asked: Vec<String>,
    pub(crate) refuses: bool,
    /// The one that is good.
    pub(crate) refresh_token: Option<String>,
    begun: bool,
    questions: u32,
    given: u32,
}

impl Provider {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let key = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let (name, shared) = (issuer.clone(), Arc::clone(&state));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &name, &key, &mut shared.lock().unwrap());
            }
        });
        Self { issuer, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// What a server's file of settings has, to take its people and to offer it.
    pub(crate) fn settings(&self) -> String {
        format!(
            "[[oidc]]\nissuer = \"{}\"\naudiences = [\"{CLIENT}\"]\n\
             console = {{ client-id = \"{CLIENT}\", title = \"Example\" }}\n",
            self.issuer
        )
    }
}

fn answer(stream: TcpStream, issuer: &str, key: &Ed25519KeyPair, state: &mut State) {
    let mut reader = BufReader::new(&stream);
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, body) = said(path, &form, issuer, key, state);
    let body = body.to_string();
    let _ = (&stream).write_all(
        format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )
        .as_bytes(),
    );
}

fn said(
    path: &str,
    form: &[(String, String)],
    issuer: &str,
    key: &Ed25519KeyPair,
    state: &mut State,
) -> (u16, Value) {
    let given = |name: &str| form.iter().find(|(it, _)| it == name).map_or("", |(_, v)| v.as_str());
    let refused = |error: &str| (400, json!({ "error": error }));
    let asked = if path == "/token" { given("grant_type") } else { path };
    state.asked.push(asked.to_owned());
    match path {
        "/.well-known/openid-configuration" => (
            200,
            json!({
                "issuer": issuer, "jwks_uri": format!("{issuer}/jwks"),
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "device_authorization_endpoint": format!("{issuer}/device"),
                "revocation_endpoint": format!("{issuer}/revoke"),
                "scopes_supported": ["openid", "profile", "email", "offline_access"],
            }),
        ),
        "/jwks" => {
            let x = Base64UrlUnpadded::encode_string(key.public_key().as_ref());
            let jwk = json!({ "kid": "ed", "use": "sig", "kty": "OKP", "crv": "Ed25519", "x": x });
            (200, json!({ "keys": [jwk] }))
        }
        _ if given("client_id") != CLIENT => refused("invalid_client"),
        "/device" if given("scope").split(' ').any(|scope| scope == "openid") => {
            state.begun = true;
            state.questions = 0;
            (
                200,
                json!({
                    "device_code": "a device's code", "user_code": "WDJB-MJHT",
                    "verification_uri": format!("{issuer}/type"),
                    "expires_in": 600, "interval": 0,
                }),
            )
        }
        "/token" if given("grant_type") == "refresh_token" => {
            if state.refresh_token.as_deref() == Some(given("refresh_token")) {
                tokens(issuer, key, state)
            } else {
                refused("invalid_grant")
            }
        }
        "/token" if given("grant_type") == "urn:ietf:params:oauth:grant-type:device_code" => {
            state.questions += 1;
            match state.questions {
                _ if !state.begun || given("device_code") != "a device's code" => {
                    refused("invalid_grant")
                }
                1 | 2 => refused("authorization_pending"),
                _ if state.refuses => refused("access_denied"),
                _ => {
                    state.begun = false;
                    tokens(issuer, key, state)
                }
            }
        }
        "/revoke" => {
            state.refresh_token = state.refresh_token.take().filter(|it| it != given("token"));
            (200, json!({}))
        }
        _ => refused("invalid_request"),
    }
}

fn tokens(issuer: &str, key: &Ed25519KeyPair, state: &mut State) -> (u16, Value) {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let head = json!({ "alg": "EdDSA", "kid": "ed", "typ": "JWT" });
    let claims = json!({
        "iss": issuer, "aud": CLIENT, "sub": "grace", "name": "Grace", "iat": now, "exp": now + 600,
    });
    let part = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
    let text = format!("{}.{}", part(&head), part(&claims));
    let signature = Base64UrlUnpadded::encode_string(key.sign(text.as_bytes()).as_ref());
    state.given += 1;
    let refresh_token = format!("refresh-{}", state.given);
    state.refresh_token = Some(refresh_token.clone());
    (
        200,
        json!({ "id_token": format!("{text}.{signature}"), "access_token": "opaque",
        "token_type": "Bearer", "refresh_token": refresh_token }),
    )
}
