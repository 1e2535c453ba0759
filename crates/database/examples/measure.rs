//! Measures the SQLite engine: point reads on one and two threads, writes of both durabilities with
//! one and 32 waiting. `cargo run --release --example measure --features sqlite`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

use std::time::{Duration, Instant};

use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_database::{Database, Durability, Statement, Value};

const ROWS: i64 = 10_000;
const RUN: Duration = Duration::from_secs(2);

fn main() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let database = Sqlite::open(folder.path().join("measure.db"), Options::default()).unwrap();
    block_on(fill(&database));

    for threads in [1, 2] {
        let (reads, _) = on_threads(threads, 1, &database, |db, n| async move {
            db.read(vec![point(n)]).await.unwrap();
        });
        println!("point reads, {threads} threads: {reads:.0}/s");
    }
    let (reads, _) = on_threads(1, 1, &database, |db, n| async move {
        db.read(vec![point(n), point(n + 1), point(n + 2)]).await.unwrap();
    });
    println!("snapshots of three point reads, 1 thread: {reads:.0}/s");

    for durability in [Durability::Process, Durability::Power] {
        for waiting in [1, 32] {
            let before = database.stats();
            let (writes, latency) = on_threads(1, waiting, &database, move |db, n| async move {
                db.write(vec![update(n)], durability).await.unwrap();
            });
            let after = database.stats();
            println!(
                "{durability:?} writes, {waiting} waiting: {writes:.0}/s, {:.1} batches a group, {}",
                (after.batches - before.batches) as f64 / (after.groups - before.groups) as f64,
                latency
            );
        }
    }

    for power in [0, 1, 16] {
        let stop = Instant::now() + RUN;
        let beside = database.clone();
        let other = std::thread::spawn(move || load(&beside, power, stop, &update_durably));
        let (writes, latency) = on_threads(1, 16, &database, |db, n| async move {
            db.write(vec![update(n)], Durability::Process).await.unwrap();
        });
        let durable = rate(&other.join().unwrap());
        println!(
            "16 Process writers beside {power} Power writers: {writes:.0}/s, {latency}, Power {durable:.0}/s"
        );
    }

    let stop = Instant::now() + RUN;
    let beside = database.clone();
    let other = std::thread::spawn(move || load(&beside, 16, stop, &update_in_process));
    let (reads, latency) = on_threads(1, 1, &database, |db, n| async move {
        db.read(vec![point(n)]).await.unwrap();
    });
    let written = rate(&other.join().unwrap());
    println!(
        "point reads beside 16 Process writers: {reads:.0}/s, {latency}, writes {written:.0}/s"
    );
}

async fn update_durably(db: Sqlite, n: i64) {
    db.write(vec![update(n)], Durability::Power).await.unwrap();
}

async fn update_in_process(db: Sqlite, n: i64) {
    db.write(vec![update(n)], Durability::Process).await.unwrap();
}

async fn fill(database: &Sqlite) {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BLOB)";
    database.write(vec![statement(table, vec![])], Durability::Process).await.unwrap();
    for chunk in 0..ROWS / 1_000 {
        let insert = |id| {
            let values = vec![
                Value::Integer(id),
                Value::Text(format!("name-{id}")),
                Value::Blob(vec![7; 512]),
            ];
            statement("INSERT INTO t VALUES (?1, ?2, ?3)", values)
        };
        let batch = (chunk * 1_000..(chunk + 1) * 1_000).map(insert).collect();
        database.write(batch, Durability::Process).await.unwrap();
    }
}

fn statement(sql: &'static str, parameters: Vec<Value>) -> Statement {
    Statement { sql: sql.into(), parameters, expect: None }
}

fn point(n: i64) -> Statement {
    statement(
        "SELECT id, body FROM t WHERE name = ?1",
        vec![Value::Text(format!("name-{}", n.wrapping_mul(7_919).rem_euclid(ROWS)))],
    )
}

fn update(n: i64) -> Statement {
    statement(
        "UPDATE t SET body = ?2 WHERE id = ?1",
        vec![
            Value::Integer(n.wrapping_mul(7_919).rem_euclid(ROWS)),
            Value::Blob(n.to_le_bytes().repeat(64)),
        ],
    )
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// Latencies of `tasks` tasks on a runtime of this thread, each calling one after the other.
fn load<F: Future<Output = ()> + 'static>(
    database: &Sqlite,
    tasks: usize,
    stop: Instant,
    call: &(impl Fn(Sqlite, i64) -> F + Copy + 'static),
) -> Vec<Duration> {
    let call = *call;
    let local = tokio::task::LocalSet::new();
    let all = async {
        let spawn = |task: usize| {
            let database = database.clone();
            local.spawn_local(async move {
                let mut latencies = Vec::new();
                let mut n = task as i64 * 1_000_003;
                while Instant::now() < stop {
                    let start = Instant::now();
                    call(database.clone(), n).await;
                    latencies.push(start.elapsed());
                    n += 1;
                }
                latencies
            })
        };
        let mut latencies = Vec::new();
        for task in (0..tasks).map(spawn).collect::<Vec<_>>() {
            latencies.extend(task.await.unwrap());
        }
        latencies
    };
    block_on(local.run_until(all))
}

fn rate(latencies: &[Duration]) -> f64 {
    latencies.len() as f64 / RUN.as_secs_f64()
}

fn on_threads<F: Future<Output = ()> + 'static>(
    threads: usize,
    tasks: usize,
    database: &Sqlite,
    call: impl Fn(Sqlite, i64) -> F + Copy + Send + Sync + 'static,
) -> (f64, String) {
    let stop = Instant::now() + RUN;
    let mut latencies = std::thread::scope(|scope| {
        let run = |_| scope.spawn(|| load(database, tasks, stop, &call));
        let running: Vec<_> = (0..threads).map(run).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    latencies.sort_unstable();
    let at =
        |share: usize| latencies.get(latencies.len() * share / 100).copied().unwrap_or_default();
    (rate(&latencies), format!("p50 {:?}, p99 {:?}", at(50), at(99)))
}
