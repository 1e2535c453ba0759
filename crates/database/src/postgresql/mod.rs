//! How PostgreSQL is spoken to, without speaking to it: texts, what errors mean, and the course of
//! a write that is never applied twice.
//!
//! A database at the other end of a network can lose the answer to a COMMIT. So every batch writes
//! a random id beside its own changes, in the same transaction. When the answer is lost, the id is
//! *settled* on another connection: written with a mark that nothing was applied, unless it is
//! there. Both want the same key of one table, so exactly one of them happens: the database makes
//! the second wait for the first. A transaction that is still on its way cannot slip in after its id
//! was settled, and one whose COMMIT is still running is waited for.
//!
//! It is not a driver: whoever has connections (the engine behind the feature `postgres`, an adapter
//! on an edge platform) does what a [`Write`] says next and tells it what came of it. Knows no clock,
//! no randomness and no socket. Depends on nothing.
//!
//! INVARIANT: only SQL that PostgreSQL, CockroachDB and YugabyteDB document.

mod failure;
mod patience;
mod read;
mod texts;
mod write;

pub use failure::{Cause, Class, class};
pub use read::{Read, ReadNext};
pub use texts::{
    BEGIN_READ, BEGIN_SETTLING, BEGIN_WRITE, COMMIT, CREATE_TABLE, FORGET, Kind, RECORD, ROLLBACK,
    SETTLE, TABLE, TUNING, kind, session,
};
pub use write::{BatchId, Next, Place, Ran, Settled, Write};
