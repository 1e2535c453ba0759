#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::time::Duration;

use super::super::{Entry, read};
use super::*;
use crate::plugins::outbound::Grants;

fn folder(manifest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(NAME), manifest).unwrap();
    folder
}

fn text(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join(NAME)).unwrap()
}

fn add_plain(folder: &Path, file: &str, bytes: &[u8]) -> Result<Digest, EditError> {
    add(folder, &Addition { file, bytes, allowance: Allowance::default() })
}

fn entries(folder: &Path) -> Vec<Entry> {
    read(folder).unwrap().into_iter().map(|listed| listed.entry.unwrap()).collect()
}

#[test]
fn what_is_added_is_what_the_server_reads() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("types");
    let allowance = Allowance {
        memory: Some(128 << 20),
        time: Some(Duration::from_millis(250)),
        rotation_time: Some(Duration::from_secs(20)),
        requests: Some(3),
        grants: Grants {
            hosts: vec![
                "api.example.com".parse().unwrap(),
                "http://localhost:9000".parse().unwrap(),
            ],
            private: true,
        },
        ca: Some("our-ca.pem".to_owned()),
    };
    let addition = Addition { file: "a.wasm", bytes: b"component", allowance: allowance.clone() };
    let sha256 = add(&folder, &addition).unwrap();
    assert_eq!(entries(&folder), [Entry { file: "a.wasm".into(), sha256, allowance }]);
    assert_eq!(fs::read(folder.join("a.wasm")).unwrap(), b"component");
    for file in [NAME, "a.wasm"] {
        let mode = fs::metadata(folder.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o644, "{file}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing temporary is left");
}

#[test]
fn comments_order_and_other_entries_stay() {
    let zero = "0".repeat(64);
    let before = format!(
        "# Ours.\n\n[[type]]\nfile = \"a.wasm\" # the first\nsha256 = \"{zero}\" # of March\n\n\
         # Ann wants it.\n[[type]]\nfile = \"b.wasm\"\nsha256 = \"{zero}\"\n"
    );
    let folder = folder(&before);
    let digest = add_plain(folder.path(), "a.wasm", b"new").unwrap();
    assert_eq!(text(&folder), before.replacen(&zero, &digest.to_string(), 1));
    add_plain(folder.path(), "c.wasm", b"c").unwrap();
    remove(folder.path(), "a.wasm").unwrap();
    let files: Vec<_> = entries(folder.path()).into_iter().map(|entry| entry.file).collect();
    assert_eq!(files, ["b.wasm", "c.wasm"]);
    assert!(text(&folder).contains("# Ann wants it."));
    assert!(!folder.path().join("a.wasm").exists());
}

#[test]
fn a_replaced_plug_in_keeps_nothing_that_was_allowed_before() {
    let folder = tempfile::tempdir().unwrap();
    let grants = Grants { hosts: vec!["example.com".parse().unwrap()], private: true };
    let allowance = Allowance { grants, ..Allowance::default() };
    add(folder.path(), &Addition { file: "a.wasm", bytes: b"1", allowance }).unwrap();
    add_plain(folder.path(), "a.wasm", b"2").unwrap();
    assert_eq!(entries(folder.path())[0].allowance, Allowance::default());
}

#[test]
fn the_mode_of_a_manifest_stays_what_its_owner_made_it() {
    let folder = folder("");
    let path = folder.path().join(NAME);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    add_plain(folder.path(), "a.wasm", b"1").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_cannot_be_changed_is_left_alone() {
    for (manifest, words) in [("= nonsense", "by hand first"), ("type = 7", "`[[type]]`")] {
        let folder = folder(manifest);
        let error = add_plain(folder.path(), "a.wasm", b"1").unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(text(&folder), manifest);
        assert!(!folder.path().join("a.wasm").exists());
    }
    let folder = folder("");
    for file in ["../a.wasm", "/a.wasm", "", "a/b.wasm"] {
        assert!(matches!(add_plain(folder.path(), file, b"1"), Err(EditError::Invalid { .. })));
    }
    assert!(matches!(remove(folder.path(), "a.wasm"), Err(EditError::NoEntry(_))));
}
