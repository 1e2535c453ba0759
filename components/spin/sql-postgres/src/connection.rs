//! One connection: made, told how to behave, and asked.

use std::cell::RefCell;
use std::time::Duration;

use strongroom_database::postgresql::{Cause, Kind, TUNING, kind, session};

use crate::address;
use crate::bindings::exports::strongroom::platform::sql::{Row, Statement, Value};
use crate::bindings::spin::postgres::postgres::{
    self, ConnectionBuilder, DbValue, ParameterValue, QueryError,
};

const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);

thread_local! {
    // Open, in no transaction, and used by nobody now. Holds nothing of any request.
    static IDLE: RefCell<Vec<Connection>> = const { RefCell::new(Vec::new()) };
}

pub(crate) struct Connection(postgres::Connection);

/// [`Cause`], with an SQLSTATE of its own.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    Unreachable,
    Lost,
    UnexpectedRows,
    Contract,
    State(String),
}

impl Failure {
    pub(crate) fn cause(&self) -> Cause<'_> {
        match self {
            Self::Unreachable => Cause::Unreachable,
            Self::Lost => Cause::Lost,
            Self::UnexpectedRows => Cause::UnexpectedRows,
            Self::Contract => Cause::Contract,
            Self::State(state) => Cause::State(state),
        }
    }
}

impl Connection {
    /// One that is open, or a new one.
    pub(crate) fn take() -> Result<Self, Failure> {
        IDLE.with_borrow_mut(Vec::pop).map_or_else(Self::open, Ok)
    }

    pub(crate) fn give_back(self) {
        IDLE.with_borrow_mut(|idle| idle.push(self));
    }

    /// Ends a transaction that failed. Spin keeps what is dropped and gives it to the next who asks,
    /// so a transaction is never left open on it.
    pub(crate) fn undo(self, failure: &Failure) {
        let rolled_back = self.steer("ROLLBACK").is_ok();
        if rolled_back && !failure.cause().spoils_the_connection() {
            self.give_back();
        }
    }

    fn open() -> Result<Self, Failure> {
        let address = address::read().map_err(|address::NoAddress| Failure::Unreachable)?;
        let url = std::str::from_utf8(address.url.expose()).map_err(|_| Failure::Contract)?;
        let builder = ConnectionBuilder::new(url);
        if let Some(authority) = &address.authority {
            builder.set_ca_root(authority).map_err(|_| {
                eprintln!("the database's authority is no certificate in PEM");
                Failure::Unreachable
            })?;
        }
        // The message may name the user, and is for no log.
        let connection = builder.build_async().map(Self).map_err(|_| {
            eprintln!("there is no connection to the database");
            Failure::Unreachable
        })?;
        for statement in session(STATEMENT_TIMEOUT).split("; ") {
            if kind(statement) == Some(Kind::Read) {
                connection.0.query(statement, &[]).map_err(failure)?;
            } else {
                connection.steer(statement)?;
            }
        }
        // Not every database of this kind has such settings.
        drop(connection.0.query(TUNING, &[]));
        Ok(connection)
    }

    /// A statement of the course's own, without parameters.
    pub(crate) fn steer(&self, sql: &str) -> Result<(), Failure> {
        self.0.execute_async(sql, &[]).map(drop).map_err(failure)
    }

    /// A statement of the course's own about a batch.
    pub(crate) fn about(&self, sql: &str, id: &[u8; 16]) -> Result<u64, Failure> {
        let id = [ParameterValue::Binary(id.to_vec())];
        self.0.execute_async(sql, &id).map_err(failure)
    }

    /// The same, where it answers with one number.
    pub(crate) fn ask(&self, sql: &str, id: &[u8; 16]) -> Result<i64, Failure> {
        let id = [ParameterValue::Binary(id.to_vec())];
        let rows = self.0.query(sql, &id).map_err(failure)?.rows;
        match rows.into_iter().flatten().next().map(value_in) {
            Some(Some(Value::Integer(number))) => Ok(number),
            _ => Err(Failure::Contract),
        }
    }

    /// Gives the number of changed rows, once it is the expected one.
    pub(crate) fn change(&self, statement: &Statement) -> Result<u32, Failure> {
        if kind(&statement.sql) != Some(Kind::Change) {
            return Err(Failure::Contract);
        }
        let changed = self.0.execute_async(&statement.sql, &parameters(statement));
        let changed = u32::try_from(changed.map_err(failure)?).unwrap_or(u32::MAX);
        if statement.expect.is_some_and(|expected| expected != changed) {
            return Err(Failure::UnexpectedRows);
        }
        Ok(changed)
    }

    pub(crate) fn query(&self, statement: &Statement) -> Result<Vec<Row>, Failure> {
        if kind(&statement.sql) != Some(Kind::Read) || statement.expect.is_some() {
            return Err(Failure::Contract);
        }
        let found = self.0.query(&statement.sql, &parameters(statement)).map_err(failure)?;
        let row = |row: Vec<DbValue>| row.into_iter().map(value_in).collect::<Option<Row>>();
        found.rows.into_iter().map(row).collect::<Option<_>>().ok_or(Failure::Contract)
    }
}

/// Only what kind of failure it is: a message may quote what a statement was given.
fn failure(error: postgres::Error) -> Failure {
    match error {
        postgres::Error::ConnectionFailed(_) => Failure::Unreachable,
        postgres::Error::QueryFailed(QueryError::DbError(error)) => Failure::State(error.code),
        postgres::Error::QueryFailed(QueryError::Text(_)) | postgres::Error::Other(_) => {
            Failure::Lost
        }
        postgres::Error::BadParameter(_) | postgres::Error::ValueConversionFailed(_) => {
            Failure::Contract
        }
    }
}

fn parameters(statement: &Statement) -> Vec<ParameterValue> {
    let parameter = |value: &Value| match value {
        Value::Null => ParameterValue::DbNull,
        Value::Integer(number) => ParameterValue::Int64(*number),
        Value::Text(text) => ParameterValue::Str(text.clone()),
        Value::Blob(bytes) => ParameterValue::Binary(bytes.clone()),
    };
    statement.parameters.iter().map(parameter).collect()
}

/// `None` for what the interface has no type for.
fn value_in(value: DbValue) -> Option<Value> {
    match value {
        DbValue::DbNull => Some(Value::Null),
        DbValue::Boolean(truth) => Some(Value::Integer(truth.into())),
        DbValue::Int8(number) => Some(Value::Integer(number.into())),
        DbValue::Int16(number) => Some(Value::Integer(number.into())),
        DbValue::Int32(number) => Some(Value::Integer(number.into())),
        DbValue::Int64(number) => Some(Value::Integer(number)),
        DbValue::Str(text) => Some(Value::Text(text)),
        DbValue::Binary(bytes) => Some(Value::Blob(bytes)),
        _ => None,
    }
}
