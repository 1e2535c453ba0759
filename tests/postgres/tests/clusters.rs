//! What suites count on: a server is theirs alone, keeps what it should, and is gone with them.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use strongroom_test_postgres::{Cluster, Database, Programs, Settings, shared};

/// What a client that is no part of the harness says to a question.
fn asked(url: &str, sql: &str) -> Result<String, String> {
    let mut command = Programs::find().unwrap().command("psql");
    let output = command.args(["-X", "-A", "-t", "-w", "-d", url, "-c", sql]).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().trim().to_owned();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

fn listens(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Waits for what comes by itself.
#[track_caller]
fn wait(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..500 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("never {what}");
}

fn data(database: &Database) -> PathBuf {
    PathBuf::from(database.sql("SHOW data_directory"))
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn a_database_is_empty_and_belongs_to_a_role_that_owns_no_more() {
    let cluster = shared();
    let (one, other) = (cluster.database(), cluster.database());
    asked(&one.url(), "CREATE TABLE mine (id bigint)").unwrap();
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(asked(&one.url(), tables).unwrap(), "1");
    assert_eq!(asked(&other.url(), tables).unwrap(), "0");
    assert_eq!(asked(&one.copy().url(), tables).unwrap(), "1");
    for sql in ["CREATE DATABASE more", "CREATE ROLE friend", "COPY (SELECT 1) TO PROGRAM 'cat'"] {
        let refused = asked(&one.url(), sql).unwrap_err();
        let reasons = ["permission denied", "must be superuser"];
        assert!(reasons.iter().any(|reason| refused.contains(reason)), "{sql}: {refused}");
    }
    let name = one.name().to_owned();
    drop(one);
    let named = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    assert_eq!(cluster.sql("postgres", &named), "0");
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn nobody_gets_in_over_the_network_without_the_password() {
    let database = shared().database();
    let (_, rest) =
        database.url().rsplit_once('@').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    for user in ["strongroom", "strongroom:wrong", "postgres", "postgres:wrong"] {
        let refused = asked(&format!("postgres://{user}@{rest}"), "SELECT 1").unwrap_err();
        assert!(
            ["no password supplied", "authentication failed", "pg_hba.conf rejects"]
                .iter()
                .any(|reason| refused.contains(reason)),
            "{user}: {refused}"
        );
    }
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn a_durable_one_has_after_a_kill_what_it_acknowledged() {
    let cluster = Cluster::with(Settings::new().durable());
    let database = cluster.database();
    let url = database.url();
    asked(&url, "CREATE TABLE kept (id bigint)").unwrap();
    for round in 1..=3 {
        asked(&url, "INSERT INTO kept VALUES (1)").unwrap();
        cluster.kill();
        assert!(!listens(cluster.port()));
        cluster.start_again();
        assert_eq!(asked(&url, "SELECT count(*) FROM kept").unwrap(), round.to_string());
    }
    cluster.stop();
    assert!(asked(&url, "SELECT 1").is_err());
    cluster.start_again();
    assert_eq!(asked(&url, "SELECT count(*) FROM kept").unwrap(), "3");
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn a_standby_that_is_waited_for_has_all_when_it_is_promoted() {
    let primary = Cluster::start();
    let database = primary.database();
    asked(&database.url(), "CREATE TABLE kept (id bigint)").unwrap();
    let standby = primary.standby();
    primary.wait_for_standby();
    let url = database.url_over(&[&primary, &standby]);
    asked(&url, "INSERT INTO kept VALUES (1)").unwrap();
    primary.kill();
    assert!(asked(&url, "SELECT 1").is_err(), "nobody takes writes");
    standby.promote();
    asked(&url, "INSERT INTO kept VALUES (2)").unwrap();
    assert_eq!(standby.sql(database.name(), "SELECT id FROM kept ORDER BY id"), "1\n2");
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn one_with_tls_takes_nothing_in_the_clear_and_shows_a_certificate_that_can_be_checked() {
    let cluster = Cluster::with(Settings::new().tls());
    let database = cluster.database();
    let is_encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    assert_eq!(asked(&database.url(), is_encrypted).unwrap(), "t");
    let clear = database.url().replace("verify-full", "disable");
    assert!(asked(&clear, is_encrypted).unwrap_err().contains("no encryption"));
    let other = Cluster::with(Settings::new().tls());
    let authority = |cluster: &Cluster| cluster.authority().unwrap().display().to_string();
    let distrusting = database.url().replace(&authority(&cluster), &authority(&other));
    assert!(asked(&distrusting, is_encrypted).unwrap_err().contains("SSL error"));
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn what_is_dropped_is_gone_with_its_data() {
    let cluster = Cluster::start();
    let (port, data) = (cluster.port(), data(&cluster.database()));
    assert!(listens(port) && data.exists());
    drop(cluster);
    assert!(!listens(port) && !data.parent().unwrap().exists());
}

/// Where this is set, the test below is the process that is killed.
const IS_KILLED: &str = "STRONGROOM_TEST_IS_KILLED";

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
#[allow(clippy::print_stdout, reason = "tells its parent")]
fn a_server_ends_with_the_process_that_made_it_however_that_ends() {
    if std::env::var_os(IS_KILLED).is_some() {
        let cluster = Cluster::start();
        println!("\nserves {} {}", cluster.port(), data(&cluster.database()).display());
        loop {
            std::thread::park();
        }
    }
    let this = "a_server_ends_with_the_process_that_made_it_however_that_ends";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", this, "--nocapture"])
        .env(IS_KILLED, "")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let line = lines.find(|line| line.starts_with("serves ")).expect("a line about the server");
    let words: Vec<_> = line.split(' ').collect();
    let (port, data) = (words[1].parse().unwrap(), Path::new(words[2]));
    assert!(listens(port) && data.exists());
    child.kill().unwrap();
    child.wait().unwrap();
    wait("gone", || !listens(port) && !data.parent().unwrap().exists());
}
