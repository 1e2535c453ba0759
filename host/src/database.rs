//! The database that a command works on: the data folder's file, or a PostgreSQL.

use std::path::PathBuf;

use anyhow::Context as _;
use strongroom_database::postgres::{self, Postgres};
use strongroom_database::sqlite::{self, Sqlite};
use strongroom_database::{Database as _, Durability, Either, Statement};

use crate::data_folder::Layout;
use crate::settings::{Place, Storage};

/// Where it is. Nothing is opened yet.
///
/// # Errors
/// The settings name none that can be.
pub(crate) fn place(storage: &Storage, layout: &Layout) -> anyhow::Result<Place> {
    let own = layout.database();
    let Some(address) = storage.database.address()? else { return Ok(Place::Sqlite(own)) };
    if own.exists() {
        let file = own.display().to_string();
        tracing::warn!(file, "the database in the data folder is not used");
    }
    Ok(Place::Postgres(Box::new(address)))
}

/// A database, before it is known whether there is a key for it.
pub(crate) enum Found {
    /// SQLite makes the file when it opens it: that waits.
    File {
        path: PathBuf,
        exists: bool,
    },
    Postgres {
        engine: Postgres,
        exists: bool,
    },
}

impl Found {
    /// # Errors
    /// It is not to be reached.
    pub(crate) fn at(place: Place, storage: &Storage) -> anyhow::Result<Self> {
        match place {
            Place::Sqlite(path) => Ok(Self::File { exists: path.exists(), path }),
            Place::Postgres(address) => {
                let options = postgres::Options {
                    connections: storage.database.database_connections.into(),
                    ..postgres::Options::default()
                };
                let engine =
                    Postgres::open(&address, &options).with_context(|| address.to_string())?;
                let exists = has_tables(&engine).with_context(|| address.to_string())?;
                Ok(Self::Postgres { engine, exists })
            }
        }
    }

    /// Whether anything was ever kept in it.
    pub(crate) const fn exists(&self) -> bool {
        match self {
            Self::File { exists, .. } | Self::Postgres { exists, .. } => *exists,
        }
    }

    /// # Errors
    /// SQLite cannot open the file.
    pub(crate) fn open(self, workers: u16, process_means: Durability) -> anyhow::Result<Either> {
        let engine = match self {
            Self::Postgres { engine, .. } => Either::Postgres(engine),
            Self::File { path, .. } => {
                let options = sqlite::Options {
                    // Each worker reads on its own thread; a few more for what is not a worker.
                    readers: usize::from(workers) + 1,
                    process_means,
                    ..sqlite::Options::default()
                };
                let sqlite = Sqlite::open(path, options).context("cannot open the database")?;
                Either::Sqlite(sqlite)
            }
        };
        anyhow::ensure!(
            !block_on(strongroom_transfer::is_unfinished(&engine))?,
            "the database holds a copy that is not finished: run `strongroom database copy` again"
        );
        Ok(engine)
    }
}

/// Whether there are tables other than the engine's own, as far as this role sees.
fn has_tables(engine: &Postgres) -> anyhow::Result<bool> {
    let any = Statement { sql: postgres::ANY_TABLE.into(), parameters: vec![], expect: None };
    Ok(!block_on(engine.read(vec![any]))?.concat().is_empty())
}

fn block_on<T>(
    asked: impl Future<Output = Result<T, strongroom_database::Error>>,
) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(asked)?)
}
