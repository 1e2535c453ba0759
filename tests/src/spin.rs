//! Spin as a deployment: the composed application, its variables and its database.
//!
//! By Spin itself where there is one, and by the host of the tests that stands in for it, which
//! takes the same command line. Both start the application of `spin.toml` in the checkout.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::client::Client;
use crate::databases::Databases;
use crate::deployment::{Deployment, Refused, Running};
use crate::differences::Difference;
use crate::{artefacts, sqlite};

/// What runs the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    /// Spin itself: `STRONGROOM_SPIN`, or `spin` where programs are looked for.
    Spin,
    /// The host that stands in for it.
    TestHost,
}

/// `spin up` on a free port.
#[derive(Debug, Clone)]
pub struct Spin {
    program: Program,
    application: Option<PathBuf>,
    allowed_hosts: Vec<String>,
    flags: Vec<String>,
    variables: Vec<(String, String)>,
    without: Vec<String>,
    databases: Option<Arc<Databases>>,
    bundle: Option<Vec<String>>,
}

impl Spin {
    #[must_use]
    pub const fn by(program: Program) -> Self {
        Self {
            program,
            application: None,
            allowed_hosts: Vec::new(),
            flags: Vec::new(),
            variables: Vec::new(),
            without: Vec::new(),
            databases: None,
            bundle: None,
        }
    }

    /// As `strongroom bundle` puts it together, told this.
    #[must_use]
    pub fn bundled(mut self, arguments: &[&str]) -> Self {
        self.bundle = Some(arguments.iter().map(|&argument| argument.to_owned()).collect());
        self
    }

    /// On PostgreSQL: each data folder has a database of its own there.
    #[must_use]
    pub fn on_postgresql(mut self) -> Self {
        self.databases = Some(Arc::new(Databases::new()));
        self.bundled(&["--store", "postgres"])
    }

    /// Another composition in the application's place.
    #[must_use]
    pub fn application(mut self, file: &Path) -> Self {
        self.application = Some(file.to_owned());
        self
    }

    /// Lets the application reach the host and port of a URL.
    #[must_use]
    pub fn allowing(mut self, url: &str) -> Self {
        let path = url.match_indices('/').nth(2).map_or(url.len(), |(at, _)| at);
        self.allowed_hosts.push(url[..path].to_owned());
        self
    }

    #[must_use]
    pub fn flag(mut self, name: &str, value: &str) -> Self {
        self.flags.extend([name, value].map(str::to_owned));
        self
    }

    /// A variable of the application, in the place of what it would have.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a variable that it would have.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.without.push(name.to_owned());
        self
    }

    /// Starts on a data folder, and leaves it at that: nobody is set up.
    ///
    /// # Errors
    /// [`Refused`] where it ends instead of serving.
    pub fn up(&self, data: &Path) -> Result<Running, Refused> {
        fs::create_dir_all(data).expect("a data folder");
        let manifest = data.join("spin.toml");
        if let Some(arguments) = &self.bundle {
            bundle(&manifest, arguments);
        } else {
            fs::write(&manifest, self.manifest()).expect("a manifest");
        }
        let program = match self.program {
            Program::Spin => artefacts::spin(),
            Program::TestHost => artefacts::spin_host(),
        };
        let mut command = Command::new(program);
        command.arg("up").arg("--from").arg(&manifest).arg("--state-dir").arg(data);
        command.args(["--listen", "127.0.0.1:0", "--format", "json"]).args(&self.flags);
        if self.program == Program::Spin {
            // It runs its trigger as a child of its own, which a kill is to reach as well.
            command.process_group(0);
        }
        let keys = kept(&data.join(ROOT_KEYS), root_keys);
        let code = kept(&data.join(SETUP_CODE), setup_code);
        for (name, value) in [("root_keys", keys), ("setup_code", code)] {
            command.env(variable(name), value);
        }
        if let Some(databases) = &self.databases {
            let url = databases.url(data);
            let (_, place) = url.split_once('@').expect("a password");
            let (host, _) = place.split_once('/').expect("a database");
            command.env(variable("database_host"), host).env(variable("database_url"), url);
        }
        command.envs(self.variables.iter().map(|(name, value)| (variable(name), value)));
        for name in &self.without {
            command.env_remove(variable(name));
        }
        let mut running = Running::start(command)?;
        // What the native host calls it.
        running.announcement["address"] = running.announcement["base_url"].take();
        Ok(running)
    }

    fn manifest(&self) -> String {
        let file = self.application.clone();
        let file = file.unwrap_or_else(|| artefacts::dist("strongroom-spin.wasm"));
        let source = toml_text(&file.display().to_string());
        let hosts: Vec<String> = self.allowed_hosts.iter().map(|host| toml_text(host)).collect();
        let console = toml_text(&artefacts::dist(CONSOLE).display().to_string());
        let line = |line: &str| {
            if line == format!("source = \"dist/{CONSOLE}\"") {
                format!("source = {console}\n")
            } else if line.starts_with("source = ") {
                format!("source = {source}\n")
            } else if line.starts_with("allowed_outbound_hosts = ") && !hosts.is_empty() {
                format!("allowed_outbound_hosts = [{}]\n", hosts.join(", "))
            } else {
                format!("{line}\n")
            }
        };
        artefacts::source("spin.toml").lines().map(line).collect()
    }
}

/// The web console's composition, which stands beside whatever application is started.
const CONSOLE: &str = "strongroom-spin-console.wasm";

/// Files that a start leaves in the data folder for the next, beside the database.
pub const ROOT_KEYS: &str = "root-keys";
pub const SETUP_CODE: &str = "setup-code";

impl Deployment for Spin {
    fn name(&self) -> &'static str {
        match (self.program, &self.databases) {
            (Program::Spin, None) => "spin",
            (Program::Spin, Some(_)) => "spin on PostgreSQL",
            (Program::TestHost, None) => "the test host of Spin",
            (Program::TestHost, Some(_)) => "the test host of Spin on PostgreSQL",
        }
    }

    fn start(&self, data: &Path) -> Result<Running, Refused> {
        let is_new = match &self.databases {
            Some(databases) => databases.count(data, TABLES) == 0,
            None => !self.database(data).exists(),
        };
        let mut running = self.up(data)?;
        if is_new {
            let code = kept(&data.join(SETUP_CODE), setup_code);
            let owner = set_up(&Client::new(running.address()), &code);
            for member in ["organization", "user", "expires_at"] {
                running.announcement[member] = owner[member].clone();
            }
            running.announcement["owner_token"] = owner["token"].clone();
        }
        Ok(running)
    }

    fn count(&self, data: &Path, sql: &str) -> i64 {
        match &self.databases {
            Some(databases) => databases.count(data, sql),
            None => sqlite::count(&self.database(data), sql),
        }
    }

    fn database(&self, data: &Path) -> PathBuf {
        data.join("sqlite_db.db")
    }

    fn differs(&self, by: Difference) -> bool {
        by.is_of_spin()
    }
}

const TABLES: &str = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'secrets'";

/// Writes an application, with this manifest beside it.
fn bundle(manifest: &Path, arguments: &[String]) {
    let mut command = Command::new(artefacts::host());
    command.arg("bundle").args(arguments).arg("--components").arg(artefacts::dist("edge"));
    let done = command.arg("-o").arg(manifest.with_file_name("strongroom.wasm")).output();
    let done = done.expect("the host runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Makes the first owner. Gives what the answer says of them.
fn set_up(nobody: &Client, code: &str) -> Value {
    let bearer = format!("Bearer {code}");
    nobody.ask("POST", "/setup").header("authorization", &bearer).send().expect(201).json()
}

/// What a file holds, made by the first who asks.
fn kept(file: &Path, make: impl FnOnce() -> String) -> String {
    if let Ok(kept) = fs::read_to_string(file) {
        return kept;
    }
    let made = make();
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(file).expect("a new file");
    file.write_all(made.as_bytes()).expect("a file that takes what is written");
    made
}

/// The text of a file of root keys with one key in it.
fn root_keys() -> String {
    format!("# Of a test.\nroot-1 {} current\n", STANDARD.encode(random()))
}

fn setup_code() -> String {
    random().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    let mut source = fs::File::open("/dev/urandom").expect("a source of randomness");
    source.read_exact(&mut bytes).expect("randomness");
    bytes
}

fn variable(name: &str) -> String {
    format!("SPIN_VARIABLE_{}", name.to_uppercase())
}

fn toml_text(text: &str) -> String {
    // A basic string of TOML escapes as JSON does.
    Value::from(text).to_string()
}
