//! A change of principals as one atomic batch, in which every statement says what it means when it
//! does not find what it expects. So the database decides races, and no answer is made from a read
//! that may be out of date.

use strongroom_audit::Record;
use strongroom_database::{Database, Durability, Statement};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::Error;

use crate::Store;
use crate::failure::Failure;

#[derive(Debug, Default)]
pub(crate) struct Batch {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    statement: Statement,
    meaning: Meaning,
}

/// What it means that a statement does not change one row, and that it breaks a uniqueness.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    otherwise: Error,
    taken: Error,
}

impl Batch {
    /// Changes one row, or the batch fails with `otherwise`.
    pub(crate) fn one(self, statement: Statement, otherwise: Error) -> Self {
        self.step(statement, Some(1), Meaning { otherwise, taken: Error::Internal })
    }

    /// As [`Self::one`], of something whose name must be free. Ids are random: where a row is there
    /// already, it is by its name.
    pub(crate) fn named(self, statement: Statement, otherwise: Error) -> Self {
        self.step(statement, Some(1), Meaning { otherwise, taken: Error::NameTaken })
    }

    /// Changes as many rows as there are.
    pub(crate) fn all(self, statement: Statement) -> Self {
        self.step(statement, None, Meaning { otherwise: Error::Internal, taken: Error::Internal })
    }

    fn step(mut self, statement: Statement, expect: Option<u32>, meaning: Meaning) -> Self {
        self.steps.push(Step { statement: Statement { expect, ..statement }, meaning });
        self
    }
}

impl<D: Database, K: AuditKeys> Store<D, K> {
    /// Writes the batch and, as its last statement, the record.
    pub(crate) async fn commit(&self, batch: Batch, record: &Record) -> Result<(), Error> {
        let (statements, meanings): (Vec<_>, Vec<_>) =
            batch.steps.into_iter().map(|step| (step.statement, step.meaning)).unzip();
        let meaning = |number| usize::try_from(number).ok().and_then(|step| meanings.get(step));
        match self.keep(statements, record, Durability::Power).await {
            Err(Failure::UnexpectedRows(number)) => {
                Err(meaning(number).map_or(Error::Internal, |meaning| meaning.otherwise))
            }
            Err(Failure::Duplicate(number)) => {
                Err(meaning(number).map_or(Error::Internal, |meaning| meaning.taken))
            }
            written => Ok(written?),
        }
    }
}
