//! Copies all that Strongroom keeps from one database to another, as it is: what is sealed stays
//! sealed, and opens under the same root keys.
//!
//! Rows go table by table in the order of their keys, in batches that are each atomic. A copy that
//! was cut off goes on behind the last row that arrived; writing a row again changes nothing. At the
//! end both databases are read once more and compared, table by table, by number and digest of their
//! rows. Until then the target is marked, and [`is_unfinished`] tells whoever is about to use it.
//!
//! What it is not: a backup, or a copy of a database that is being written to. That nobody writes is
//! for the caller to see to; a change that comes in before the comparison is found by it.
//! Depends on the store for its schema, and on the `Database` trait.

mod comparison;
mod mark;
mod rows;

use strongroom_database::{Database, Error as DatabaseError};
use strongroom_store::{SchemaError, Store, TABLES};

pub use comparison::Compared;
pub use mark::is_unfinished;

/// Why nothing more was copied. What is there of the copy stays: another run goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the source holds no Strongroom: there is nothing to copy")]
    NothingThere,
    #[error(
        "the source was made by another version (its schema is at {found}, this program's at \
         {known}): bring it up to date by starting this version's server on it once"
    )]
    OtherVersion { found: i64, known: i64 },
    #[error("the target holds other data: name an empty database")]
    NotEmpty,
    #[error("the target holds an unfinished copy of another database: name an empty one")]
    OtherCopy,
    #[error("the target: {0}")]
    Schema(#[from] SchemaError),
    #[error("the {0} is not available now: run the command again, and it goes on where it was")]
    Unavailable(Side),
    #[error("the {side} cannot be used; table `{table}`: see the log")]
    Broken { side: Side, table: &'static str },
    #[error(
        "table `{table}` differs: {source_rows} rows in the source, {target_rows} in the target; was \
         the source written to meanwhile? Stop whoever does, empty the target and copy again"
    )]
    Differs { table: &'static str, source_rows: u64, target_rows: u64 },
}

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Source,
    Target,
}

impl std::fmt::Display for Side {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Source => "source",
            Self::Target => "target",
        })
    }
}

impl Side {
    fn failed(self, table: &'static str) -> impl Fn(DatabaseError) -> Error {
        move |error| match error {
            DatabaseError::Unavailable => Error::Unavailable(self),
            DatabaseError::UnexpectedRows(_)
            | DatabaseError::Duplicate(_)
            | DatabaseError::Internal => Error::Broken { side: self, table },
        }
    }
}

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many rows of a table were copied now; those that were there before are not among them.
    Copied { table: &'static str, rows: u64 },
    /// All rows are there; this table is being compared.
    Comparing { table: &'static str },
}

/// Copies everything, and gives what each table holds in both.
///
/// # Errors
/// Every case.
pub async fn copy<S: Database, T: Database>(
    source: &S,
    target: &T,
    mut tell: impl FnMut(Progress),
) -> Result<Vec<Compared>, Error> {
    let whose = mark::identity(source).await?;
    Store::new(target, ()).migrate().await?;
    mark::claim(target, &whose).await?;
    for table in TABLES {
        let mut rows = 0;
        let mut last = rows::last_key(target, table).await?;
        loop {
            let page = rows::page(source, Side::Source, table, last.as_deref()).await?;
            let Some(newest) = page.last() else { break };
            last = Some(rows::key(table, newest));
            rows += u64::try_from(page.len()).unwrap_or(u64::MAX);
            rows::write(target, table, page).await?;
            tell(Progress::Copied { table: table.name, rows });
        }
        if table.counted {
            rows::go_on_counting(target, table).await?;
        }
    }
    let mut all = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        tell(Progress::Comparing { table: table.name });
        all.push(comparison::compare(source, target, table).await?);
    }
    mark::remove(target).await?;
    Ok(all)
}
