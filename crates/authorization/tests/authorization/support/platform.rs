//! What the suite holds in its hand: a clock, randomness, keys, settings, and a database that can be
//! made to fail.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use strongroom_database::sqlite::Sqlite;
use strongroom_database::{Database, Dialect, Durability, Error, Row, Statement, Value};
use strongroom_model::Timestamp;
use strongroom_ports::platform::{IssuerKeys, IssuerKeysError, Settings, TokenKeyError, TokenKeys};
use strongroom_ports::{Clock, NoRandomness, Random};
use strongroom_secret_bytes::SecretBytes;

use super::run;

/// The provider that tests configure.
pub const ISSUER: &str = "https://id.example.com";

#[derive(Debug, Clone)]
pub struct HandClock(Rc<Cell<Timestamp>>);

impl HandClock {
    pub fn at(now: Timestamp) -> Self {
        Self(Rc::new(Cell::new(now)))
    }

    pub fn set(&self, now: Timestamp) {
        self.0.set(now);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        self.0.get()
    }
}

/// Counts up: no two ids and no two secrets are alike.
#[derive(Default, Clone)]
pub struct Counting(Rc<Cell<u64>>);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.0.set(self.0.get() + 1);
        bytes.fill(0xA5);
        bytes[..8].copy_from_slice(&self.0.get().to_be_bytes());
        Ok(())
    }
}

/// Keys and settings, shared by all clones.
#[derive(Clone, Default)]
pub struct Platform(Rc<Shared>);

#[derive(Default)]
struct Shared {
    settings: RefCell<BTreeMap<String, String>>,
    /// Seeds of token keys, by id; the last signs.
    seeds: RefCell<Vec<(String, [u8; 32])>>,
    /// What issuers publish now, and what is remembered of it.
    published: RefCell<BTreeMap<String, String>>,
    fetched: RefCell<BTreeMap<String, String>>,
    asked_fresh: Cell<usize>,
    unreachable: Cell<bool>,
}

impl Platform {
    pub fn set(&self, name: &str, value: &str) {
        self.0.settings.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    pub fn sign_with(&self, id: &str, seed: u8) {
        self.0.seeds.borrow_mut().push((id.to_owned(), [seed; 32]));
    }

    pub fn withdraw_token_keys(&self) {
        self.0.seeds.borrow_mut().clear();
    }

    /// The issuer has these keys from now on; whoever asked before remembers the old ones.
    pub fn publish(&self, issuer: &str, jwks: &str) {
        self.0.published.borrow_mut().insert(issuer.to_owned(), jwks.to_owned());
    }

    /// What is remembered of issuers is forgotten.
    pub fn forget_issuers(&self) {
        self.0.fetched.borrow_mut().clear();
    }

    pub fn asked_fresh(&self) -> usize {
        self.0.asked_fresh.get()
    }

    pub fn cut_off(&self, is: bool) {
        self.0.unreachable.set(is);
    }
}

impl Settings for Platform {
    fn get(&self, name: &str) -> Option<String> {
        self.0.settings.borrow().get(name).cloned()
    }
}

impl TokenKeys for Platform {
    async fn current(&self) -> Result<String, TokenKeyError> {
        let seeds = self.0.seeds.borrow();
        seeds.last().map(|(id, _)| id.clone()).ok_or(TokenKeyError::Unavailable)
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, TokenKeyError> {
        if self.0.unreachable.get() {
            return Err(TokenKeyError::Unavailable);
        }
        let seeds = self.0.seeds.borrow();
        let seed = seeds.iter().find(|(known, _)| known == id).ok_or(TokenKeyError::Unknown)?;
        Ok(SecretBytes::new(seed.1.to_vec()))
    }
}

impl IssuerKeys for Platform {
    async fn keys(&self, issuer: &str, fresh: bool) -> Result<Vec<u8>, IssuerKeysError> {
        if self.0.unreachable.get() {
            return Err(IssuerKeysError::Unavailable);
        }
        if fresh {
            self.0.asked_fresh.set(self.0.asked_fresh.get() + 1);
        }
        let mut fetched = self.0.fetched.borrow_mut();
        if fresh || !fetched.contains_key(issuer) {
            let published = self.0.published.borrow();
            let keys = published.get(issuer).ok_or(IssuerKeysError::Unknown)?;
            fetched.insert(issuer.to_owned(), keys.clone());
        }
        Ok(fetched[issuer].clone().into_bytes())
    }
}

/// SQLite that can be made to fail, and counts what is asked of it.
#[derive(Clone)]
pub struct Fallible {
    sqlite: Sqlite,
    state: Rc<State>,
}

#[derive(Default)]
struct State {
    reads_fail: Cell<bool>,
    writes_fail: Cell<bool>,
    reads: Cell<usize>,
    writes: Cell<usize>,
}

impl Fallible {
    pub fn new(sqlite: Sqlite) -> Self {
        Self { sqlite, state: Rc::default() }
    }

    pub fn fail_reads(&self, are: bool) {
        self.state.reads_fail.set(are);
    }

    pub fn fail_writes(&self, are: bool) {
        self.state.writes_fail.set(are);
    }

    pub fn reads(&self) -> usize {
        self.state.reads.get()
    }

    pub fn writes(&self) -> usize {
        self.state.writes.get()
    }

    /// What no port does.
    pub fn force(&self, sql: &'static str) {
        let statement = Statement { sql: sql.into(), parameters: vec![], expect: Some(1) };
        run(self.sqlite.write(vec![statement], Durability::Process)).unwrap();
    }

    /// The whole audit log: the name of each event, and what stands beside it.
    pub fn log(&self) -> Vec<(String, String)> {
        let sql = "SELECT event, coalesce(detail, '') FROM audit ORDER BY number";
        let statement = Statement { sql: sql.into(), parameters: vec![], expect: None };
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        let rows = run(self.sqlite.read(vec![statement])).unwrap().remove(0);
        rows.iter().map(|row| (text(&row[0]), text(&row[1]))).collect()
    }
}

impl Database for Fallible {
    fn dialect(&self) -> Dialect {
        self.sqlite.dialect()
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        self.state.reads.set(self.state.reads.get() + 1);
        if self.state.reads_fail.get() {
            return Err(Error::Unavailable);
        }
        self.sqlite.read(statements).await
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        self.state.writes.set(self.state.writes.get() + 1);
        if self.state.writes_fail.get() {
            return Err(Error::Unavailable);
        }
        self.sqlite.write(statements, durability).await
    }
}
