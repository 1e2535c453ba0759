//! A process that is killed in the middle of its work has every write that it acknowledged, and
//! nothing half-written.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_database::{Database, Durability, Row, Statement, Value};

const PATH: &str = "STRONGROOM_TEST_DATABASE";
const MARK: &str = "acknowledged ";

fn statement(sql: &'static str, parameters: Vec<Value>) -> Statement {
    Statement { sql: sql.into(), parameters, expect: None }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn acknowledged_writes_survive_a_killed_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed.db");
    let database = Sqlite::open(&path, Options::default()).unwrap();
    let schema = ["CREATE TABLE item (id INTEGER PRIMARY KEY)", "CREATE TABLE record (id INTEGER)"];
    let schema = schema.map(|sql| statement(sql, vec![])).to_vec();
    block_on(database.write(schema, Durability::Power)).unwrap();
    drop(database);

    let mut acknowledged = BTreeSet::new();
    for round in 0..5 {
        let enough = acknowledged.len() + 100 + 150 * round;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_until_it_is_killed", "--ignored", "--nocapture"])
            .env(PATH, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut number = || {
            let line = lines.next()?.unwrap();
            // Only whole lines count: the last one may be cut off.
            line.strip_prefix(MARK)?.strip_suffix('.').map(|number| number.parse::<i64>().unwrap())
        };
        let mut silent = 0;
        while acknowledged.len() < enough {
            match number() {
                Some(number) => assert!(acknowledged.insert(number)),
                // The test harness prints a few lines of its own.
                None => silent += 1,
            }
            assert!(silent < 20, "the child died by itself");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            if let Some(number) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix('.')) {
                acknowledged.insert(number.parse().unwrap());
            }
        }

        let database = Sqlite::open(&path, Options::default()).unwrap();
        let reads = ["SELECT id FROM item ORDER BY id", "SELECT id FROM record ORDER BY id"];
        let reads = reads.map(|sql| statement(sql, vec![])).to_vec();
        let rows = block_on(database.read(reads)).unwrap();
        let [items, records] = rows.try_into().unwrap();
        assert_eq!(items, records, "half a batch was kept");
        let kept: BTreeSet<_> = items.iter().map(integer).collect();
        assert_eq!(acknowledged.difference(&kept).collect::<Vec<_>>(), Vec::<&i64>::new());
    }
}

fn integer(row: &Row) -> i64 {
    match row.as_slice() {
        [Value::Integer(integer)] => *integer,
        _ => panic!("a row of one integer was expected"),
    }
}

#[test]
#[ignore = "is the process that the other test kills"]
fn writes_until_it_is_killed() {
    let Some(path) = std::env::var_os(PATH) else { return };
    let database = Sqlite::open(path, Options::default()).unwrap();
    let local = tokio::task::LocalSet::new();
    let newest = statement("SELECT coalesce(max(id), 0) FROM item", vec![]);
    let newest = block_on(database.read(vec![newest])).unwrap();
    let start = integer(newest.first().and_then(|rows| rows.first()).unwrap()) + 1;
    for task in 0..16 {
        let database = database.clone();
        local.spawn_local(async move {
            for id in (start + task..).step_by(16) {
                let id = || vec![Value::Integer(id)];
                let batch = vec![
                    statement("INSERT INTO item VALUES (?1)", id()),
                    statement("INSERT INTO record VALUES (?1)", id()),
                ];
                let durability =
                    if task % 4 == 0 { Durability::Power } else { Durability::Process };
                database.write(batch, durability).await.unwrap();
                let Some(Value::Integer(id)) = id().pop() else { return };
                let mut out = std::io::stdout().lock();
                out.write_all(format!("{MARK}{id}.\n").as_bytes()).unwrap();
                out.flush().unwrap();
            }
        });
    }
    block_on(local);
}
