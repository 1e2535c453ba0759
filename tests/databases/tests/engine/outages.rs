//! A server that is away: for a moment, for longer, and for good while another takes its place.

use std::time::{Duration, Instant};

use strongroom_test_postgres::{Cluster, Settings};

use super::*;

fn eventually<T: std::fmt::Debug>(mut call: impl FnMut() -> Result<T, Error>) -> T {
    let began = Instant::now();
    loop {
        match call() {
            Ok(done) => return done,
            Err(error) => {
                assert_eq!(error, Error::Unavailable);
                assert!(began.elapsed() < Duration::from_secs(60), "it never came back");
            }
        }
    }
}

#[test]
fn a_restart_is_waited_for_and_a_longer_absence_is_told() {
    let cluster = Cluster::with(Settings::new());
    let f = fixture_on(&cluster);
    f.write([insert(1)]).unwrap();
    cluster.stop();
    assert_eq!(f.write([insert(2)]), Err(Error::Unavailable));
    assert_eq!(f.read([statement("SELECT id FROM item", [])]), Err(Error::Unavailable));
    let rows = std::thread::scope(|scope| {
        let reading = scope.spawn(|| eventually(|| f.read([statement("SELECT id FROM item", [])])));
        cluster.start_again();
        reading.join().unwrap()
    });
    assert_eq!(integers(&rows[0]), [1]);
    assert_eq!(f.write([insert(2)]), Ok(vec![1]));
    assert_eq!(f.ids(), [1, 2]);
}

#[test]
fn what_was_acknowledged_is_there_after_the_server_was_killed_again_and_again() {
    let cluster = Cluster::with(Settings::new().durable());
    let f = fixture_on(&cluster);
    let mut acknowledged = Vec::new();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut kept = Vec::new();
            for id in 0..150 {
                match f.write([insert(id)]) {
                    Ok(_) => kept.push(id),
                    Err(error) => assert_eq!(error, Error::Unavailable),
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            kept
        });
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(150));
            cluster.kill();
            cluster.start_again();
        }
        acknowledged = writing.join().unwrap();
    });
    assert!(acknowledged.len() > 50);
    // Neither more nor less: what was told to be unavailable was not kept.
    assert_eq!(eventually(|| Ok(f.ids())), acknowledged);
}

#[test]
fn a_standby_that_was_promoted_is_found_and_has_what_was_acknowledged() {
    let primary = Cluster::with(Settings::new().durable());
    let standby = primary.standby();
    primary.wait_for_standby();
    let database = primary.database();
    // The standby first: it answers, and is of no use while it cannot write.
    let engine = open(&database.url_over(&[&standby, &primary]));
    let schema = SCHEMA.map(|sql| statement(sql, [])).to_vec();
    block_on(engine.write(schema, Durability::Power)).unwrap();
    for id in 0..20 {
        block_on(engine.write(vec![insert(id)], Durability::Power)).unwrap();
    }
    primary.kill();
    standby.sql("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
    standby.promote();
    eventually(|| block_on(engine.write(vec![insert(20)], Durability::Power)));
    let rows = eventually(|| block_on(engine.read(vec![statement("SELECT id FROM item", [])])));
    let mut ids = integers(&rows[0]);
    ids.sort_unstable();
    assert_eq!(ids, (0..=20).collect::<Vec<_>>());
}

#[test]
fn a_batch_waits_for_a_lock_no_longer_than_a_statement_may_take() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    let options = Options { statement_timeout: Duration::from_millis(300), ..Options::default() };
    let hurried = open_with(&f.database.url(), &options);
    let mut other = lock_the_row(&f);
    let change = statement("UPDATE item SET body = '\\x00' WHERE id = 1", []);
    let outcome = block_on(hurried.write(vec![change.clone()], Durability::Process));
    assert_eq!(outcome, Err(Error::Unavailable));
    drop(other.stdin.take());
    other.wait().unwrap();
    assert_eq!(
        eventually(|| block_on(hurried.write(vec![change.clone()], Durability::Process))),
        [1]
    );
}

/// A transaction of somebody else that holds the row for as long as its input is open.
fn lock_the_row(f: &Fixture) -> std::process::Child {
    use std::io::Write as _;
    let programs = strongroom_test_postgres::Programs::find().unwrap();
    let mut psql = programs
        .command("psql")
        .args(["--no-psqlrc", "--quiet", &f.database.url()])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = psql.stdin.take().unwrap();
    input.write_all(b"BEGIN; UPDATE item SET body = '\\x01' WHERE id = 1;\n").unwrap();
    psql.stdin = Some(input);
    let idle = "SELECT COUNT(*) FROM pg_stat_activity \
        WHERE datname = current_database() AND state = 'idle in transaction'";
    while f.database.sql(idle).trim() != "1" {
        std::thread::sleep(Duration::from_millis(5));
    }
    psql
}
