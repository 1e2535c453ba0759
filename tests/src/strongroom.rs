//! One Strongroom over its life: started, stopped, killed, started again on the same data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, Weak};

use tempfile::TempDir;

use crate::client::Client;
use crate::deployment::{On, Running};
use crate::differences::Difference;

/// A server with a data folder of its own, both gone when it is dropped.
pub struct Strongroom {
    deployment: On,
    folder: TempDir,
    running: Option<Running>,
    owner_token: String,
    log: String,
}

impl Strongroom {
    /// A new one, set up by its first start.
    #[must_use]
    pub fn start(deployment: On) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let running = deployment
            .start(&folder.path().join("data"))
            .unwrap_or_else(|refused| panic!("does not start: {refused}"));
        let owner_token = running.owner_token().expect("a first start prints a token").to_owned();
        let log = String::new();
        Self { deployment, folder, running: Some(running), owner_token, log }
    }

    /// On the same data from here on by way of another deployment, once it is started again.
    pub fn move_to(&mut self, deployment: On) {
        assert!(self.running.is_none(), "still runs");
        self.deployment = deployment;
    }

    /// Starts on the data there is. Gives what it announced.
    pub fn start_again(&mut self) -> &serde_json::Value {
        assert!(self.running.is_none(), "runs already");
        let running = self
            .deployment
            .start(&self.data())
            .unwrap_or_else(|refused| panic!("does not start again: {refused}"));
        &self.running.insert(running).announcement
    }

    /// Asks it to stop and waits for that.
    pub fn stop(&mut self) -> ExitStatus {
        let running = self.running.take().expect("it runs");
        running.terminate();
        let (status, log) = running.wait();
        self.log.push_str(&log);
        status
    }

    /// Ends it at once, as a crash would.
    pub fn kill(&mut self) {
        let running = self.running.take().expect("it runs");
        self.log.push_str(&running.kill());
    }

    #[must_use]
    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs")
    }

    /// Takes the process out, for who ends it in a way of their own.
    pub fn take_running(&mut self) -> Running {
        self.running.take().expect("it runs")
    }

    /// Everything it has written after its announcements, over all its starts.
    #[must_use]
    pub fn log(&self) -> String {
        let now = self.running.as_ref().map(Running::log).unwrap_or_default();
        format!("{}{now}", self.log)
    }

    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The file of the database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.deployment.database(&self.data())
    }

    /// Whether the deployment lacks what another has.
    #[must_use]
    pub fn differs(&self, by: Difference) -> bool {
        self.deployment.differs(by)
    }

    /// A folder for whatever else a test needs, gone with the data.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    #[must_use]
    pub fn owner_token(&self) -> &str {
        &self.owner_token
    }

    /// A client with the token of the first start. It knows this start's address and no later one.
    #[must_use]
    pub fn owner(&self) -> Client {
        Client::new(self.running().address()).with_token(&self.owner_token)
    }
}

/// The server that tests of one program share, each on projects of its own. It ends with the last
/// test that holds it.
#[must_use]
pub fn shared(deployment: On) -> Arc<Strongroom> {
    static SHARED: Mutex<BTreeMap<&str, Weak<Strongroom>>> = Mutex::new(BTreeMap::new());
    let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let known = shared.entry(deployment.name()).or_default();
    known.upgrade().unwrap_or_else(|| {
        let started = Arc::new(Strongroom::start(deployment));
        *known = Arc::downgrade(&started);
        started
    })
}
