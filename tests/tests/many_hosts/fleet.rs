//! Hosts that serve one database, and the proxy in front of them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use strongroom_test_postgres::{Cluster, Database, shared};
use strongroom_tests::{Client, Deployment as _, Native, Proxy, Refused, Running};
use tempfile::TempDir;

/// A root key for all hosts of a fleet: what an operator would copy to each. It opens nothing but
/// the databases of these tests.
const ROOT_KEYS: &str = "shared AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= current\n";

/// Hosts with data folders of their own. All is gone when it is dropped.
pub(crate) struct Fleet {
    hosts: Vec<Option<Running>>,
    proxy: Proxy,
    pub(crate) owner_token: String,
    /// The server that has the database now, where it is not the first one.
    moved_to: Option<Arc<Cluster>>,
    // The databases go when nobody is connected any more.
    machines: Machines,
}

/// What hosts are started on.
pub(crate) struct Machines {
    folder: TempDir,
    url: String,
    pub(crate) database: Database,
}

impl Machines {
    /// For hosts that reach the database by a URL.
    pub(crate) fn new(database: Database, url: String) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let keys = folder.path().join("root-keys");
        fs::write(&keys, ROOT_KEYS).expect("a file of root keys");
        fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).expect("a file of ours");
        Self { folder, url, database }
    }

    /// Starts the host of a number and returns when it serves.
    pub(crate) fn start(&self, index: usize) -> Running {
        let native = self.native().flag("--root-key", self.folder.path().join("root-keys"));
        native.start(&self.data(index)).unwrap_or_else(|refused| panic!("{refused}"))
    }

    /// The same for a host that nobody has given a root key.
    ///
    /// # Errors
    /// It ends instead.
    pub(crate) fn start_with_its_own_key(&self, index: usize) -> Result<Running, Refused> {
        self.native().start(&self.data(index))
    }

    fn native(&self) -> Native {
        Native::new().variable("STRONGROOM_DATABASE", &self.url)
    }

    fn data(&self, index: usize) -> PathBuf {
        self.folder.path().join(format!("host-{index}"))
    }
}

impl Fleet {
    /// Two hosts on a fresh database of the server that all tests share.
    pub(crate) fn start() -> Self {
        let database = shared().database();
        let url = database.url();
        Self::on(database, url)
    }

    /// Two hosts that reach a database by a URL.
    pub(crate) fn on(database: Database, url: String) -> Self {
        let machines = Machines::new(database, url);
        let hosts = [machines.start(0), machines.start(1)];
        let owner_token =
            hosts[0].owner_token().expect("the first start prints a token").to_owned();
        assert_eq!(hosts[1].owner_token(), None, "the second finds all set up");
        let proxy = Proxy::over(&[hosts[0].address(), hosts[1].address()]);
        Self { hosts: hosts.map(Some).into(), proxy, owner_token, moved_to: None, machines }
    }

    /// The first owner by way of the proxy, each request at the next host.
    pub(crate) fn owner(&self) -> Client {
        Client::new(&self.proxy.address()).with_token(&self.owner_token).without_reuse()
    }

    /// The first owner at one host.
    pub(crate) fn owner_at(&self, index: usize) -> Client {
        Client::new(self.host(index).address()).with_token(&self.owner_token)
    }

    pub(crate) fn host(&self, index: usize) -> &Running {
        self.hosts[index].as_ref().expect("it runs")
    }

    pub(crate) fn database(&self) -> &Database {
        &self.machines.database
    }

    /// The database is at another server from here on.
    pub(crate) fn look_into(&mut self, cluster: &Arc<Cluster>) {
        self.moved_to = Some(Arc::clone(cluster));
    }

    /// What a query counts in the database.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        let cluster = self.moved_to.as_ref().unwrap_or_else(|| self.database().cluster());
        cluster.sql(self.database().name(), sql).parse().expect("a number")
    }

    /// Ends a host as a crash would.
    pub(crate) fn kill(&mut self, index: usize) {
        self.hosts[index].take().expect("it runs").kill();
    }

    pub(crate) fn start_again(&mut self, index: usize) {
        let host = self.machines.start(index);
        self.proxy.replace(index, host.address());
        self.hosts[index] = Some(host);
    }

    /// How many requests a host has answered.
    pub(crate) fn answered(&self, index: usize) -> u64 {
        let metrics = self.owner_at(index).without_token().get("/metrics").expect(200);
        let counts = metrics.text().lines().filter_map(|line| {
            line.strip_prefix("strongroom_http_requests_total{")?
                .rsplit(' ')
                .next()?
                .parse::<u64>()
                .ok()
        });
        counts.sum()
    }
}
