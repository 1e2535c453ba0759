//! Connections and their settings, and the modes of the files behind them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{OpenError, Options};

/// More than the store has statements, so that none is ever prepared twice.
const CACHED_STATEMENTS: usize = 512;

/// Pages after which the writer folds the log into the database. A fold costs two syncs and stops
/// writes for some milliseconds; with SQLite's own 1,000 it would come four times as often.
pub(super) const CHECKPOINT_PAGES: i32 = 4_000;

/// What the log may keep of its size on disk after it was folded, in bytes: the pages above.
const LOG_SIZE: u32 = 16 << 20;

/// Page cache of one connection, in KiB (SQLite takes a negative number as that).
const CACHE_KIB: i32 = -8_192;

/// Makes the database file readable for its owner alone, and gives the path it really has. SQLite
/// gives the log and its index the mode of the database, so they follow.
///
/// INVARIANT: never opens a file that is there already: closing it would drop the locks that
/// another connection of this process holds on it (POSIX).
pub(super) fn create_private_file(path: &Path) -> Result<PathBuf, OpenError> {
    let failed = |path: PathBuf| move |source| OpenError::File { path, source };
    let mut new = fs::OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    match new.open(path) {
        Ok(file) => file.sync_all().map_err(failed(path.to_owned()))?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(path.to_owned())(error)),
    }
    // SQLite follows a link too, and keeps the other files beside what it points to.
    let path = path.canonicalize().map_err(failed(path.to_owned()))?;
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.clone().into_os_string();
        file.push(suffix);
        let file = PathBuf::from(file);
        make_private(&file).map_err(failed(file))?;
    }
    Ok(path)
}

#[cfg(unix)]
fn make_private(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match fs::metadata(file) {
        Ok(metadata) if metadata.permissions().mode() & 0o077 != 0 => {
            tracing::warn!(file = %file.display(), "others could read the database; no longer");
            fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The connection that writes.
pub(super) fn writer(path: &Path, options: &Options) -> Result<Connection, OpenError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, options.busy_timeout)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(OpenError::NoWriteAheadLog);
    }
    // Deleted ciphertext and wrapped keys are overwritten with zeros. The log holds their older
    // images until it is folded and written over, which is why the writer empties it when idle.
    pragma(&connection, "secure_delete", "ON")?;
    pragma(&connection, "foreign_keys", "ON")?;
    pragma(&connection, "synchronous", "NORMAL")?;
    // The writer folds the log itself.
    pragma(&connection, "wal_autocheckpoint", 0)?;
    pragma(&connection, "journal_size_limit", LOG_SIZE)?;
    Ok(connection)
}

/// A connection that only reads: the file is opened so, and statements are held to it as well.
pub(super) fn reader(path: &Path, busy_timeout: Duration) -> Result<Connection, OpenError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, busy_timeout)?;
    pragma(&connection, "query_only", "ON")?;
    Ok(connection)
}

fn open(path: &Path, access: OpenFlags, busy_timeout: Duration) -> Result<Connection, OpenError> {
    // No mutex inside SQLite: each connection is used by one thread at a time, which Rust checks.
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        // Plans do not depend on what is bound. Otherwise binding another parameter throws the
        // statement's program away, and each run of a cached statement prepares it anew.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        connection.set_db_config(setting, on)?;
    }
    pragma(&connection, "trusted_schema", "OFF")?;
    pragma(&connection, "temp_store", "MEMORY")?;
    pragma(&connection, "cache_size", CACHE_KIB)?;
    // A page of the file that cannot be read is then an error, not a signal that ends the process.
    pragma(&connection, "mmap_size", 0)?;
    Ok(connection)
}

fn pragma(
    connection: &Connection,
    name: &str,
    value: impl rusqlite::ToSql,
) -> Result<(), OpenError> {
    // Some settings answer with the value they took, which is of no interest here.
    match connection.pragma_update(None, name, value) {
        Ok(()) | Err(rusqlite::Error::ExecuteReturnedResults) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_cached_statement_is_not_prepared_again_for_another_parameter() {
        let folder = tempfile::tempdir().unwrap();
        let path = create_private_file(&folder.path().join("test.db")).unwrap();
        let connection = writer(&path, &Options::default()).unwrap();
        connection.execute_batch("CREATE TABLE names (name TEXT COLLATE NOCASE UNIQUE)").unwrap();
        let sql = "SELECT name FROM names WHERE name LIKE ?1";
        for pattern in ["a%", "b%", "c%"] {
            let mut statement = connection.prepare_cached(sql).unwrap();
            assert!(!statement.exists([pattern]).unwrap());
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
