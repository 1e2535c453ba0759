//! Batches and reads on one connection.
//!
//! A statement is sent when its future is first polled, and the server runs what it is sent in that
//! order. So a batch's statements are polled once each and their answers awaited afterwards: all
//! travel together. A statement that this connection has not prepared yet has to be waited for,
//! since what it says may depend on the ones before.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::Client;
use futures_util::future::{FutureExt as _, poll_fn};

use super::failure::Failure;
use super::value::{Cell, Parameter};
use crate::postgresql::{
    BEGIN_READ, BEGIN_SETTLING, BEGIN_WRITE, BatchId, COMMIT, Kind, Place, RECORD, ROLLBACK,
    SETTLE, Settled, kind,
};
use crate::{Row, Statement, Value};

/// Where a batch failed before its COMMIT was sent.
#[derive(Debug)]
pub(super) struct Stopped {
    pub(super) at: Place,
    pub(super) failure: Failure,
}

type Answer<'c, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'c>>;

/// What was sent, in its order, and not yet answered.
struct Flight<'c, T> {
    sent: VecDeque<(Place, Answer<'c, T>)>,
    answers: Vec<T>,
}

impl<'c, T> Flight<'c, T> {
    fn new() -> Self {
        Self { sent: VecDeque::new(), answers: Vec::new() }
    }

    /// Sends what the future sends first. Its answer is awaited in its turn.
    async fn send(&mut self, at: Place, mut answer: Answer<'c, T>) -> Result<(), Stopped> {
        match first_poll(&mut answer).await {
            Poll::Ready(done) => {
                self.land().await?;
                self.answers.push(done.map_err(|failure| Stopped { at, failure })?);
            }
            Poll::Pending => self.sent.push_back((at, answer)),
        }
        Ok(())
    }

    /// Awaits every answer. The first failure is the one that counts: behind it the server refuses
    /// all.
    async fn land(&mut self) -> Result<(), Stopped> {
        while let Some((at, answer)) = self.sent.pop_front() {
            self.answers.push(answer.await.map_err(|failure| Stopped { at, failure })?);
        }
        Ok(())
    }

    /// The statement, prepared. Awaits everything before it where it has to be asked for.
    async fn prepared(
        &mut self,
        client: &'c Client,
        sql: &'c str,
        at: Place,
    ) -> Result<tokio_postgres::Statement, Stopped> {
        let mut preparing = client.prepare_cached(sql).boxed();
        let prepared = match first_poll(&mut preparing).await {
            Poll::Ready(prepared) => prepared,
            Poll::Pending => {
                self.land().await?;
                preparing.await
            }
        };
        prepared.map_err(|error| Stopped { at, failure: error.into() })
    }
}

async fn first_poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(future.poll_unpin(context))).await
}

/// Runs a batch as far as its COMMIT, which is not sent.
pub(super) async fn run(
    client: &Client,
    id: &BatchId,
    statements: &[Statement],
) -> Result<Vec<u32>, Stopped> {
    let at = Place::Record;
    let record = client
        .prepare_cached(RECORD)
        .await
        .map_err(|error| Stopped { at, failure: error.into() })?;
    let mut flight: Flight<'_, u32> = Flight::new();
    flight.send(Place::Start, steer(client, BEGIN_WRITE)).await?;
    let id = id.as_bytes().as_slice();
    let recorded = async move { Ok(to_u32(client.execute(&record, &[&id]).await?)) };
    flight.send(at, recorded.boxed()).await?;
    for (index, statement) in statements.iter().enumerate() {
        let at = Place::Statement(index);
        let prepared = flight.prepared(client, &statement.sql, at).await?;
        check(statement, &prepared, Kind::Change).map_err(|failure| Stopped { at, failure })?;
        flight.send(at, change(client, prepared, statement)).await?;
    }
    flight.land().await?;
    // Without those of BEGIN and of the id.
    Ok(flight.answers.split_off(2))
}

/// Sends the COMMIT.
pub(super) async fn commit(client: &Client) -> Result<(), Failure> {
    Ok(client.batch_execute(COMMIT).await?)
}

pub(super) async fn roll_back(client: &Client) -> Result<(), Failure> {
    Ok(client.batch_execute(ROLLBACK).await?)
}

/// Runs one statement that has no parameters, in a transaction of its own.
pub(super) async fn alone(client: &Client, begin: &str, sql: &str) -> Result<(), Failure> {
    client.batch_execute(begin).await?;
    client.batch_execute(sql).await?;
    commit(client).await
}

pub(super) async fn settle(client: &Client, id: &BatchId) -> Result<Settled, Failure> {
    client.batch_execute(BEGIN_SETTLING).await?;
    let id = id.as_bytes().as_slice();
    let applied: i64 = client.query_one(SETTLE, &[&id]).await?.try_get(0)?;
    commit(client).await?;
    Ok(if applied == 1 { Settled::Applied } else { Settled::Never })
}

/// Runs statements that only read, in one snapshot.
pub(super) async fn read(
    client: &Client,
    statements: &[Statement],
) -> Result<Vec<Vec<Row>>, Stopped> {
    let mut flight: Flight<'_, Vec<Row>> = Flight::new();
    let several = statements.len() > 1;
    let nothing = |sql| async move { steer(client, sql).await.map(|_| Vec::new()) }.boxed();
    if several {
        flight.send(Place::Start, nothing(BEGIN_READ)).await?;
    }
    for (index, statement) in statements.iter().enumerate() {
        let at = Place::Statement(index);
        let prepared = flight.prepared(client, &statement.sql, at).await?;
        check(statement, &prepared, Kind::Read).map_err(|failure| Stopped { at, failure })?;
        flight.send(at, query(client, prepared, statement)).await?;
    }
    if several {
        flight.send(Place::Start, nothing(COMMIT)).await?;
    }
    flight.land().await?;
    let mut answers = flight.answers;
    if several {
        answers.pop();
        answers.remove(0);
    }
    Ok(answers)
}

fn steer<'c>(client: &'c Client, sql: &'static str) -> Answer<'c, u32> {
    async move { Ok(client.batch_execute(sql).await.map(|()| 0)?) }.boxed()
}

fn change<'c>(
    client: &'c Client,
    prepared: tokio_postgres::Statement,
    statement: &'c Statement,
) -> Answer<'c, u32> {
    async move {
        let changed = to_u32(client.execute_raw(&prepared, parameters(statement)).await?);
        if statement.expect.is_some_and(|expected| expected != changed) {
            return Err(Failure::UnexpectedRows);
        }
        Ok(changed)
    }
    .boxed()
}

fn query<'c>(
    client: &'c Client,
    prepared: tokio_postgres::Statement,
    statement: &'c Statement,
) -> Answer<'c, Vec<Row>> {
    async move {
        let rows = client.query_raw(&prepared, parameters(statement)).await?;
        let mut rows = std::pin::pin!(rows);
        let mut found = Vec::new();
        while let Some(row) = futures_util::TryStreamExt::try_next(&mut rows).await? {
            let value = |column| row.try_get(column).map(|Cell(value)| value);
            found.push((0..row.len()).map(value).collect::<Result<Row, _>>()?);
        }
        Ok(found)
    }
    .boxed()
}

fn parameters(statement: &Statement) -> Vec<Parameter<'_>> {
    statement.parameters.iter().map(|value: &Value| Parameter(value)).collect()
}

/// Holds a statement to the contract, as the server understood it.
fn check(
    statement: &Statement,
    prepared: &tokio_postgres::Statement,
    wanted: Kind,
) -> Result<(), Failure> {
    if prepared.params().len() != statement.parameters.len() {
        return Err(Failure::Contract("another number of parameters than the SQL names"));
    }
    let gives_rows = !prepared.columns().is_empty();
    match wanted {
        Kind::Read if !gives_rows || statement.expect.is_some() => {
            Err(Failure::Contract("a read must give rows and change none"))
        }
        Kind::Change if gives_rows => {
            Err(Failure::Contract("a write must change and give no rows"))
        }
        Kind::Read | Kind::Change if kind(&statement.sql) == Some(wanted) => Ok(()),
        Kind::Read | Kind::Change => Err(Failure::Contract("a statement that steers")),
    }
}

fn to_u32(changed: u64) -> u32 {
    u32::try_from(changed).unwrap_or(u32::MAX)
}
