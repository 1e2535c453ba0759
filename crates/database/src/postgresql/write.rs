//! The course of a write: what is to be done next, from what came of what was done.

use std::time::Duration;

use super::failure::{Cause, Class, class};
use super::patience::Patience;
use crate::Error;

/// An answer of `SETTLE` that came later than this after the commit is not believed: half of what
/// `FORGET` leaves. Only a process that stood still for so long gets one.
const TRUSTED: Duration = Duration::from_secs(1_800);

/// Attempts whose COMMIT was lost, before giving up.
const LOST_COMMITS: u32 = 3;

/// How often the table of batches is made. Somebody may drop it once.
const TABLES_MADE: u32 = 3;

/// The random name of one attempt at a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchId([u8; 16]);

impl BatchId {
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// After this pause: `BEGIN_WRITE`, `RECORD` with this id, the batch's statements; then, if each
    /// changed what it expected, `COMMIT`. All but the commit may be sent at once.
    Run { id: BatchId, after: Duration },
    /// `CREATE_TABLE`, in a transaction of its own that may write.
    CreateTable,
    /// After this pause: `BEGIN_SETTLING`, `SETTLE` with this id, `COMMIT`; on a connection that has
    /// not been lost.
    Settle { id: BatchId, after: Duration },
    /// The batch's answer.
    End(Result<Vec<u32>, Error>),
}

/// Where a run was when it failed, before its COMMIT was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Connecting, or BEGIN.
    Start,
    /// Writing the batch's id.
    Record,
    /// The statement with this index.
    Statement(usize),
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran<'a> {
    /// COMMIT has answered. Numbers of changed rows.
    Committed(Vec<u32>),
    /// Nothing of it can be kept: COMMIT was never sent.
    Stopped { at: Place, cause: Cause<'a> },
    /// COMMIT was sent, and this is what came back. Numbers of changed rows if it was kept.
    CommitFailed { changed: Vec<u32>, cause: Cause<'a> },
}

/// What settling an id has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// `SETTLE` gave 1: the batch is kept.
    Applied,
    /// `SETTLE` gave 0: it is not, and never will be.
    Never,
}

#[derive(Debug)]
enum State {
    Run(Duration),
    CreateTable,
    Running,
    /// COMMIT was sent at this time and nothing is known.
    Settle {
        changed: Vec<u32>,
        since: Duration,
        after: Duration,
    },
    Ended(Result<Vec<u32>, Error>),
}

/// One batch, over as many attempts as it takes. `elapsed` is always the time since it began, by the
/// clock that shows more of it where there are two; `random` is anything.
#[derive(Debug)]
pub struct Write {
    state: State,
    id: BatchId,
    patience: Patience,
    tables_made: u32,
    lost_commits: u32,
}

impl Default for Write {
    fn default() -> Self {
        Self {
            state: State::Run(Duration::ZERO),
            id: BatchId([0; 16]),
            patience: Patience::default(),
            tables_made: 0,
            lost_commits: 0,
        }
    }
}

impl Write {
    /// `id` becomes the name of the next attempt, if there is one: random each time it is asked.
    pub fn next(&mut self, id: [u8; 16]) -> Next {
        match std::mem::replace(&mut self.state, State::Running) {
            State::Run(after) => {
                self.id = BatchId(id);
                Next::Run { id: self.id, after }
            }
            State::CreateTable => Next::CreateTable,
            State::Settle { changed, since, after } => {
                self.state = State::Settle { changed, since, after };
                Next::Settle { id: self.id, after }
            }
            // Nobody has told what came of the run: that it was begun is all that is known.
            State::Running => Next::End(Err(Error::Internal)),
            State::Ended(outcome) => {
                self.state = State::Ended(outcome.clone());
                Next::End(outcome)
            }
        }
    }

    /// What came of [`Next::Run`].
    pub fn ran(&mut self, ran: Ran<'_>, elapsed: Duration, random: u64) {
        self.state = match ran {
            Ran::Committed(changed) => State::Ended(Ok(changed)),
            Ran::Stopped { at, cause } => self.stopped(at, cause, elapsed, random),
            Ran::CommitFailed { changed, cause } => match undone_by_commit(cause) {
                Some(Class::Conflict) => self.conflict(random),
                Some(_) => State::Ended(Err(Error::Internal)),
                None => self.unknown(changed, elapsed, elapsed, random),
            },
        };
    }

    /// What came of [`Next::CreateTable`].
    pub fn created(&mut self, created: Result<(), Cause<'_>>, elapsed: Duration, random: u64) {
        self.state = match created.map_err(class) {
            // Two who make one table at one time: the other has made it.
            Ok(()) | Err(Class::Duplicate) => State::Run(Duration::ZERO),
            Err(Class::Conflict) => self.conflict(random),
            Err(Class::Away) => self.away(elapsed, random),
            Err(Class::Unavailable) => State::Ended(Err(Error::Unavailable)),
            Err(Class::NoTable | Class::UnexpectedRows | Class::Broken) => {
                State::Ended(Err(Error::Internal))
            }
        };
    }

    /// What came of [`Next::Settle`].
    pub fn settled(&mut self, settled: Result<Settled, Cause<'_>>, elapsed: Duration, random: u64) {
        let state = std::mem::replace(&mut self.state, State::Running);
        let State::Settle { changed, since, .. } = state else {
            self.state = state;
            return;
        };
        self.state = match settled {
            Ok(Settled::Applied) => State::Ended(Ok(changed)),
            Ok(Settled::Never) if elapsed.saturating_sub(since) < TRUSTED => self.again(elapsed),
            // After so long the id may have been there and been forgotten.
            Ok(Settled::Never) => State::Ended(Err(Error::Internal)),
            // Whatever it is, it says nothing about the batch.
            Err(_) => self.unknown(changed, since, elapsed, random),
        };
    }

    fn stopped(&mut self, at: Place, cause: Cause<'_>, elapsed: Duration, random: u64) -> State {
        let index = |index| u32::try_from(index).unwrap_or(u32::MAX);
        let refused = |error| State::Ended(Err(error));
        match (class(cause), at) {
            (Class::Conflict, _) => self.conflict(random),
            (Class::Away, _) => self.away(elapsed, random),
            (Class::Unavailable, _) => refused(Error::Unavailable),
            (Class::Duplicate, Place::Statement(number)) => {
                refused(Error::Duplicate(index(number)))
            }
            (Class::UnexpectedRows, Place::Statement(number)) => {
                refused(Error::UnexpectedRows(index(number)))
            }
            // The id of another batch, or one that was settled: the next is another.
            (Class::Duplicate, Place::Record) => self.conflict(random),
            (Class::NoTable, Place::Record) if self.tables_made < TABLES_MADE => {
                self.tables_made += 1;
                State::CreateTable
            }
            (
                Class::Broken | Class::NoTable | Class::Duplicate | Class::UnexpectedRows,
                Place::Start | Place::Record | Place::Statement(_),
            ) => refused(Error::Internal),
        }
    }

    fn conflict(&mut self, random: u64) -> State {
        self.patience
            .after_conflict(random)
            .map_or(State::Ended(Err(Error::Unavailable)), State::Run)
    }

    /// Nothing is kept: run it again, for a while.
    fn away(&mut self, elapsed: Duration, random: u64) -> State {
        self.patience
            .after_loss(elapsed, random)
            .map_or(State::Ended(Err(Error::Unavailable)), State::Run)
    }

    /// Its commit was lost and nothing of it was kept.
    fn again(&mut self, elapsed: Duration) -> State {
        self.lost_commits += 1;
        if self.lost_commits <= LOST_COMMITS && elapsed < TRUSTED {
            State::Run(Duration::ZERO)
        } else {
            State::Ended(Err(Error::Unavailable))
        }
    }

    fn unknown(
        &mut self,
        changed: Vec<u32>,
        since: Duration,
        elapsed: Duration,
        random: u64,
    ) -> State {
        match self.patience.while_unknown(since, elapsed, random) {
            Some(after) => State::Settle { changed, since, after },
            // Not `Unavailable`: that would say that nothing was kept.
            None => State::Ended(Err(Error::Internal)),
        }
    }
}

/// Why a COMMIT that answered with an error has certainly kept nothing. `None` where that is not
/// certain.
fn undone_by_commit(cause: Cause<'_>) -> Option<Class> {
    match cause {
        // "Statement completion unknown".
        Cause::State("40003") => None,
        Cause::State(state) => match state.get(..2) {
            Some("40") => Some(Class::Conflict),
            // A constraint that is checked at the commit.
            Some("23") => Some(Class::Broken),
            _ => None,
        },
        Cause::Unreachable
        | Cause::Busy
        | Cause::Lost
        | Cause::UnexpectedRows
        | Cause::Contract => None,
    }
}
