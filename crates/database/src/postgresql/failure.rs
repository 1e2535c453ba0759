//! What an error means, by its SQLSTATE. Source: PostgreSQL's manual, appendix A; CockroachDB gives
//! 40003 for a commit whose outcome it does not know.

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause<'a> {
    /// No connection could be made.
    Unreachable,
    /// All connections are in use and none came free in time.
    Busy,
    /// The connection was lost, or did not answer in time. It must not be used again.
    Lost,
    /// The statement changed another number of rows than it expected.
    UnexpectedRows,
    /// The statement is against the contract: it steers, say, or has other parameters than it names.
    Contract,
    /// The database's answer: an SQLSTATE, five characters.
    State(&'a str),
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Another transaction was in the way and this one was undone: run it again.
    Conflict,
    /// A UNIQUE or PRIMARY KEY constraint.
    Duplicate,
    /// There is no such table.
    NoTable,
    /// This connection is of no use; another may be.
    Away,
    /// The database can do nothing for now: it is full, or a statement took too long.
    Unavailable,
    UnexpectedRows,
    /// An error that trying again does not mend.
    Broken,
}

#[must_use]
pub fn class(cause: Cause<'_>) -> Class {
    let state = match cause {
        Cause::Unreachable | Cause::Lost => return Class::Away,
        Cause::Busy => return Class::Unavailable,
        Cause::UnexpectedRows => return Class::UnexpectedRows,
        Cause::Contract => return Class::Broken,
        Cause::State(state) => state,
    };
    match state {
        // A row, or a table that another session makes at the same time, or the type of its rows.
        "23505" | "42P07" | "42710" => Class::Duplicate,
        "42P01" => Class::NoTable,
        // A lock that was not to be had.
        "55P03" => Class::Conflict,
        // Only readable: a standby, or what was the primary a moment ago.
        "25006"
        // Ended for idling in a transaction.
        | "25P03"
        // Shutting down, crashed, starting up, its database dropped, idle.
        | "57P01" | "57P02" | "57P03" | "57P04" | "57P05"
        // Statements that the connection had prepared are gone, or their columns have changed.
        | "26000" | "0A000" => Class::Away,
        // Cancelled, most of all by the statement timeout.
        "57014" => Class::Unavailable,
        _ => match state.get(..2) {
            Some("40") => Class::Conflict,
            Some("08") => Class::Away,
            // Out of connections, disk or memory; input and output; who connects is not let in.
            Some("53" | "58" | "28") => Class::Unavailable,
            _ => Class::Broken,
        },
    }
}

impl Cause<'_> {
    /// Whether the connection must not be used again.
    #[must_use]
    pub fn spoils_the_connection(self) -> bool {
        matches!(class(self), Class::Away)
    }
}
