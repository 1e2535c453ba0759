//! What lies in the data folder: keys, database, machine code.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};
use strongroom_tests::{Native, Strongroom};

use super::{names, run, sentence, start};

#[test]
fn a_root_key_that_others_can_read_is_refused() {
    let mut strongroom = start();
    let data = strongroom.data();
    assert!(strongroom.stop().success());
    let key = data.join("root-key");
    let mode = fs::metadata(&key).expect("a root key").mode() & 0o7777;
    assert_eq!(mode, 0o600, "as the host made it");
    for mode in [0o644, 0o640, 0o604, 0o660] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("a mode");
        let (done, output, said) = run(&Native::new(), &["serve"], &data);
        assert!(!done && output.is_empty());
        let sentence = sentence(&said);
        assert!(sentence.contains(&format!("chmod 600 {}", key.display())), "{sentence}");
    }
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("a mode");
    strongroom.start_again();
}

#[test]
fn a_database_without_its_root_key_is_refused_and_nothing_is_made() {
    let mut strongroom = start();
    let data = strongroom.data();
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "kept", "a value");
    assert!(strongroom.stop().success());
    let (key, aside) = (data.join("root-key"), strongroom.folder().join("root-key"));
    fs::rename(&key, &aside).expect("the key is moved aside");
    let before = names(&data);
    let database = fs::read(data.join("strongroom.db")).expect("a database");
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["init"], &["token", "create-owner"]]
    {
        let (done, output, said) = run(&Native::new(), words, &data);
        assert!(!done && output.is_empty(), "{output}");
        let sentence = sentence(&said);
        assert!(sentence.contains("no root key"), "{sentence}");
        assert!(sentence.contains(&key.display().to_string()), "{sentence}");
    }
    assert_eq!(names(&data), before);
    assert_eq!(fs::read(data.join("strongroom.db")).expect("a database"), database);
    fs::rename(&aside, &key).expect("the key is put back");
    strongroom.start_again();
    assert_eq!(strongroom.owner().reveal(&secret), "a value");
}

#[test]
fn a_root_key_of_another_database_opens_nothing() {
    let mut strongroom = start();
    let owner = strongroom.owner();
    let secret = owner.new_secret(&owner.new_project(), "kept", "a value");
    assert!(strongroom.stop().success());
    let other = start();
    let key = strongroom.data().join("root-key");
    fs::copy(other.data().join("root-key"), &key).expect("another key");
    strongroom.start_again();
    let refused = strongroom.owner().get(&secret.revealed());
    assert!(refused.status >= 500, "{}", refused.text());
    assert_eq!(strongroom.owner().get(&secret.path).expect(200).json()["value"], "********");
}

#[test]
fn everything_in_the_data_folder_is_its_owners_alone() {
    let strongroom = start();
    let owner = strongroom.owner();
    let _ = owner.new_secret(&owner.new_project(), "kept", "a value");
    let mut ahead = vec![strongroom.data()];
    let mut seen = 0;
    while let Some(path) = ahead.pop() {
        let metadata = fs::metadata(&path).expect("a file");
        assert_eq!(metadata.mode() & 0o077, 0, "{}: {:o}", path.display(), metadata.mode());
        seen += 1;
        if metadata.is_dir() {
            ahead.extend(
                fs::read_dir(&path).expect("a folder").map(|e| e.expect("an entry").path()),
            );
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn machine_code_is_kept_for_the_next_start() {
    let mut strongroom = Strongroom::start(Arc::new(Native::new().from_scratch()));
    let cache = strongroom.data().join("cache");
    let code = || -> Vec<(String, u64, i64, i64)> {
        let fact = |name: String| {
            let metadata = fs::metadata(cache.join(&name)).expect("a file");
            assert_eq!(metadata.mode() & 0o7777, 0o600, "{name}");
            (name, metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
        };
        names(&cache).into_iter().map(fact).collect()
    };
    let made = code();
    // The console's, the core's, and one of each built-in type.
    assert_eq!(made.len(), 5, "{made:?}");
    assert!(made[0].0.starts_with("console-") && made[1].0.starts_with("core-"), "{made:?}");
    assert!(strongroom.stop().success());
    strongroom.start_again();
    assert_eq!(code(), made, "the same file, not written again");

    // What does not hold is made again, and is no reason not to start.
    assert!(strongroom.stop().success());
    let file = cache.join(&made[1].0);
    let mut content = fs::read(&file).expect("machine code");
    let middle = content.len() / 2;
    content[middle] ^= 1;
    fs::write(&file, &content).expect("damaged machine code");
    strongroom.start_again();
    assert_ne!(code(), made);
    let _ = strongroom.owner().get("/api/identity/v2/me").expect(200);
}

/// It is in no owner's log, since nobody is known: the operator finds it in the database.
#[test]
fn a_failed_authentication_is_on_record_before_it_is_answered() {
    let strongroom = start();
    let owner = strongroom.owner();
    let token = owner.token();
    let (start, _) = token.split_at(token.len() - 43);
    let wrong = format!("{start}{}", "A".repeat(43));
    let path = strongroom.data().join("strongroom.db");
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let database = database.expect("a database");
    for (credential, reason) in [("nonsense", "malformed"), (&wrong, "unknown")] {
        let refused = owner.with_token(credential).get("/api/identity/v2/me").expect(401);
        let detail: String = database
            .query_row(
                "SELECT detail FROM audit WHERE request_id = ?1 AND event = 'authentication-failed'",
                [refused.request_id()],
                |row| row.get(0),
            )
            .expect("a record");
        assert!(detail.contains(reason), "{detail}");
    }
}
