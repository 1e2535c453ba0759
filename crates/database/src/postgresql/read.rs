//! The course of a read: tried again until it gets through, since a read can be.

use std::time::Duration;

use super::failure::{Cause, Class, class};
use super::patience::Patience;
use crate::Error;

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadNext {
    /// Run it again, after this pause.
    Again(Duration),
    Fail(Error),
}

/// One read, over as many attempts as it takes.
#[derive(Debug, Default)]
pub struct Read {
    patience: Patience,
}

impl Read {
    /// What an attempt's failure means. `elapsed` since the read began, `random` anything.
    pub fn failed(&mut self, cause: Cause<'_>, elapsed: Duration, random: u64) -> ReadNext {
        let pause = match class(cause) {
            Class::Conflict => self.patience.after_conflict(random),
            Class::Away => self.patience.after_loss(elapsed, random),
            Class::Unavailable => None,
            Class::Duplicate | Class::NoTable | Class::UnexpectedRows | Class::Broken => {
                return ReadNext::Fail(Error::Internal);
            }
        };
        pause.map_or(ReadNext::Fail(Error::Unavailable), ReadNext::Again)
    }
}
