//! One server for all tests, on a free port and a data folder of its own.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;
use strongroom_client::{Builder, Client, Owner, Retries, SecretString};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) owner_token: String,
    _keeper: Child,
}

/// Ends the server when the test program's end of the pipe is gone, however that ended.
const KEEPER: &str =
    r#""$@" & server=$!; exec >&-; cat > /dev/null; kill -9 $server; wait $server; rm -rf "$DATA""#;

pub(crate) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

fn named(variable: &str, default: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::var_os(variable).map_or_else(|| root.join(default), PathBuf::from)
}

fn start() -> Server {
    let program = named("STRONGROOM_BIN", "target/release/strongroom");
    let dist = named("STRONGROOM_DIST", "dist");
    assert!(program.exists(), "{} is not there: run `cargo xtask build`", program.display());
    let data = tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir();
    let data = data.unwrap().keep();
    bring_machine_code(&program, &data);
    let mut command = Command::new("sh");
    // What the developer has set for a server of their own is not for these.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("STRONGROOM_") {
            command.env_remove(name);
        }
    }
    let mut keeper = command
        .args(["-c", KEEPER, "sh"])
        .arg(&program)
        .args(["serve", "--json", "--listen", "127.0.0.1:0", "--core"])
        .arg(dist.join("strongroom-core.wasm"))
        .arg("--types")
        .arg(dist.join("types"))
        .arg("--data")
        .arg(&data)
        .env("DATA", &data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let announced: Value = serde_json::from_str(&line).expect("the server does not start");
    Server {
        address: announced["address"].as_str().unwrap().to_owned(),
        owner_token: announced["owner_token"].as_str().unwrap().to_owned(),
        _keeper: keeper,
    }
}

/// Compiling the core takes seconds, and the end-to-end suites leave what they compiled beside the
/// host.
fn bring_machine_code(program: &Path, data: &Path) {
    let kept = program.with_file_name("strongroom-tests-machine-code");
    let cache = data.join("cache");
    DirBuilder::new().mode(0o700).create(&cache).unwrap();
    for entry in fs::read_dir(kept).into_iter().flatten().flatten() {
        let _ = fs::copy(entry.path(), cache.join(entry.file_name()));
    }
}

/// Repeats at once, so that no test waits.
pub(crate) const AT_ONCE: Retries =
    Retries { count: 3, first_pause: Duration::ZERO, longest_pause: Duration::from_secs(2) };

/// The installation's owner, by way of an address that may be a front's.
pub(crate) fn by_way_of(address: &str) -> Builder {
    Client::builder(address)
        .token(SecretString::from(server().owner_token.as_str()))
        .retries(AT_ONCE)
}

pub(crate) fn owner() -> Client {
    by_way_of(&server().address).build().unwrap()
}

/// A project of a test's own.
pub(crate) async fn project(name: &str) -> Owner {
    Owner::Project(owner().create_project(name, None).await.unwrap().id)
}

/// What the crate has no function for: administration.
pub(crate) async fn post(path: &str, body: Value) -> Value {
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: application/json\r\n\
         authorization: bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        server().owner_token,
        body.to_string().len()
    );
    let answer = raw(request).await;
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).expect(&answer)
}

pub(crate) async fn delete(path: &str) {
    let request = format!(
        "DELETE {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\nauthorization: bearer {}\r\n\r\n",
        server().owner_token
    );
    assert!(raw(request).await.starts_with("HTTP/1.1 204"));
}

async fn raw(request: String) -> String {
    let address = server().address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
