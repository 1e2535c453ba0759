//! Checkpoints: that a stretch of a log has these records and no others.
//!
//! Each begins where the one before ended and is made over that one's code, so they are a chain, one
//! for each log. No writer of records waits for it: a checkpoint covers what was settled a while ago,
//! and whoever comes by makes it.

use strongroom_database::{Row, Statement, Value};
use strongroom_model::{Owner, Timestamp};
use strongroom_ports::platform::AuditCode;

use super::code::{self, Covered};
use crate::failure::Failure;
use crate::row::{Columns, whole};
use crate::value::parameters;

/// Records of one checkpoint at most, so that it can be made and verified in one go.
pub(super) const RECORDS: usize = 1000;

/// A record can be written this many seconds after the time it says: a request takes a while, and
/// clocks of hosts differ. What is younger is in no checkpoint.
pub(super) const SETTLED: Timestamp = 600;

/// Writers make none within so many seconds of what the last one covers.
pub(super) const APART: Timestamp = 300;

/// Of 256 writers this many look whether there is one to make. Which, the code of their record says,
/// for it begins with random bytes.
const TURNS: u8 = 16;

pub(super) fn is_turn(append: &Statement) -> bool {
    let code = append.parameters.last();
    matches!(code, Some(Value::Blob(code)) if code.first().is_some_and(|first| *first < TURNS))
}

/// A place in a log: after the record of this time and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) at: Timestamp,
    pub(super) number: i64,
}

impl Place {
    pub(super) const START: Self = Self { at: Timestamp::MIN, number: 0 };

    /// Of a record's row, which begins with its number and its time.
    pub(super) fn of(row: &[Value]) -> Option<Self> {
        match row {
            [Value::Integer(number), Value::Integer(at), ..] => {
                Some(Self { at: *at, number: *number })
            }
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checkpoint {
    /// Counts those of a log from 1.
    pub(super) serial: i64,
    /// The last record that it covers.
    pub(super) until: Place,
    pub(super) records: u32,
    /// Of these, without a code.
    pub(super) unsigned: u32,
    pub(super) code: AuditCode,
}

impl Checkpoint {
    pub(super) fn of(row: Row) -> Result<Self, Failure> {
        whole(row, |row: &mut Columns| {
            Ok(Self {
                serial: row.next()?,
                until: Place { at: row.next()?, number: row.next()? },
                records: row.next()?,
                unsigned: row.next()?,
                code: AuditCode { key: row.next()?, mac: row.next()? },
            })
        })
    }
}

/// A checkpoint without its code.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) owner: Owner,
    pub(super) previous: Option<Checkpoint>,
    pub(super) until: Place,
    pub(super) records: u32,
    pub(super) unsigned: u32,
    pub(super) covered: Covered,
}

impl Draft {
    pub(super) fn serial(&self) -> i64 {
        self.previous.as_ref().map_or(1, |previous| previous.serial.saturating_add(1))
    }

    /// The columns of its row but the code's.
    pub(super) fn columns(&self) -> Vec<Value> {
        parameters![
            self.owner.kind,
            self.owner.id,
            self.serial(),
            self.until.at,
            self.until.number,
            self.records,
            self.unsigned,
        ]
    }

    /// What its code is made over.
    pub(super) fn message(&self) -> Vec<u8> {
        let mut columns = self.columns();
        let since = self.previous.as_ref().map_or(Place::START, |previous| previous.until);
        let code = self.previous.as_ref().map(|previous| previous.code.mac.clone());
        columns.extend(parameters![since.at, since.number, code]);
        code::of_checkpoint(&columns, &self.covered)
    }
}
