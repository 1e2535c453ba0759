//! Batches that are in each other's way: as if one had come after the other.

use std::sync::Barrier;

use super::*;

#[test]
fn every_one_of_many_that_count_up_one_number_is_counted() {
    let f = fixture();
    f.write([statement("INSERT INTO item VALUES (1, '0', NULL)", [])]).unwrap();
    let hosts = [f.engine.clone(), open(&f.database.url())];
    let up = "UPDATE item SET name = CAST(CAST(name AS BIGINT) + 1 AS TEXT) WHERE id = 1";
    std::thread::scope(|scope| {
        for host in (0..6).map(|caller| &hosts[caller % 2]) {
            scope.spawn(move || {
                for _ in 0..20 {
                    let batch = vec![expecting(1, statement(up, []))];
                    assert_eq!(block_on(host.write(batch, Durability::Process)), Ok(vec![1]));
                }
            });
        }
    });
    let rows = f.read([statement("SELECT name FROM item", [])]).unwrap();
    assert_eq!(rows.concat().concat(), [Value::Text("120".to_owned())]);
    assert!(hosts.iter().any(|host| host.stats().conflicts > 0), "nobody was in anybody's way");
}

#[test]
fn those_who_change_rows_of_their_own_are_seldom_in_each_others_way() {
    let f = fixture();
    f.write((0..40).map(insert).collect::<Vec<_>>()).unwrap();
    let change = "UPDATE item SET body = $2 WHERE id = $1";
    std::thread::scope(|scope| {
        for caller in 0..4 {
            let engine = &f.engine;
            scope.spawn(move || {
                for round in 0..50 {
                    let values = [Value::Integer(caller), Value::Blob(vec![round])];
                    let batch = vec![expecting(1, statement(change, values))];
                    block_on(engine.write(batch, Durability::Process)).unwrap();
                }
            });
        }
    });
    let conflicts = f.engine.stats().conflicts;
    assert!(conflicts < 40, "{conflicts} conflicts in 200 batches");
}

/// Each reads what the other writes: with snapshots alone both would see two and both would go.
#[test]
fn of_two_that_each_leave_when_another_stays_one_stays() {
    let f = fixture();
    let other = open(&f.database.url());
    let leave = "DELETE FROM item WHERE id = $1 AND EXISTS (SELECT 1 FROM item i WHERE i.id <> $1)";
    for _ in 0..10 {
        f.write([statement("DELETE FROM item", []), insert(1), insert(2)]).unwrap();
        let start = Barrier::new(2);
        let outcomes = std::thread::scope(|scope| {
            let both = [(&f.engine, 1), (&other, 2)].map(|(host, id)| {
                let start = &start;
                scope.spawn(move || {
                    let batch = vec![expecting(1, statement(leave, [Value::Integer(id)]))];
                    start.wait();
                    block_on(host.write(batch, Durability::Process))
                })
            });
            both.map(|host| host.join().unwrap())
        });
        assert!(outcomes.contains(&Ok(vec![1])), "{outcomes:?}");
        assert!(outcomes.contains(&Err(Error::UnexpectedRows(0))), "{outcomes:?}");
        assert_eq!(f.ids().len(), 1);
    }
}

#[test]
fn of_two_that_take_one_name_one_is_told() {
    let f = fixture();
    let other = open(&f.database.url());
    for round in 0..10 {
        let start = Barrier::new(2);
        let outcomes = std::thread::scope(|scope| {
            let both = [&f.engine, &other].map(|host| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    block_on(host.write(vec![insert(round)], Durability::Process))
                })
            });
            both.map(|host| host.join().unwrap())
        });
        assert!(outcomes.contains(&Ok(vec![1])), "{outcomes:?}");
        assert!(outcomes.contains(&Err(Error::Duplicate(0))), "{outcomes:?}");
    }
}
