//! The course of a write on PostgreSQL, against a database that loses whatever it may lose.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use strongroom_database::Error;
use strongroom_database::postgresql::{
    BatchId, Cause, Next, Place, Ran, Read, ReadNext, Settled, Write,
};

/// What becomes of one attempt.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Good,
    NoConnection,
    LostBeforeCommit,
    Conflict,
    ConflictAtCommit,
    NoTable,
    CommitNeverArrives,
    AnswerIsLost,
    /// The commit is still on its way when its id is settled: it comes before or after that.
    CommitArrivesLater,
    TakesLong,
}

fn luck() -> impl Strategy<Value = Luck> {
    use Luck::{
        AnswerIsLost, CommitArrivesLater, CommitNeverArrives, Conflict, ConflictAtCommit, Good,
        LostBeforeCommit, NoConnection, NoTable, TakesLong,
    };
    prop::sample::select(vec![
        Good,
        NoConnection,
        LostBeforeCommit,
        Conflict,
        ConflictAtCommit,
        NoTable,
        CommitNeverArrives,
        AnswerIsLost,
        CommitArrivesLater,
        TakesLong,
    ])
}

/// A table of batches as the real one: what is first under an id stays.
#[derive(Default)]
struct Server {
    batches: BTreeMap<[u8; 16], bool>,
    applied: u32,
    on_its_way: Option<BatchId>,
}

impl Server {
    fn commit(&mut self, id: &BatchId) {
        if let std::collections::btree_map::Entry::Vacant(place) =
            self.batches.entry(*id.as_bytes())
        {
            place.insert(true);
            self.applied += 1;
        }
    }

    fn settle(&mut self, id: &BatchId) -> Settled {
        if *self.batches.entry(*id.as_bytes()).or_insert(false) {
            Settled::Applied
        } else {
            Settled::Never
        }
    }
}

proptest! {
    #[test]
    fn a_write_is_kept_as_often_as_its_answer_says(lucks in prop::collection::vec(luck(), 0..60)) {
        let mut lucks = lucks.into_iter();
        let (mut server, mut write) = (Server::default(), Write::default());
        let (mut elapsed, mut number) = (Duration::ZERO, 0_u8);
        let outcome = loop {
            number += 1;
            elapsed += Duration::from_millis(50);
            let luck = lucks.next().unwrap_or(Luck::Good);
            if matches!(luck, Luck::TakesLong) {
                elapsed += Duration::from_secs(7);
            }
            match write.next([number; 16]) {
                Next::End(outcome) => break outcome,
                Next::CreateTable => write.created(Ok(()), elapsed, 1),
                Next::Run { id, .. } => {
                    prop_assert!(!server.batches.contains_key(id.as_bytes()), "an id is used again");
                    let changed = vec![1];
                    let stopped = |at, cause| Ran::Stopped { at, cause };
                    let lost = Ran::CommitFailed { changed: changed.clone(), cause: Cause::Lost };
                    let ran = match luck {
                        Luck::Good | Luck::TakesLong => {
                            server.commit(&id);
                            Ran::Committed(changed)
                        }
                        Luck::NoConnection => stopped(Place::Start, Cause::Unreachable),
                        Luck::LostBeforeCommit => stopped(Place::Statement(0), Cause::Lost),
                        Luck::Conflict => stopped(Place::Statement(0), Cause::State("40001")),
                        Luck::NoTable => stopped(Place::Record, Cause::State("42P01")),
                        Luck::ConflictAtCommit => {
                            Ran::CommitFailed { changed, cause: Cause::State("40001") }
                        }
                        Luck::CommitNeverArrives => lost,
                        Luck::AnswerIsLost => {
                            server.commit(&id);
                            lost
                        }
                        Luck::CommitArrivesLater => {
                            server.on_its_way = Some(id);
                            lost
                        }
                    };
                    write.ran(ran, elapsed, 1);
                }
                Next::Settle { id, .. } => {
                    // It slips in before, or comes too late.
                    let late = server.on_its_way.take();
                    if let (Some(late), true) = (late, number % 2 == 0) {
                        server.commit(&late);
                    }
                    match luck {
                        Luck::NoConnection => write.settled(Err(Cause::Unreachable), elapsed, 1),
                        // The id was settled, and nobody was told.
                        Luck::AnswerIsLost => {
                            server.settle(&id);
                            write.settled(Err(Cause::Lost), elapsed, 1);
                        }
                        _ => {
                            let settled = server.settle(&id);
                            write.settled(Ok(settled), elapsed, 1);
                        }
                    }
                    if let Some(late) = late {
                        server.commit(&late);
                    }
                }
            }
        };
        match outcome {
            Ok(changed) => prop_assert_eq!((changed, server.applied), (vec![1], 1)),
            Err(Error::Unavailable) => prop_assert_eq!(server.applied, 0),
            Err(Error::Internal) => prop_assert!(server.applied <= 1),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

fn run(write: &mut Write) -> BatchId {
    match write.next([7; 16]) {
        Next::Run { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_of_a_statement_is_told_at_once_with_its_number() {
    for (cause, error) in [
        (Cause::State("23505"), Error::Duplicate(3)),
        // A table that two make at one time: its name, or the type of its rows.
        (Cause::State("42P07"), Error::Duplicate(3)),
        (Cause::State("42710"), Error::Duplicate(3)),
        (Cause::UnexpectedRows, Error::UnexpectedRows(3)),
        (Cause::State("23503"), Error::Internal),
        (Cause::State("42P01"), Error::Internal),
        (Cause::State("42501"), Error::Internal),
        (Cause::Contract, Error::Internal),
        (Cause::State("57014"), Error::Unavailable),
        (Cause::State("53100"), Error::Unavailable),
        (Cause::Busy, Error::Unavailable),
    ] {
        let mut write = Write::default();
        run(&mut write);
        write.ran(Ran::Stopped { at: Place::Statement(3), cause }, Duration::ZERO, 1);
        assert_eq!(write.next([8; 16]), Next::End(Err(error)), "{cause:?}");
    }
}

#[test]
fn an_error_of_a_commit_that_does_not_say_that_it_was_undone_says_nothing() {
    for state in ["40003", "57P01", "57014", "58030", "XX000", "08007", "53200"] {
        let mut write = Write::default();
        let id = run(&mut write);
        let failed = Ran::CommitFailed { changed: vec![2], cause: Cause::State(state) };
        write.ran(failed, Duration::ZERO, 1);
        assert_eq!(write.next([8; 16]), Next::Settle { id, after: Duration::ZERO }, "{state}");
        write.settled(Ok(Settled::Applied), Duration::ZERO, 1);
        assert_eq!(write.next([8; 16]), Next::End(Ok(vec![2])), "{state}");
    }
}

#[test]
fn a_database_that_stays_away_is_given_up_and_what_is_not_known_is_not_called_undone() {
    let long = Duration::from_secs(60);
    let mut write = Write::default();
    run(&mut write);
    write.ran(Ran::Stopped { at: Place::Start, cause: Cause::Unreachable }, long, 1);
    assert_eq!(write.next([8; 16]), Next::End(Err(Error::Unavailable)));

    let mut write = Write::default();
    run(&mut write);
    let lost = || Ran::CommitFailed { changed: vec![1], cause: Cause::Lost };
    write.ran(lost(), Duration::ZERO, 1);
    write.settled(Err(Cause::Unreachable), long, 1);
    assert_eq!(write.next([8; 16]), Next::End(Err(Error::Internal)));

    // An id that may have been forgotten proves nothing.
    let mut write = Write::default();
    run(&mut write);
    write.ran(lost(), Duration::ZERO, 1);
    write.settled(Ok(Settled::Never), Duration::from_secs(3_600), 1);
    assert_eq!(write.next([8; 16]), Next::End(Err(Error::Internal)));
}

#[test]
fn those_who_were_in_each_others_way_do_not_come_back_together() {
    let mut pauses = std::collections::BTreeSet::new();
    for random in 0..50_u64 {
        let mut write = Write::default();
        let conflict = || Ran::Stopped { at: Place::Statement(0), cause: Cause::State("40001") };
        for _ in 0..3 {
            write.next([7; 16]);
            write.ran(conflict(), Duration::ZERO, random.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        }
        let Next::Run { after, .. } = write.next([7; 16]) else { panic!("it gave up") };
        pauses.insert(after);
    }
    assert!(pauses.len() > 40, "{pauses:?}");
}

#[test]
fn a_read_is_tried_again_where_another_try_may_help() {
    let again = |cause| Read::default().failed(cause, Duration::ZERO, 1);
    assert_eq!(again(Cause::Lost), ReadNext::Again(Duration::ZERO));
    assert_eq!(again(Cause::State("57P01")), ReadNext::Again(Duration::ZERO));
    assert!(matches!(again(Cause::State("40001")), ReadNext::Again(_)));
    assert_eq!(again(Cause::State("42P01")), ReadNext::Fail(Error::Internal));
    assert_eq!(again(Cause::State("25006")), ReadNext::Fail(Error::Internal));
    assert_eq!(again(Cause::State("57014")), ReadNext::Fail(Error::Unavailable));
}
