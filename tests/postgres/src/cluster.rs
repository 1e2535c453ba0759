//! A cluster: one server on a port and a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tempfile::TempDir;

use crate::account::Account;
use crate::certificate::Certificate;
use crate::database::Database;
use crate::guard::Guard;
use crate::port::free_port;
use crate::programs::Programs;
use crate::server::{Ending, NotStarted, Server};
use crate::settings::Settings;
use crate::template::{self, SUPERUSER};

/// Who owns the databases: a role that may log in and nothing else.
pub(crate) const ROLE: &str = "strongroom";

/// A server, its data and its log. It and they are gone when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    // In the order in which they have to go.
    server: Mutex<Option<Server>>,
    folder: TempDir,
    _guard: Guard,
    programs: Programs,
    account: Account,
    settings: Settings,
    port: u16,
    password: String,
    /// What a standby follows.
    follows: Option<String>,
}

impl Cluster {
    /// A quick one.
    ///
    /// # Panics
    /// As [`Self::with`].
    #[must_use]
    pub fn start() -> Arc<Self> {
        Self::with(Settings::new())
    }

    /// # Panics
    /// Where the machine has no PostgreSQL, or it does not start.
    #[must_use]
    pub fn with(settings: Settings) -> Arc<Self> {
        let programs = Programs::find().unwrap_or_else(|missing| panic!("{missing}"));
        let mut cluster = Self::new(programs, settings, random());
        template::copy_to(&cluster.data(), &cluster.programs);
        cluster.first_start();
        let secret = &cluster.password;
        cluster.sql("postgres", &format!("CREATE ROLE {ROLE} LOGIN PASSWORD '{secret}'"));
        Arc::new(cluster)
    }

    fn new(programs: Programs, settings: Settings, password: String) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let guard = Guard::over(folder.path());
        let (server, account) = (Mutex::new(None), Account::find());
        let (port, follows) = (0, None);
        Self { server, folder, _guard: guard, programs, account, settings, port, password, follows }
    }

    /// On data that is there, and a port that is free.
    fn first_start(&mut self) {
        let folder = self.folder.path();
        let host = if self.settings.has_tls { "hostssl" } else { "host" };
        let lines = [
            // The folder of the socket lets in its owner alone.
            "local all all trust".to_owned(),
            "local replication all trust".to_owned(),
            format!("{host} all {SUPERUSER} 127.0.0.1/32 reject"),
            format!("{host} all all 127.0.0.1/32 scram-sha-256"),
        ];
        fs::write(folder.join("hba.conf"), lines.join("\n")).expect("a file of rules");
        if self.settings.has_tls && self.follows.is_none() {
            Certificate::within(folder).write();
        }
        self.account.own(folder).expect("a folder of the server's user");
        for _ in 0..20 {
            self.port = free_port();
            match self.run() {
                Ok(()) => return,
                Err(NotStarted::PortTaken) => {}
                Err(why) => panic!("PostgreSQL does not start: {why}"),
            }
        }
        panic!("PostgreSQL does not start: every port was taken");
    }

    fn run(&self) -> Result<(), NotStarted> {
        let mut running = self.running();
        assert!(running.is_none(), "runs already");
        let folder = self.folder.path();
        let mut command = self.programs.command("postgres");
        command.arg("-D").arg(self.data()).arg("-k").arg(folder);
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string()]);
        command.args(self.settings.arguments());
        let set = |name: &str, value: &str| ["-c".to_owned(), format!("{name}={value}")];
        command.args(set("hba_file", &text(&folder.join("hba.conf"))));
        if self.settings.has_tls {
            let certificate = Certificate::within(folder);
            command.args(set("ssl_cert_file", &text(&certificate.chain)));
            command.args(set("ssl_key_file", &text(&certificate.key)));
        }
        if let Some(primary) = &self.follows {
            command.args(set("primary_conninfo", primary));
        }
        self.account.apply(&mut command);
        *running = Some(Server::start(command, folder)?);
        Ok(())
    }

    /// Ends it in good order; connections are closed.
    pub fn stop(&self) {
        self.take().end(Ending::Fast);
    }

    /// Ends every process of it at once, as `kill -9` does.
    pub fn kill(&self) {
        self.take().kill();
    }

    /// Starts it on the port and the data it had.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn start_again(&self) {
        for _ in 0..200 {
            match self.run() {
                Ok(()) => return,
                Err(NotStarted::PortTaken | NotStarted::EarlierRemains) => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(why) => panic!("PostgreSQL does not start again: {why}"),
            }
        }
        panic!("PostgreSQL does not start again: the port is taken, or the earlier server remains");
    }

    /// Another server with a copy of all there is, which follows this one. It answers reads, and
    /// everything once it is promoted. Nothing waits for it, see [`Self::wait_for_standby`].
    ///
    /// # Panics
    /// Where it cannot be made.
    #[must_use]
    pub fn standby(&self) -> Arc<Self> {
        let mut standby =
            Self::new(self.programs.clone(), self.settings.clone(), self.password.clone());
        self.account.own(standby.folder.path()).expect("a folder of the server's user");
        let mut copy = self.programs.command("pg_basebackup");
        copy.args(["--checkpoint=fast", "--wal-method=stream", "--no-sync", "--no-password"]);
        copy.arg("-h").arg(self.folder.path()).args(["-p", &self.port.to_string()]);
        copy.args(["-U", SUPERUSER]).arg("-D").arg(standby.data());
        let output = self.account.apply(&mut copy).output().expect("pg_basebackup starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "pg_basebackup failed: {said}");
        fs::write(standby.data().join("standby.signal"), "").expect("a file in the copy");
        if self.settings.has_tls {
            // Clients know one authority for both.
            let own = Certificate::within(self.folder.path());
            own.copy_to(standby.folder.path()).expect("a copy of the certificate");
        }
        standby.follows = Some(format!(
            "host={} port={} user={SUPERUSER} application_name=standby",
            text(self.folder.path()),
            self.port
        ));
        standby.first_start();
        Arc::new(standby)
    }

    /// From here on a commit is acknowledged when a standby has it too. Returns once one does.
    pub fn wait_for_standby(&self) {
        self.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        self.sql("postgres", "SELECT pg_reload_conf()");
        let follows = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        for _ in 0..1000 {
            if self.sql("postgres", follows) == "1" {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("no standby follows: {}", self.log());
    }

    /// Makes a primary of a standby, and returns when it takes writes.
    pub fn promote(&self) {
        assert_eq!(self.sql("postgres", "SELECT pg_promote(true, 60)"), "t", "{}", self.log());
    }

    /// A new database, empty, of a role that may do what an owner may and no more.
    #[must_use]
    pub fn database(self: &Arc<Self>) -> Database {
        Database::create(self)
    }

    /// Runs SQL as the superuser, and gives its rows: a line for each, fields parted by tabs.
    ///
    /// # Panics
    /// Where it fails.
    #[track_caller]
    pub fn sql(&self, database: &str, sql: &str) -> String {
        self.try_sql(database, sql).unwrap_or_else(|said| panic!("{sql}: {said}"))
    }

    /// As [`Self::sql`].
    ///
    /// # Errors
    /// What `psql` said.
    pub fn try_sql(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut command = self.programs.command("psql");
        command.args(["-X", "-q", "-A", "-t", "-F", "\t", "-w", "-v", "ON_ERROR_STOP=1"]);
        command.arg("-h").arg(self.folder.path()).args(["-p", &self.port.to_string()]);
        command.args(["-U", SUPERUSER, "-d", database, "-c", sql]);
        let output = command.output().expect("psql starts");
        if output.status.success() {
            let rows = String::from_utf8(output.stdout).expect("rows of text");
            return Ok(rows.trim_end_matches('\n').to_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Where it listens: an address and a port of this machine.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The folder of its socket, which lets the user of the tests in as anybody: what libpq takes for a
    /// host.
    #[must_use]
    pub fn socket(&self) -> &Path {
        self.folder.path()
    }

    /// The certificate of the authority that vouches for the server, where it speaks TLS.
    #[must_use]
    pub fn authority(&self) -> Option<PathBuf> {
        self.settings.has_tls.then(|| Certificate::within(self.folder.path()).authority)
    }

    /// The programs that it runs.
    #[must_use]
    pub const fn programs(&self) -> &Programs {
        &self.programs
    }

    /// All that the server has written so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn running(&self) -> MutexGuard<'_, Option<Server>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Server {
        self.running().take().expect("it runs")
    }
}

/// The quick one that tests of one program share, each on a database of its own. It ends with the
/// last that holds it.
#[must_use]
pub fn shared() -> Arc<Cluster> {
    static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let started = Cluster::start();
        *shared = Arc::downgrade(&started);
        started
    })
}

/// 128 random bits, as a password.
fn random() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("randomness");
    format!("{:032x}", u128::from_le_bytes(bytes))
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path of text").to_owned()
}
