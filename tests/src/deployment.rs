//! A way to run Strongroom, and one that runs.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

use serde_json::Value;

use crate::differences::Difference;

/// Long enough for the slowest machine to compile the core: reached only by what hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// A way to run Strongroom. Several may run at once, each on a data folder of its own.
pub trait Deployment: Send + Sync {
    /// Tells one deployment from another.
    fn name(&self) -> &'static str;

    /// Starts on a data folder, which may be new, and returns once it serves.
    ///
    /// # Errors
    /// [`Refused`] where it ends instead.
    fn start(&self, data: &Path) -> Result<Running, Refused>;

    /// What a query counts in the database of a data folder: what the API does not show.
    fn count(&self, data: &Path, sql: &str) -> i64;

    /// The file of its database in a data folder, where that is SQLite's.
    fn database(&self, data: &Path) -> PathBuf;

    /// Whether it lacks what another has.
    fn differs(&self, by: Difference) -> bool;
}

/// A deployment as suites take it.
pub type On = Arc<dyn Deployment>;

/// It ended before it served.
#[derive(Debug)]
pub struct Refused {
    pub status: ExitStatus,
    /// What it wrote to standard error.
    pub said: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.status, self.said)
    }
}

/// A server that runs. Killed when dropped.
pub struct Running {
    child: Child,
    /// The line in which it said that it serves.
    pub announcement: Value,
    written: Arc<Written>,
}

/// What a process writes, while it writes it.
#[derive(Default)]
struct Written {
    text: Mutex<Vec<u8>>,
    grown: Condvar,
}

impl Running {
    /// Starts a program that writes JSON with where it serves once it does.
    ///
    /// # Errors
    /// [`Refused`] where it ends without.
    pub fn start(mut command: Command) -> Result<Self, Refused> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("cannot start {command:?}: {why}"));
        let written = Arc::new(Written::default());
        let errors = child.stderr.take().expect("standard error is piped");
        let error_reader = written.collect(errors);
        let mut output = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let (sender, announced) = mpsc::channel();
        let collected = Arc::clone(&written);
        std::thread::spawn(move || {
            let _ = sender.send(announcement(&mut output));
            let _ = collected.collect(output).join();
        });
        match announced.recv_timeout(PATIENCE) {
            Ok(Some(announcement)) => Ok(Self { child, announcement, written }),
            Ok(None) => {
                let status = child.wait().expect("a child that ended");
                let _ = error_reader.join();
                Err(Refused { status, said: written.text() })
            }
            Err(_) => {
                let _ = child.kill();
                panic!("does not start and does not end: {}", written.text());
            }
        }
    }

    /// Where it serves: scheme, host and port.
    #[must_use]
    pub fn address(&self) -> &str {
        self.announcement["address"].as_str().expect("an address in the announcement")
    }

    /// The process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The token that a first start prints.
    #[must_use]
    pub fn owner_token(&self) -> Option<&str> {
        self.announcement["owner_token"].as_str()
    }

    /// All it has written after its announcement, to either output.
    #[must_use]
    pub fn log(&self) -> String {
        self.written.text()
    }

    /// Waits until the log has a line that holds all of these.
    pub fn wait_for_line(&self, texts: &[&str]) {
        let held = self.written.text.lock().expect("a lock");
        let is_there = |written: &[u8]| {
            let log = String::from_utf8_lossy(written);
            log.lines().any(|line| texts.iter().all(|text| line.contains(text)))
        };
        let waited = self
            .written
            .grown
            .wait_timeout_while(held, PATIENCE, |written| !is_there(written))
            .expect("a lock");
        let log = String::from_utf8_lossy(&waited.0).into_owned();
        drop(waited);
        assert!(is_there(log.as_bytes()), "the log never had a line with {texts:?}: {log}");
    }

    /// Asks it to stop, and does not wait.
    pub fn terminate(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    /// Asks it to read the folder of secret types again.
    pub fn hang_up(&self) {
        self.signal(rustix::process::Signal::HUP);
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).expect("a child to tell");
    }

    /// Waits for it to end; the rest of its log is complete then.
    pub fn wait(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().expect("a child");
        // The pipes end with the process; their readers are a moment behind.
        while Arc::strong_count(&self.written) > 1 {
            std::thread::yield_now();
        }
        (status, self.written.text())
    }

    /// Ends it at once, as a crash would.
    pub fn kill(mut self) -> String {
        self.end();
        self.wait().1
    }

    /// The process, and those of its group where it leads one.
    fn end(&mut self) {
        let id = rustix::process::Pid::from_child(&self.child);
        if matches!(rustix::process::getpgid(Some(id)), Ok(group) if group == id) {
            let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
        let _ = self.child.wait();
    }
}

/// The JSON that a program begins with, in one line or in several. None where it ends without.
fn announcement(output: &mut impl BufRead) -> Option<Value> {
    let mut text = String::new();
    loop {
        if output.read_line(&mut text).ok()? == 0 {
            assert!(text.is_empty(), "not JSON: {text}");
            return None;
        }
        match serde_json::from_str(&text) {
            Ok(announcement) => return Some(announcement),
            Err(why) => assert!(why.is_eof(), "not JSON: {why}: {text}"),
        }
    }
}

impl Written {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().expect("a lock")).into_owned()
    }

    fn collect(
        self: &Arc<Self>,
        mut from: impl Read + Send + 'static,
    ) -> std::thread::JoinHandle<()> {
        let to = Arc::clone(self);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                to.text.lock().expect("a lock").extend_from_slice(&buffer[..count]);
                to.grown.notify_all();
            }
        })
    }
}
