//! The files behind a database: who may read them, what is left in them, and opening them again.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use strongroom_database::sqlite::OpenError;

fn files(f: &Fixture) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(f.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn names(f: &Fixture) -> Vec<String> {
    files(f).iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

fn contains(file: &Path, needle: &[u8]) -> bool {
    fs::read(file).unwrap().windows(needle.len()).any(|window| window == needle)
}

#[cfg(unix)]
#[test]
fn only_their_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let f = fixture();
    let check = || {
        assert_eq!(names(&f), ["test.db", "test.db-shm", "test.db-wal"]);
        for file in files(&f) {
            let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", file.display());
        }
    };
    check();
    for file in files(&f) {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let _second = Sqlite::open(f.folder.path().join("test.db"), Options::default()).unwrap();
    check();
}

#[test]
fn closing_writes_what_is_queued_and_leaves_one_file() {
    let Fixture { database, folder } = fixture();
    let path = folder.path().join("test.db");
    // Starts the writes and drops their futures: they are queued, and nobody waits for them.
    block_on(async {
        for id in 0..100 {
            let mut write = Box::pin(database.write(vec![insert(id)], Durability::Power));
            let waker = std::task::Waker::noop();
            let _ = write.as_mut().poll(&mut std::task::Context::from_waker(waker));
        }
    });
    drop(database);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let database = Sqlite::open(path, Options::default()).unwrap();
    let f = Fixture { database, folder };
    assert_eq!(f.ids(), (0..100).collect::<Vec<_>>());
}

#[test]
fn what_was_deleted_is_gone_from_the_files_once_writes_have_stopped() {
    let idle_checkpoint = std::time::Duration::from_millis(20);
    let f = fixture_with(Options { idle_checkpoint, ..Options::default() });
    let wrapped_key = b"a wrapped key of a destroyed version".repeat(40);
    let set = statement("UPDATE item SET body = ?1", [Value::Blob(wrapped_key.clone())]);
    f.write([insert(1), set]).unwrap();
    let holding = || files(&f).iter().any(|file| contains(file, &wrapped_key[..36]));
    assert!(holding());
    f.write([statement("UPDATE item SET body = NULL", [])]).unwrap();
    let give_up = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while holding() {
        assert!(std::time::Instant::now() < give_up, "still there after 20 seconds");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_same_database() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db");
    std::os::unix::fs::symlink(f.folder.path().join("test.db"), &link).unwrap();
    let database = Sqlite::open(&link, Options::default()).unwrap();
    block_on(database.write(vec![insert(2)], Durability::Process)).unwrap();
    assert_eq!(f.ids(), [1, 2]);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

#[test]
fn a_second_engine_on_the_same_file_takes_turns() {
    let f = fixture();
    let second = Sqlite::open(f.folder.path().join("test.db"), Options::default()).unwrap();
    std::thread::scope(|scope| {
        for (database, first) in [(&f.database, 0), (&second, 1_000)] {
            scope.spawn(move || {
                for id in first..first + 100 {
                    block_on(database.write(vec![insert(id)], Durability::Process)).unwrap();
                }
            });
        }
    });
    assert_eq!(f.ids(), (0..100).chain(1_000..1_100).collect::<Vec<_>>());
}

#[test]
fn a_lock_held_too_long_makes_writes_unavailable_and_reads_go_on() {
    let options =
        Options { busy_timeout: std::time::Duration::from_millis(20), ..Options::default() };
    let f = fixture_with(options);
    let other = rusqlite::Connection::open(f.folder.path().join("test.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(f.write([insert(1)]), Err(Error::Unavailable));
    assert_eq!(f.ids(), []);
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(f.write([insert(1)]), Ok(vec![1]));
}

#[test]
fn what_is_no_database_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    fs::write(&file, "not a database, however long it may be".repeat(100)).unwrap();
    assert!(matches!(Sqlite::open(&file, Options::default()), Err(OpenError::Database(_))));
    let nowhere = folder.path().join("no/such/folder.db");
    assert!(matches!(Sqlite::open(nowhere, Options::default()), Err(OpenError::File { .. })));
}
