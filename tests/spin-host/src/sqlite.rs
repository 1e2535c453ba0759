//! `spin:sqlite`: each open is a connection of its own to the application's database file.
//!
//! As Spin's own: made at its first use, with SQLite's own defaults, statements cached, text of
//! errors as SQLite words it, files not to be attached.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{Value as Sql, ValueRef};
use tokio::sync::{mpsc, oneshot};
use wasmtime::component::{Accessor, FutureReader, HasSelf, Resource, StreamReader};

use crate::bindings::spin::sqlite::sqlite::{
    Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value,
};
use crate::state::{Application, State};
use crate::streams::{AHEAD, Rows};

/// Bytes that one result may have, as with Spin.
const LIMIT: usize = 128 << 20;

/// A connection, made at its first use.
#[derive(Clone)]
#[expect(unreachable_pub, reason = "generated bindings name it")]
pub struct Connection {
    application: Arc<Application>,
    made: Arc<OnceLock<Mutex<rusqlite::Connection>>>,
}

type Streams = (Vec<String>, StreamReader<RowResult>, FutureReader<Result<(), Error>>);

impl Connection {
    fn open(application: &Arc<Application>, label: &str) -> Result<Self, Error> {
        if !application.databases.iter().any(|allowed| allowed == label) {
            return Err(Error::AccessDenied);
        }
        if label != "default" {
            return Err(Error::NoSuchDatabase);
        }
        Ok(Self { application: application.clone(), made: Arc::default() })
    }

    fn get(&self) -> Result<MutexGuard<'_, rusqlite::Connection>, Error> {
        if self.made.get().is_none() {
            let connection = self.make().map_err(io)?;
            // Where two made one, the later is closed again.
            let _ = self.made.set(Mutex::new(connection));
        }
        let made = self.made.get().ok_or(Error::InvalidConnection)?;
        Ok(made.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn make(&self) -> rusqlite::Result<rusqlite::Connection> {
        let mut connection = rusqlite::Connection::open(&self.application.database)?;
        self.application.counts.sqlite_connection();
        connection.authorizer(Some(|context: AuthContext<'_>| match context.action {
            AuthAction::Attach { filename } if !matches!(filename, "" | ":memory:") => {
                Authorization::Deny
            }
            _ => Authorization::Allow,
        }))?;
        Ok(connection)
    }

    /// Gives the names of the columns, then each row. What ends the rows early is the caller's.
    fn run(
        &self,
        statement: &str,
        parameters: Vec<Value>,
        columns: impl FnOnce(Vec<String>),
        mut row: impl FnMut(RowResult) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let connection = self.get()?;
        let mut statement = connection.prepare_cached(statement).map_err(io)?;
        columns(statement.column_names().map(str::to_owned).collect());
        let parameters = rusqlite::params_from_iter(parameters.into_iter().map(to_sql));
        let count = statement.column_count();
        let mut rows = statement.query(parameters).map_err(io)?;
        while let Some(next) = rows.next().map_err(io)? {
            let values = (0..count).map(|column| from_sql(next.get_ref(column).map_err(io)?));
            row(RowResult { values: values.collect::<Result<_, _>>()? })?;
        }
        Ok(())
    }

    async fn execute(
        self,
        statement: String,
        parameters: Vec<Value>,
    ) -> Result<QueryResult, Error> {
        self.application.delay.wait().await;
        let work = move || {
            let mut result = QueryResult { columns: Vec::new(), rows: Vec::new() };
            let QueryResult { columns, rows } = &mut result;
            let mut bytes = 0_usize;
            self.run(
                &statement,
                parameters,
                |names| *columns = names,
                |row| {
                    bytes = bytes.saturating_add(size(&row));
                    within_limit(bytes)?;
                    rows.push(row);
                    Ok(())
                },
            )?;
            Ok(result)
        };
        blocking(work).await
    }

    async fn changes(self) -> Result<u64, Error> {
        blocking(move || Ok(self.get()?.changes())).await
    }

    async fn last_insert_rowid(self) -> Result<i64, Error> {
        blocking(move || Ok(self.get()?.last_insert_rowid())).await
    }
}

/// SQLite keeps its thread waiting.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|why| Err(Error::Io(why.to_string())))
}

fn io(error: rusqlite::Error) -> Error {
    Error::Io(error.to_string())
}

fn size(row: &RowResult) -> usize {
    let of = |value: &Value| match value {
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
        Value::Integer(_) | Value::Real(_) | Value::Null => 0,
    };
    row.values.iter().map(|value| size_of::<Value>() + of(value)).sum()
}

fn within_limit(bytes: usize) -> Result<(), Error> {
    let too_much = || Error::Io(format!("query result exceeds limit of {LIMIT} bytes"));
    if bytes > LIMIT { Err(too_much()) } else { Ok(()) }
}

fn to_sql(value: Value) -> Sql {
    match value {
        Value::Integer(number) => Sql::Integer(number),
        Value::Real(number) => Sql::Real(number),
        Value::Text(text) => Sql::Text(text),
        Value::Blob(bytes) => Sql::Blob(bytes),
        Value::Null => Sql::Null,
    }
}

fn from_sql(value: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(
            std::str::from_utf8(text).map_err(|why| Error::Io(why.to_string()))?.to_owned(),
        ),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    })
}

impl Host for State {}

impl HostConnection for State {
    async fn open(
        &mut self,
        label: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        match Connection::open(&self.application, &label) {
            Ok(connection) => Ok(Ok(self.table.push(connection)?)),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<QueryResult, Error>> {
        let connection = self.table.get(&connection)?.clone();
        Ok(connection.execute(statement, parameters).await)
    }

    async fn last_insert_rowid(
        &mut self,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<i64> {
        let connection = self.table.get(&connection)?.clone();
        Ok(connection.last_insert_rowid().await?)
    }

    async fn changes(&mut self, connection: Resource<Connection>) -> wasmtime::Result<u64> {
        let connection = self.table.get(&connection)?.clone();
        Ok(connection.changes().await?)
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionWithStore<T> for HasSelf<State> {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        label: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        accessor.with(|mut access| {
            let state = access.get();
            match Connection::open(&state.application, &label) {
                Ok(connection) => Ok(Ok(state.table.push(connection)?)),
                Err(error) => Ok(Err(error)),
            }
        })
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<Streams, Error>> {
        let connection = get(accessor, &connection)?;
        connection.application.delay.wait().await;
        let (columns_sender, columns) = oneshot::channel();
        let (rows_sender, rows) = mpsc::channel(AHEAD);
        let (end_sender, end) = oneshot::channel();
        tokio::task::spawn_blocking(move || {
            let end = connection.run(
                &statement,
                parameters,
                |names| drop(columns_sender.send(names)),
                |row| {
                    within_limit(size(&row))?;
                    let gone = |_| Error::Io("the rows are not read any more".into());
                    rows_sender.blocking_send(row).map_err(gone)
                },
            );
            let _ = end_sender.send(end);
        });
        // A statement that cannot be prepared has no columns, and its error at the end of its rows.
        let columns = columns.await.unwrap_or_default();
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, Rows(rows))?;
            let end = FutureReader::new(&mut access, end)?;
            Ok(Ok((columns, rows, end)))
        })
    }

    async fn last_insert_rowid_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<i64> {
        Ok(get(accessor, &connection)?.last_insert_rowid().await?)
    }

    async fn changes_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<u64> {
        Ok(get(accessor, &connection)?.changes().await?)
    }
}

fn get<T>(
    accessor: &Accessor<T, HasSelf<State>>,
    connection: &Resource<Connection>,
) -> wasmtime::Result<Connection> {
    accessor.with(|mut access| Ok(access.get().table.get(connection)?.clone()))
}
