//! Batches that wait together share a commit and a sync, and nothing else.

use super::*;

/// Holds the writer up with one long batch, so that what is queued meanwhile becomes one group.
fn behind_a_long_batch(
    f: &Fixture,
    batches: Vec<(Vec<Statement>, Durability)>,
) -> Vec<Result<Vec<u32>, Error>> {
    let long = "INSERT INTO item (id, name) WITH RECURSIVE n (i) AS (SELECT 100000 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i, 'long ' || i FROM n";
    // One that has to be synced is the writer thread's, whoever it is that asks.
    let mut all = vec![(vec![statement(long, [])], Durability::Power)];
    all.extend(batches);
    let mut outcomes = all_at_once(&f.database, all);
    assert_eq!(outcomes.remove(0), Ok(vec![200_001]));
    outcomes
}

#[test]
fn waiting_writes_share_one_sync() {
    let f = fixture();
    let before = f.database.stats();
    let writes = (0..500).map(|id| (vec![insert(id)], Durability::Power)).collect();
    assert_eq!(behind_a_long_batch(&f, writes), vec![Ok(vec![1]); 500]);
    let after = f.database.stats();
    assert_eq!(after.batches - before.batches, 501);
    let syncs = after.syncs - before.syncs;
    assert!((2..=10).contains(&syncs), "501 batches took {syncs} syncs");
    assert_eq!(after.depth, 0);
}

#[test]
fn a_failing_batch_leaves_the_others_of_its_group() {
    let f = fixture();
    let mut writes: Vec<_> = (0..100).map(|id| (vec![insert(id)], Durability::Process)).collect();
    writes[50].0 = vec![insert(1_000), insert(3), insert(1_001)];
    let before = f.database.stats();
    let outcomes = behind_a_long_batch(&f, writes);
    for (id, outcome) in outcomes.iter().enumerate() {
        let expected = if id == 50 { Err(Error::Duplicate(1)) } else { Ok(vec![1]) };
        assert_eq!(*outcome, expected, "batch {id}");
    }
    let kept: Vec<_> = (0..100).filter(|id| *id != 50).collect();
    let found = f.read([statement("SELECT id FROM item WHERE id < 100000 ORDER BY id", [])]);
    assert_eq!(integers(&found.unwrap()[0]), kept);
    let after = f.database.stats();
    assert_eq!(after.failures - before.failures, 1);
    assert!(after.groups - before.groups < 10, "the batches were not grouped");
}

#[test]
fn a_batch_that_undoes_the_transaction_costs_the_others_nothing() {
    let rolls_back = statement("INSERT OR ROLLBACK INTO item VALUES (3, 'other', NULL)", []);
    let late = statement("INSERT INTO late VALUES (-1)", []);
    for (failing, error) in [(rolls_back, Error::Duplicate(1)), (late, Error::Internal)] {
        let f = fixture();
        let mut writes: Vec<_> =
            (0..20).map(|id| (vec![insert(id)], Durability::Process)).collect();
        writes[10].0 = vec![insert(1_000), failing];
        let outcomes = behind_a_long_batch(&f, writes);
        for (id, outcome) in outcomes.iter().enumerate() {
            let expected = if id == 10 { Err(error) } else { Ok(vec![1]) };
            assert_eq!(*outcome, expected, "batch {id}");
        }
        let kept: Vec<_> = (0..20).filter(|id| *id != 10).collect();
        let found = f.read([statement("SELECT id FROM item WHERE id < 100000 ORDER BY id", [])]);
        assert_eq!(integers(&found.unwrap()[0]), kept);
    }
}

#[test]
fn process_writes_do_not_wait_for_the_disk() {
    let f = fixture();
    let before = f.database.stats();
    f.write([insert(1)]).unwrap();
    assert_eq!(f.database.stats().syncs, before.syncs);
    block_on(f.database.write(vec![insert(2)], Durability::Power)).unwrap();
    assert_eq!(f.database.stats().syncs, before.syncs + 1);
    f.write([insert(3)]).unwrap();
    assert_eq!(f.database.stats().syncs, before.syncs + 1);
}

#[test]
fn a_setting_makes_process_writes_wait_for_the_disk() {
    let f = fixture_with(Options { process_means: Durability::Power, ..Options::default() });
    let before = f.database.stats();
    f.write([insert(1)]).unwrap();
    assert_eq!(f.database.stats().syncs, before.syncs + 1);
}

#[test]
fn a_write_that_needs_no_sync_is_done_when_it_is_first_polled() {
    let f = fixture();
    let mut write = std::pin::pin!(f.database.write(vec![insert(1)], Durability::Process));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert_eq!(write.as_mut().poll(&mut context), std::task::Poll::Ready(Ok(vec![1])));
    let mut failing =
        std::pin::pin!(f.database.write(vec![insert(2), insert(1)], Durability::Process));
    let outcome = failing.as_mut().poll(&mut context);
    assert_eq!(outcome, std::task::Poll::Ready(Err(Error::Duplicate(1))));
    assert_eq!(f.ids(), [1]);
}

#[test]
fn a_write_that_needs_no_sync_waits_its_turn_behind_another_process() {
    let f = fixture();
    let other = rusqlite::Connection::open(f.folder.path().join("test.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut write = std::pin::pin!(f.database.write(vec![insert(1)], Durability::Process));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(write.as_mut().poll(&mut context).is_pending());
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(block_on(write), Ok(vec![1]));
}

#[test]
fn the_log_is_folded_however_little_is_synced() {
    let f = fixture();
    let body = Value::Blob(vec![7; 64 << 10]);
    for id in 0..1_000 {
        let set = statement("UPDATE item SET body = ?1", [body.clone()]);
        let insert = if id == 0 { vec![insert(1), set] } else { vec![set] };
        f.write(insert).unwrap();
    }
    let log = std::fs::metadata(f.folder.path().join("test.db-wal")).unwrap().len();
    // 64 MiB were written; the log is folded at about 16.
    assert!(log < 32 << 20, "the log has {log} bytes");
}

#[test]
fn a_full_queue_refuses_at_once() {
    let f = fixture_with(Options { queue: 4, ..Options::default() });
    let writes = (0..50).map(|id| (vec![insert(id)], Durability::Process)).collect();
    let outcomes = behind_a_long_batch(&f, writes);
    let refused = outcomes.iter().filter(|outcome| **outcome == Err(Error::Unavailable)).count();
    let kept = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(refused + kept, 50);
    assert!(kept >= 3 && refused >= 40, "{kept} kept, {refused} refused");
    let found = f.read([statement("SELECT id FROM item WHERE id < 100000", [])]).unwrap();
    assert_eq!(found[0].len(), kept);
    assert_eq!(f.database.stats().depth, 0);
}

#[test]
fn several_runtimes_write_through_one_engine() {
    let f = fixture();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let database = f.database.clone();
            scope.spawn(move || {
                let writes =
                    (0..100).map(|n| (vec![insert(thread * 100 + n)], Durability::Power)).collect();
                assert_eq!(all_at_once(&database, writes), vec![Ok(vec![1]); 100]);
            });
        }
    });
    assert_eq!(f.ids(), (0..400).collect::<Vec<_>>());
}
