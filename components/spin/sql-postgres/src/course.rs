//! Reads and writes, over as many attempts as they take.

use std::time::{Duration, Instant};

use strongroom_bindings::platform::SystemRandom;
use strongroom_database::Error;
use strongroom_database::postgresql::{
    BEGIN_READ, BEGIN_SETTLING, BEGIN_WRITE, COMMIT, CREATE_TABLE, Cause, FORGET, Next, Place,
    RECORD, Ran, Read, ReadNext, SETTLE, Settled, Write,
};
use strongroom_ports::Random as _;

use crate::bindings::exports::strongroom::platform::sql::{Row, Statement};
use crate::bindings::wasi::clocks::monotonic_clock;
use crate::connection::{Connection, Failure};

/// After one write of so many, batches that nobody can ask about any more are forgotten.
const FORGETFUL: u64 = 1_000;

pub(crate) fn read(statements: &[Statement]) -> Result<Vec<Vec<Row>>, Error> {
    let begun = Instant::now();
    let mut course = Read::default();
    loop {
        let failure = match attempt_read(statements) {
            Ok(rows) => return Ok(rows),
            Err(failure) => failure,
        };
        match course.failed(failure.cause(), begun.elapsed(), number()) {
            ReadNext::Again(pause) => wait(pause),
            ReadNext::Fail(error) => return Err(told(error, &failure)),
        }
    }
}

/// One statement alone needs no transaction.
fn attempt_read(statements: &[Statement]) -> Result<Vec<Vec<Row>>, Failure> {
    let connection = Connection::take()?;
    let query_all = || statements.iter().map(|statement| connection.query(statement)).collect();
    let outcome = if statements.len() > 1 {
        connection.steer(BEGIN_READ).and_then(|()| {
            let rows = query_all()?;
            connection.steer(COMMIT)?;
            Ok(rows)
        })
    } else {
        query_all()
    };
    end(connection, &outcome);
    outcome
}

pub(crate) fn write(statements: &[Statement]) -> Result<Vec<u32>, Error> {
    let begun = Instant::now();
    let mut course = Write::default();
    let mut last = None;
    loop {
        let mut id = [0; 16];
        // Without randomness two batches could have one name, and one of them be taken for the other.
        SystemRandom.fill(&mut id).map_err(|_| Error::Unavailable)?;
        match course.next(id) {
            Next::Run { id, after } => {
                wait(after);
                match run(statements, id.as_bytes()) {
                    Outcome::Committed(changed) => {
                        course.ran(Ran::Committed(changed), begun.elapsed(), number());
                    }
                    Outcome::Stopped(at, failure) => {
                        let ran = Ran::Stopped { at, cause: failure.cause() };
                        course.ran(ran, begun.elapsed(), number());
                        last = Some(failure);
                    }
                    Outcome::CommitFailed(changed, failure) => {
                        let ran = Ran::CommitFailed { changed, cause: failure.cause() };
                        course.ran(ran, begun.elapsed(), number());
                        last = Some(failure);
                    }
                }
            }
            Next::CreateTable => {
                let made = apart(BEGIN_WRITE, |connection| connection.steer(CREATE_TABLE));
                let created = made.as_ref().copied().map_err(Failure::cause);
                course.created(created, begun.elapsed(), number());
            }
            Next::Settle { id, after } => {
                wait(after);
                let settled =
                    apart(BEGIN_SETTLING, |connection| connection.ask(SETTLE, id.as_bytes()));
                let settled: Result<Settled, Cause<'_>> = match &settled {
                    Ok(1) => Ok(Settled::Applied),
                    Ok(_) => Ok(Settled::Never),
                    Err(failure) => Err(failure.cause()),
                };
                course.settled(settled, begun.elapsed(), number());
            }
            Next::End(outcome) => {
                if outcome.is_ok() && number().is_multiple_of(FORGETFUL) {
                    // It is tried again some other time.
                    drop(apart(BEGIN_SETTLING, |connection| connection.steer(FORGET)));
                }
                return outcome.map_err(|error| last.map_or(error, |last| told(error, &last)));
            }
        }
    }
}

enum Outcome {
    Committed(Vec<u32>),
    Stopped(Place, Failure),
    CommitFailed(Vec<u32>, Failure),
}

fn run(statements: &[Statement], id: &[u8; 16]) -> Outcome {
    let connection = match Connection::take() {
        Ok(connection) => connection,
        Err(failure) => return Outcome::Stopped(Place::Start, failure),
    };
    match batch(&connection, statements, id) {
        Err((at, failure)) => {
            connection.undo(&failure);
            Outcome::Stopped(at, failure)
        }
        Ok(changed) => match connection.steer(COMMIT) {
            Ok(()) => {
                connection.give_back();
                Outcome::Committed(changed)
            }
            Err(failure) => {
                connection.undo(&failure);
                Outcome::CommitFailed(changed, failure)
            }
        },
    }
}

fn batch(
    connection: &Connection,
    statements: &[Statement],
    id: &[u8; 16],
) -> Result<Vec<u32>, (Place, Failure)> {
    connection.steer(BEGIN_WRITE).map_err(|failure| (Place::Start, failure))?;
    connection.about(RECORD, id).map_err(|failure| (Place::Record, failure))?;
    let change = |(index, statement)| {
        connection.change(statement).map_err(|failure| (Place::Statement(index), failure))
    };
    statements.iter().enumerate().map(change).collect()
}

/// A transaction of the course's own.
fn apart<T>(
    begin: &str,
    work: impl FnOnce(&Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let connection = Connection::take()?;
    let outcome = connection.steer(begin).and_then(|()| {
        let done = work(&connection)?;
        connection.steer(COMMIT)?;
        Ok(done)
    });
    end(connection, &outcome);
    outcome
}

fn end<T>(connection: Connection, outcome: &Result<T, Failure>) {
    match outcome {
        Ok(_) => connection.give_back(),
        Err(failure) => connection.undo(failure),
    }
}

/// Logs what the caller is not told: what kind of failure it was, and nothing of its message.
fn told(error: Error, failure: &Failure) -> Error {
    if matches!(error, Error::Unavailable | Error::Internal) {
        eprintln!("the database failed: {failure:?}");
    }
    error
}

fn wait(pause: Duration) {
    if !pause.is_zero() {
        monotonic_clock::wait_for(u64::try_from(pause.as_nanos()).unwrap_or(u64::MAX));
    }
}

/// Anything; without randomness all pauses are alike.
fn number() -> u64 {
    let mut bytes = [0; 8];
    let _ = SystemRandom.fill(&mut bytes);
    u64::from_ne_bytes(bytes)
}
