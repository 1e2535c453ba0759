// Where the store's tests run: SQLite, each test on a file of its own. Another package has the same
// tests run on another database, with a file like this one in its place.

use strongroom_database::sqlite::{Options, Sqlite};

pub type Engine = Sqlite;

/// The tables by their names.
pub const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";

/// All that makes the schema.
pub const SCHEMA: &str = "SELECT name, sql FROM sqlite_schema ORDER BY name";

/// Makes every record of the log impossible.
pub const FULL_LOG: &[&str] =
    &["CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"];

/// Whether a number of the log may be spent on what is then undone.
pub const GAPS: bool = false;

/// Whether a column holds what it was declared for and nothing else.
pub const TYPED: bool = false;

/// A database, gone when it is dropped.
pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A handle on the database, which knows nothing of other handles: as another host has.
    pub fn open(&self) -> Engine {
        Sqlite::open(self.0.path().join("test.db"), Options::default()).unwrap()
    }
}

/// A place where all migrations were applied.
pub async fn migrated() -> Place {
    let place = Place::new();
    strongroom_store::Store::new(place.open(), ()).migrate().await.unwrap();
    place
}

/// SQL as the tests have it, for this database.
pub fn written(sql: &str) -> String {
    sql.to_owned()
}
