#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn an_error_tells_the_file_and_the_line_and_never_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let (file, database) = (folder.path().join("root-key"), folder.path().join("db"));
    let key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private_file::create(&file, format!("# a heading\na {key} wrong\n").as_bytes()).unwrap();
    let Err(error) = open(&file, database.exists()) else { panic!("took it") };
    let expected =
        format!("{}, line 2: expected an id, a key and perhaps `current`", file.display());
    assert_eq!(error.to_string(), expected);
}

#[test]
fn makes_a_key_once_and_finds_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let (file, database) = (folder.path().join("root-key"), folder.path().join("db"));
    let made = open(&file, database.exists()).unwrap().keys;
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    fs::write(&database, b"").unwrap();
    let found = open(&file, database.exists()).unwrap().keys;
    assert_eq!(made.current(), found.current());
    assert_eq!(
        made.get(made.current()).unwrap().expose(),
        found.get(found.current()).unwrap().expose()
    );
    assert_ne!(made.get(made.current()).unwrap().expose(), &[0; 32]);
}

#[test]
fn refuses_to_make_a_new_key_beside_an_old_database() {
    let folder = tempfile::tempdir().unwrap();
    let (file, database) = (folder.path().join("root-key"), folder.path().join("db"));
    fs::write(&database, b"").unwrap();
    assert!(matches!(open(&file, database.exists()), Err(Error::Lost(_))));
    assert!(!file.exists());
}

#[test]
fn refuses_a_key_that_others_can_read() {
    let folder = tempfile::tempdir().unwrap();
    let (file, database) = (folder.path().join("root-key"), folder.path().join("db"));
    open(&file, database.exists()).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let Err(Error::File(error)) = open(&file, database.exists()) else { panic!("read it") };
    assert!(error.to_string().contains("chmod 600"), "{error}");
}
