//! Calls, over as many attempts and connections as they take.

use std::time::{Duration, Instant, SystemTime};

use deadpool_postgres::Client;
use tokio::time::{sleep, timeout};

use super::address::Address;
use super::failure::Failure;
use super::options::{OpenError, Options};
use super::pool::Pool;
use super::stats::{Counters, Stats};
use super::transaction::{self, Stopped};
use crate::postgresql::{
    BEGIN_SETTLING, BEGIN_WRITE, BatchId, CREATE_TABLE, Class, FORGET, Next, Place, Ran, Read,
    ReadNext, Settled, Write, class,
};
use crate::{Error, Row, Statement};

/// How much longer than a statement may take the server's answer is waited for.
const GRACE: Duration = Duration::from_secs(5);

/// How long a call has taken, by the clock that shows more: one stands still while the machine
/// sleeps, the other may be set.
struct Stopwatch(Instant, SystemTime);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed().max(self.1.elapsed().unwrap_or_default())
    }
}

/// What came of a run that was not committed for certain.
enum NotCommitted {
    Stopped(Stopped),
    CommitFailed { changed: Vec<u32>, failure: Failure },
}

/// What calls share.
pub(super) struct Calls {
    pool: Pool,
    counters: Counters,
    /// How long the server's answer is waited for.
    patience: Duration,
}

impl Calls {
    pub(super) fn new(address: &Address, options: &Options) -> Result<Self, OpenError> {
        Ok(Self {
            pool: Pool::new(address, options)?,
            counters: Counters::default(),
            patience: options.statement_timeout + GRACE,
        })
    }

    pub(super) fn stats(&self) -> Stats {
        let counters = &self.counters;
        let pool = self.pool.status();
        let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Stats {
            reads: counters.reads.now(),
            batches: counters.batches.now(),
            failures: counters.failures.now(),
            conflicts: counters.conflicts.now(),
            losses: counters.losses.now(),
            settled: counters.settled.now(),
            unknown: counters.unknown.now(),
            connections: wide(pool.size),
            idle: wide(pool.available),
            waiting: wide(pool.waiting),
        }
    }

    pub(super) async fn read(&self, statements: &[Statement]) -> Result<Vec<Vec<Row>>, Error> {
        self.counters.reads.count();
        let watch = Stopwatch::start();
        let mut course = Read::default();
        loop {
            let Stopped { at, failure } = match self.read_once(statements).await {
                Ok(rows) => return Ok(rows),
                Err(stopped) => stopped,
            };
            self.note(&failure, at, statements);
            match course.failed(failure.cause(), watch.elapsed(), random_number()?) {
                ReadNext::Again(pause) => sleep(pause).await,
                ReadNext::Fail(error) => return Err(error),
            }
        }
    }

    async fn read_once(&self, statements: &[Statement]) -> Result<Vec<Vec<Row>>, Stopped> {
        let started = |failure| Stopped { at: Place::Start, failure };
        let client = self.pool.get().await.map_err(started)?;
        let rows = timeout(self.patience, transaction::read(&client, statements)).await;
        let rows = rows.unwrap_or(Err(started(Failure::Silent)));
        match rows {
            Ok(rows) => Ok(rows),
            Err(stopped) => {
                self.give_back(client, &stopped.failure).await;
                Err(stopped)
            }
        }
    }

    pub(super) async fn write(&self, statements: &[Statement]) -> Result<Vec<u32>, Error> {
        let outcome = self.course(statements).await;
        let counters = &self.counters;
        if outcome.is_ok() { &counters.batches } else { &counters.failures }.count();
        outcome
    }

    async fn course(&self, statements: &[Statement]) -> Result<Vec<u32>, Error> {
        let watch = Stopwatch::start();
        let mut course = Write::default();
        let mut settling = false;
        loop {
            match course.next(random()?) {
                Next::Run { id, after } => {
                    sleep(after).await;
                    let ran = self.run(&id, statements).await;
                    let (elapsed, random) = (watch.elapsed(), random_number()?);
                    match ran {
                        Ok(changed) => course.ran(Ran::Committed(changed), elapsed, random),
                        Err(NotCommitted::Stopped(Stopped { at, failure })) => {
                            self.note(&failure, at, statements);
                            let cause = failure.cause();
                            course.ran(Ran::Stopped { at, cause }, elapsed, random);
                        }
                        Err(NotCommitted::CommitFailed { changed, failure }) => {
                            self.note(&failure, Place::Start, statements);
                            let cause = failure.cause();
                            course.ran(Ran::CommitFailed { changed, cause }, elapsed, random);
                        }
                    }
                }
                Next::CreateTable => {
                    let created = self.in_its_own(BEGIN_WRITE, CREATE_TABLE).await;
                    let cause = created.as_ref().copied().map_err(Failure::cause);
                    course.created(cause, watch.elapsed(), random_number()?);
                }
                Next::Settle { id, after } => {
                    settling = true;
                    sleep(after).await;
                    let settled = self.settle(&id).await;
                    let cause = settled.as_ref().copied().map_err(Failure::cause);
                    course.settled(cause, watch.elapsed(), random_number()?);
                    if settled.is_ok() {
                        settling = false;
                        self.counters.settled.count();
                    }
                }
                Next::End(outcome) => {
                    if settling {
                        self.counters.unknown.count();
                        tracing::error!("a write's commit was lost, and what became of it");
                    }
                    return outcome;
                }
            }
        }
    }

    async fn run(&self, id: &BatchId, statements: &[Statement]) -> Result<Vec<u32>, NotCommitted> {
        let started = |failure| Stopped { at: Place::Start, failure };
        let get = self.pool.get().await;
        let client = get.map_err(|failure| NotCommitted::Stopped(started(failure)))?;
        let run = timeout(self.patience, transaction::run(&client, id, statements)).await;
        let changed = match run.unwrap_or(Err(started(Failure::Silent))) {
            Ok(changed) => changed,
            Err(stopped) => {
                self.give_back(client, &stopped.failure).await;
                return Err(NotCommitted::Stopped(stopped));
            }
        };
        let committed = timeout(self.patience, transaction::commit(&client)).await;
        match committed.unwrap_or(Err(Failure::Silent)) {
            Ok(()) => Ok(changed),
            Err(failure) => {
                self.give_back(client, &failure).await;
                Err(NotCommitted::CommitFailed { changed, failure })
            }
        }
    }

    async fn settle(&self, id: &BatchId) -> Result<Settled, Failure> {
        let client = self.pool.get().await?;
        let settled = timeout(self.patience, transaction::settle(&client, id)).await;
        self.kept(client, settled.unwrap_or(Err(Failure::Silent))).await
    }

    async fn in_its_own(&self, begin: &str, sql: &str) -> Result<(), Failure> {
        let client = self.pool.get().await?;
        let done = timeout(self.patience, transaction::alone(&client, begin, sql)).await;
        self.kept(client, done.unwrap_or(Err(Failure::Silent))).await
    }

    async fn kept<T>(&self, client: Client, done: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(failure) = &done {
            self.give_back(client, failure).await;
        }
        done
    }

    /// Ends the transaction of a connection on which something failed, or closes the connection.
    async fn give_back(&self, client: Client, failure: &Failure) {
        let sound = !failure.cause().spoils_the_connection()
            && matches!(timeout(GRACE, transaction::roll_back(&client)).await, Ok(Ok(())));
        if !sound {
            self.pool.discard(client);
        }
    }

    fn note(&self, failure: &Failure, at: Place, statements: &[Statement]) {
        let statement = match at {
            Place::Statement(index) => statements.get(index),
            Place::Start | Place::Record => None,
        };
        let sql = statement.map_or("", |statement| &*statement.sql);
        let code = failure.code();
        match class(failure.cause()) {
            Class::Conflict => self.counters.conflicts.count(),
            Class::Away => self.counters.losses.count(),
            Class::Unavailable => tracing::warn!(sql, code, "database unavailable"),
            Class::Broken => tracing::error!(sql, code, "statement failed"),
            Class::NoTable if statement.is_some() => {
                tracing::error!(sql, code, "statement failed");
            }
            Class::NoTable | Class::Duplicate | Class::UnexpectedRows => {}
        }
    }

    /// The encoding of its text, or why it cannot be used.
    pub(super) async fn look_at_the_database(&self) -> Result<String, String> {
        let look = async {
            let client = self.pool.get().await?;
            let row = client.query_one("SHOW server_encoding", &[]).await?;
            Ok::<String, Failure>(row.try_get(0)?)
        };
        look.await.map_err(|failure| failure.reason())
    }

    /// Takes out the ids that nobody asks about any more.
    pub(super) async fn forget(&self) {
        if let Err(failure) = self.in_its_own(BEGIN_SETTLING, FORGET).await
            && !matches!(class(failure.cause()), Class::NoTable | Class::Away)
        {
            let code = failure.code();
            tracing::warn!(code, "old batch ids stay for now");
        }
    }
}

fn random() -> Result<[u8; 16], Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::Internal)?;
    Ok(bytes)
}

fn random_number() -> Result<u64, Error> {
    let [a, b, c, d, e, f, g, h, ..] = random()?;
    Ok(u64::from_ne_bytes([a, b, c, d, e, f, g, h]))
}
