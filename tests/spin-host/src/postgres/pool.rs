//! Connections to PostgreSQL, pooled by address as Spin pools them.
//!
//! The pool is the one Spin uses, set as Spin sets it: what a connection keeps from one use to the
//! next is what it keeps there. TLS is not offered: a server beside the tests needs none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::{StreamExt as _, TryStreamExt as _};
use strongroom_spin_application::AllowedHosts;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::config::Host;
use tokio_postgres::{Config, NoTls, RowStream};

use super::values;
use crate::bindings::spin::postgres::postgres::{
    Column, DbError, DbValue, Error, ParameterValue, QueryError, RowSet,
};
use crate::state::Application;
use crate::streams::AHEAD;

/// Connections of one pool.
const SIZE: usize = 64;

/// Bytes that one result may have, as with Spin.
const LIMIT: usize = 128 << 20;

#[derive(Default)]
pub(crate) struct Pools(Mutex<BTreeMap<String, Pool>>);

/// A connection out of its pool. It goes back when the last of these is dropped.
#[derive(Clone)]
#[expect(unreachable_pub, reason = "generated bindings name it")]
pub struct Connection {
    object: Arc<Object>,
    application: Arc<Application>,
}

/// What a query gives bit by bit.
pub(super) struct Answer {
    pub(super) columns: Vec<Column>,
    pub(super) rows: mpsc::Receiver<Vec<DbValue>>,
    pub(super) end: oneshot::Receiver<Result<(), Error>>,
}

impl Connection {
    pub(super) async fn open(application: Arc<Application>, address: &str) -> Result<Self, Error> {
        let failed = |why: String| Error::ConnectionFailed(why);
        let config: Config = address.parse().map_err(|why| failed(format!("{why}")))?;
        is_allowed(&application.allowed_hosts, &config)?;
        let pool = application.pools.of(address, config).map_err(failed)?;
        let object = pool.get().await.map_err(|why| failed(format!("{why:?}")))?;
        application.counts.postgres_connection();
        Ok(Self { object: Arc::new(object), application })
    }

    pub(super) async fn execute(
        self,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<u64, Error> {
        self.application.delay.wait().await;
        let parameters = values::parameters(parameters)?;
        self.object.execute_raw(&statement, parameters).await.map_err(failed)
    }

    pub(super) async fn query(
        self,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<RowSet, Error> {
        let stream = self.stream(&statement, parameters).await?;
        let mut rows = std::pin::pin!(stream);
        let mut set = RowSet { columns: Vec::new(), rows: Vec::new() };
        let mut bytes = 0_usize;
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            if set.rows.is_empty() {
                set.columns = values::columns(&row);
            }
            let row = values::values(&row)?;
            bytes = bytes.saturating_add(values::size(&row));
            within_limit(bytes)?;
            set.rows.push(row);
        }
        Ok(set)
    }

    /// As Spin does it: columns are known with the first row, and where there is none there are none.
    pub(super) async fn query_bit_by_bit(
        self,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<Answer, Error> {
        let stream = self.stream(&statement, parameters).await?;
        let (columns_sender, columns) = oneshot::channel();
        let (rows_sender, rows) = mpsc::channel(AHEAD);
        let (end_sender, end) = oneshot::channel();
        tokio::spawn(async move {
            let _ = end_sender.send(forward(stream, columns_sender, &rows_sender).await);
        });
        Ok(Answer { columns: columns.await.unwrap_or_default(), rows, end })
    }

    async fn stream(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
    ) -> Result<RowStream, Error> {
        self.application.delay.wait().await;
        let parameters = values::parameters(parameters)?;
        self.object.query_raw(statement, parameters).await.map_err(failed)
    }
}

async fn forward(
    stream: RowStream,
    columns: oneshot::Sender<Vec<Column>>,
    rows: &mpsc::Sender<Vec<DbValue>>,
) -> Result<(), Error> {
    let mut stream = std::pin::pin!(stream);
    let mut columns = Some(columns);
    loop {
        let next = tokio::select! {
            // Nobody reads on.
            () = rows.closed() => return Ok(()),
            next = stream.next() => next,
        };
        let Some(row) = next.transpose().map_err(failed)? else { return Ok(()) };
        if let Some(columns) = columns.take() {
            let _ = columns.send(values::columns(&row));
        }
        let row = values::values(&row)?;
        within_limit(values::size(&row))?;
        if rows.send(row).await.is_err() {
            return Ok(());
        }
    }
}

impl Pools {
    fn of(&self, address: &str, config: Config) -> Result<Pool, String> {
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = pools.get(address) {
            return Ok(pool.clone());
        }
        let settings = ManagerConfig { recycling_method: RecyclingMethod::Clean };
        let manager = Manager::from_config(config, NoTls, settings);
        let pool = Pool::builder(manager).max_size(SIZE).build();
        let pool = pool.map_err(|why| format!("{why:?}"))?;
        pools.insert(address.to_owned(), pool.clone());
        Ok(pool)
    }
}

fn is_allowed(allowed: &AllowedHosts, config: &Config) -> Result<(), Error> {
    let denied = |what: &str| Err(Error::ConnectionFailed(what.to_owned()));
    let ports = config.get_ports();
    for (index, host) in config.get_hosts().iter().enumerate() {
        let Host::Tcp(host) = host else { return denied("sockets of Unix are not for guests") };
        let only = ports.first().filter(|_| ports.len() == 1);
        let port = ports.get(index).or(only).copied();
        if !allowed.allow("postgres", host, port) {
            return denied("the address is not permitted");
        }
    }
    Ok(())
}

fn within_limit(bytes: usize) -> Result<(), Error> {
    if bytes <= LIMIT {
        return Ok(());
    }
    let text = format!("query result exceeds limit of {LIMIT} bytes");
    Err(Error::QueryFailed(QueryError::Text(text)))
}

fn failed(error: tokio_postgres::Error) -> Error {
    let as_text = format!("{error:?}");
    let Some(said) = error.as_db_error() else {
        return Error::QueryFailed(QueryError::Text(as_text));
    };
    let extras = [
        ("column", said.column()),
        ("constraint", said.constraint()),
        ("routine", said.routine()),
        ("hint", said.hint()),
        ("table", said.table()),
        ("datatype", said.datatype()),
        ("schema", said.schema()),
        ("file", said.file()),
        ("where_", said.where_()),
    ];
    let extra = |(name, value): (&str, Option<&str>)| Some((name.to_owned(), value?.to_owned()));
    Error::QueryFailed(QueryError::DbError(DbError {
        as_text,
        severity: said.severity().to_owned(),
        code: said.code().code().to_owned(),
        message: said.message().to_owned(),
        detail: said.detail().map(str::to_owned),
        extras: extras.into_iter().filter_map(extra).collect(),
    }))
}
