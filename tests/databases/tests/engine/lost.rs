//! Connections that are lost in the middle of a write: it is kept once or not at all, and the answer
//! says which.

use std::time::{Duration, Instant};

use super::proxy::{Commit, Direction, Proxy};
use super::*;

/// An engine whose connections go through a proxy, to a table where each row can be any number of
/// times.
struct Lossy {
    engine: Postgres,
    proxy: Proxy,
    database: server::Database,
}

fn lossy() -> Lossy {
    let database = server::shared().database();
    let proxy = Proxy::to(database.cluster().port());
    let engine = open(&database.url_through(proxy.port()));
    let table = statement("CREATE TABLE line (number BIGINT)", []);
    block_on(engine.write(vec![table], Durability::Power)).unwrap();
    let lossy = Lossy { engine, proxy, database };
    // So that all statements are known to the connection.
    assert_eq!(lossy.line(0), Ok(vec![1, 0]));
    lossy
}

impl Lossy {
    fn line(&self, number: i64) -> Result<Vec<u32>, Error> {
        let insert = "INSERT INTO line VALUES ($1)";
        let insert = expecting(1, statement(insert, [Value::Integer(number)]));
        let nothing = statement("DELETE FROM line WHERE number < 0", []);
        block_on(self.engine.write(vec![insert, nothing], Durability::Process))
    }

    /// How often a line is there.
    fn times(&self, number: i64) -> usize {
        let count = format!("SELECT COUNT(*) FROM line WHERE number = {number}");
        self.database.sql(&count).trim().parse().unwrap()
    }
}

#[test]
fn a_commit_that_never_arrived_is_found_out_and_the_write_is_done_again() {
    let lossy = lossy();
    lossy.proxy.on_next_commit(Commit::IsLost);
    assert_eq!(lossy.line(1), Ok(vec![1, 0]));
    assert!(lossy.proxy.has_cut());
    assert_eq!(lossy.times(1), 1);
    let stats = lossy.engine.stats();
    assert_eq!((stats.settled, stats.unknown), (1, 0));
    // The id of the first attempt stays taken, and says that nothing was applied.
    let ids = "SELECT COUNT(*) FROM strongroom_batches WHERE applied = 0";
    assert_eq!(lossy.database.sql(ids).trim(), "1");
}

#[test]
fn a_commit_whose_answer_was_lost_is_found_out_and_the_write_is_not_done_again() {
    let lossy = lossy();
    lossy.proxy.on_next_commit(Commit::AnswerIsLost);
    assert_eq!(lossy.line(1), Ok(vec![1, 0]));
    assert!(lossy.proxy.has_cut());
    assert_eq!(lossy.times(1), 1);
    assert_eq!(lossy.engine.stats().settled, 1);
    let ids = "SELECT COUNT(*) FROM strongroom_batches WHERE applied = 0";
    assert_eq!(lossy.database.sql(ids).trim(), "0");
}

#[test]
fn a_commit_that_is_still_on_its_way_is_waited_for() {
    let lossy = lossy();
    let late = Duration::from_millis(700);
    lossy.proxy.on_next_commit(Commit::ArrivesLate(late));
    let began = Instant::now();
    assert_eq!(lossy.line(1), Ok(vec![1, 0]));
    assert!(lossy.proxy.has_cut());
    assert_eq!(lossy.times(1), 1);
    // Asked before the commit arrived, it could only be answered afterwards.
    assert!(began.elapsed() >= late);
    assert_eq!(lossy.engine.stats().settled, 1);
}

#[test]
fn a_transaction_that_was_ended_while_its_commit_was_on_its_way_is_done_again() {
    let lossy = lossy();
    lossy.proxy.on_next_commit(Commit::ArrivesLate(Duration::from_secs(2)));
    let (outcome, ended) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| lossy.line(1));
        // Only when somebody waits for the first transaction is it sure that the id was asked for.
        let waiting = "SELECT COUNT(*) FROM pg_stat_activity \
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while lossy.database.sql(waiting).trim() != "1" {
            assert!(!writing.is_finished(), "nobody waited for the transaction");
            std::thread::sleep(Duration::from_millis(5));
        }
        let end = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
            WHERE datname = current_database() AND state = 'idle in transaction'";
        let ended = lossy.database.sql(end);
        (writing.join().unwrap(), ended)
    });
    assert_eq!(ended.trim(), "1");
    assert_eq!(outcome, Ok(vec![1, 0]));
    assert_eq!(lossy.times(1), 1);
    // The commit arrives now, at nobody.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(lossy.times(1), 1);
}

#[test]
fn wherever_a_connection_is_cut_a_write_is_kept_as_often_as_its_answer_says() {
    let lossy = lossy();
    let mut number = 0;
    for direction in [Direction::ToServer, Direction::ToClient] {
        let before = lossy.proxy.passed(direction);
        assert_eq!(lossy.line(-1), Ok(vec![1, 1]));
        let length = i64::try_from(lossy.proxy.passed(direction) - before).unwrap();
        assert!(length > 50, "{length} bytes");
        let mut cuts = 0;
        for bytes in 0..length {
            number += 1;
            // An old connection that knows the statements, as in the run that was measured.
            assert!(lossy.line(-number).is_ok());
            lossy.proxy.cut_after(direction, bytes);
            let outcome = lossy.line(number);
            cuts += usize::from(lossy.proxy.cut_came(direction));
            assert_eq!(outcome.map(|changed| changed[0]), Ok(1), "{direction:?} {bytes}");
            assert_eq!(lossy.times(number), 1, "{direction:?} {bytes}");
        }
        assert!(cuts > 50, "{cuts} cuts of {length}");
    }
    assert!(lossy.engine.stats().settled > 10);
    assert_eq!(lossy.engine.stats().unknown, 0);
}

#[test]
fn a_read_goes_on_on_another_connection() {
    let lossy = lossy();
    for bytes in (0..200).step_by(7) {
        lossy.proxy.cut_after(Direction::ToClient, bytes);
        let sql = "SELECT COUNT(*) FROM line";
        let twice = vec![statement(sql, []), statement(sql, [])];
        let rows = block_on(lossy.engine.read(twice)).unwrap();
        assert_eq!((integers(&rows[0]), integers(&rows[1])), (vec![1], vec![1]), "{bytes}");
        lossy.proxy.cut_came(Direction::ToClient);
    }
    assert!(lossy.engine.stats().losses > 5);
}
