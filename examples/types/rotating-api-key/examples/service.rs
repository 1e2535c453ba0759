//! A small service with API keys, to try the type against: `cargo run -p
//! strongroom-example-rotating-api-key --example service`. It knows digests of keys and forgets them
//! when it ends.
//!
//! | request, with `authorization: Bearer KEY` | answer |
//! |---|---|
//! | `GET /v1/whoami` | 200 `{"id": …}` of the key |
//! | `PUT /v1/keys/ID` with `{"sha256": …}` | 201; 200 where it is there; 409 where ID is another's |
//! | `POST /v1/keys/ID/promote` | 204: the key is the one that the service shows as current |
//! | `DELETE /v1/keys/ID` | 204; 404 where there is none; 409 for the key that asks |
//!
//! An unknown key is answered with 401.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use strongroom_example_rotating_api_key::{digest, id};

/// What the service knows.
#[derive(Default)]
pub(crate) struct State {
    /// Digests by id.
    pub(crate) keys: BTreeMap<String, String>,
    pub(crate) current: Option<String>,
    /// Requests that changed something.
    pub(crate) changes: usize,
    /// Answer this many requests with 503 first.
    pub(crate) ailing: usize,
}

/// The service, running until the process ends.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    #[allow(dead_code, reason = "the tests look at it")]
    pub(crate) state: Arc<Mutex<State>>,
}

impl Service {
    /// Starts with one key.
    pub(crate) fn start(listen: &str, first_key: &str) -> io::Result<Self> {
        let listener = TcpListener::bind(listen)?;
        let address = listener.local_addr()?;
        let mut state = State::default();
        state.keys.insert(id(first_key), digest(first_key));
        state.current = Some(id(first_key));
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Ok(Self { address, state })
    }
}

struct Request {
    method: String,
    path: String,
    key: String,
    body: Vec<u8>,
}

fn serve(stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let request = read(&mut stream)?;
    let (status, body) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        answer(&request, &mut state)
    };
    write!(
        stream.get_mut(),
        "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Request> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        match name.to_ascii_lowercase().as_str() {
            "authorization" => value.trim().trim_start_matches("Bearer ").clone_into(&mut key),
            "content-length" => length = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    Ok(Request { method, path, key, body })
}

#[derive(Deserialize)]
struct NewKey {
    sha256: String,
}

fn answer(request: &Request, state: &mut State) -> (u16, String) {
    if state.ailing > 0 {
        state.ailing -= 1;
        return (503, String::new());
    }
    let asking = id(&request.key);
    if state.keys.get(&asking) != Some(&digest(&request.key)) {
        return (401, String::new());
    }
    let path: Vec<_> = request.path.split('/').skip(1).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["v1", "whoami"]) => (200, format!(r#"{{"id":"{asking}"}}"#)),
        ("PUT", ["v1", "keys", id]) => {
            let Ok(new) = serde_json::from_slice::<NewKey>(&request.body) else {
                return (400, String::new());
            };
            match state.keys.get(*id) {
                Some(there) if *there == new.sha256 => (200, String::new()),
                Some(_) => (409, String::new()),
                None => {
                    state.changes += 1;
                    state.keys.insert((*id).to_owned(), new.sha256);
                    (201, String::new())
                }
            }
        }
        ("POST", ["v1", "keys", id, "promote"]) if state.keys.contains_key(*id) => {
            if state.current.as_deref() != Some(id) {
                state.changes += 1;
                state.current = Some((*id).to_owned());
            }
            (204, String::new())
        }
        ("DELETE", ["v1", "keys", id]) if *id == asking => (409, String::new()),
        ("DELETE", ["v1", "keys", id]) => match state.keys.remove(*id) {
            Some(_) => {
                state.changes += 1;
                (204, String::new())
            }
            None => (404, String::new()),
        },
        _ => (404, String::new()),
    }
}

#[allow(dead_code, reason = "the tests take this file in as a module")]
#[expect(clippy::print_stdout, reason = "it is for people")]
fn main() -> io::Result<()> {
    let service = Service::start("127.0.0.1:8199", "rk_first")?;
    println!("http://{}, with the key rk_first; Ctrl-C ends it", service.address);
    loop {
        std::thread::park();
    }
}
