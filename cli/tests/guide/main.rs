//! The pages of `docs/use`: every command in them is run. A page whose commands need more than a
//! server is followed by the suite that has it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::fs;
use std::path::{Path, PathBuf};

use strongroom_tests::{Reader, Terminal};

#[test]
fn the_command_line() {
    let terminal = Terminal::owner(env!("CARGO_BIN_EXE_strongroom-client"));
    let said = Reader::new(&terminal).follow("use/command-line.md");
    assert!(said.out.contains("Administrator"), "{}", said.out);
}

#[test]
fn every_page_is_followed_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = String::new();
    for suite in files(&root.join("tests")) {
        for file in files(&suite).into_iter().filter(|file| file.is_file()) {
            tests.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    for page in files(&root.join("../docs/use")) {
        let name = format!("use/{}", page.file_name().unwrap().to_str().unwrap());
        assert!(tests.contains(&format!("\"{name}\"")), "no test follows docs/{name}");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}
