//! Databases of a PostgreSQL, one for each data folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use strongroom_test_postgres::{Cluster, Database, shared};

/// Made when a folder is first asked for, gone when this is.
#[derive(Debug)]
pub(crate) struct Databases {
    cluster: Arc<Cluster>,
    made: Mutex<BTreeMap<PathBuf, Database>>,
}

impl Databases {
    /// On the server that the tests of this program share.
    pub(crate) fn new() -> Self {
        Self { cluster: shared(), made: Mutex::default() }
    }

    /// How a host connects to the folder's.
    pub(crate) fn url(&self, data: &Path) -> String {
        self.with(data, Database::url)
    }

    pub(crate) fn count(&self, data: &Path, sql: &str) -> i64 {
        self.with(data, |database| database.sql(sql)).parse().expect("a number")
    }

    fn with<T>(&self, data: &Path, ask: impl FnOnce(&Database) -> T) -> T {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        ask(made.entry(data.to_owned()).or_insert_with(|| self.cluster.database()))
    }
}
