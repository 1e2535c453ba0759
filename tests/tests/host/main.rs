//! The native host from outside: its own routes, its life, its folder, its settings.

mod connections;
mod folder;
mod life;
mod routes;
mod settings;
mod type_folder;
mod types;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use strongroom_tests::{Native, Strongroom};

fn start() -> Strongroom {
    Strongroom::start(Arc::new(Native::new()))
}

/// What a command that ends says, and whether it did what it was told.
fn run(native: &Native, words: &[&str], data: &Path) -> (bool, String, String) {
    let output = native.command(words, data).output().expect("the host runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect()
}

/// The one sentence in which a command says why it does not do it.
fn sentence(said: &str) -> &str {
    let lines: Vec<&str> = said.lines().filter(|line| !line.contains(" WARN ")).collect();
    let [line] = lines.as_slice() else { panic!("not one sentence: {said}") };
    line.strip_prefix("strongroom: ").expect("the program's name first")
}
