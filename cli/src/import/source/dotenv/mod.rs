//! Variables of an environment file, in the three dialects that are taken for one. Each is a secret
//! of its own.
//!
//! Readers of such files differ; what they would read as different values is told and not guessed.
//! What it is not: an evaluation. A value that refers to another variable is one only where it is
//! used.

mod compose;
mod cursor;
mod docker;
mod shell;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use strongroom_client::SecretString;

use super::input;
use crate::import::item::Item;
use cursor::Cursor;

#[derive(Debug, Args)]
pub(in crate::import) struct Dotenv {
    /// The file; `-` for standard input
    #[arg(default_value = ".env")]
    file: PathBuf,

    /// How its values are quoted
    #[arg(long, value_name = "DIALECT", default_value = "compose")]
    dialect: Dialect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::import) enum Dialect {
    /// As Compose and most libraries read it
    Compose,
    /// As `docker run --env-file` reads it: no quotes, no several lines
    Docker,
    /// As a POSIX shell reads it
    Shell,
}

impl Dotenv {
    pub(super) fn read(&self) -> anyhow::Result<Vec<Item>> {
        read(&input::read(&self.file)?, self.dialect)
    }
}

pub(in crate::import) fn read(text: &str, dialect: Dialect) -> anyhow::Result<Vec<Item>> {
    match dialect {
        Dialect::Compose => compose::read(text),
        Dialect::Docker => Ok(docker::read(text)),
        Dialect::Shell => shell::read(text),
    }
}

/// What of a file is neither blank nor a comment. `entry` begins where one does, and is told the line.
fn each(
    text: &str,
    ends_an_entry: impl Fn(char) -> bool,
    mut entry: impl FnMut(&mut Cursor<'_>, usize) -> anyhow::Result<Item>,
) -> anyhow::Result<Vec<Item>> {
    let mut items = Vec::new();
    let mut at = Cursor::new(text);
    loop {
        at.skip(|c| c.is_whitespace() || ends_an_entry(c));
        if at.is_at_end() {
            return Ok(items);
        }
        if at.peek() == Some('#') {
            at.rest_of_line();
            continue;
        }
        let line = at.line;
        at.word("export");
        items.push(entry(&mut at, line)?);
    }
}

/// What stood behind a name.
type Value = Result<SecretString, &'static str>;

const REFERS: &str = "has a $ that readers take for another variable: quote it with ' instead";

fn item(name: &str, line: usize, value: Value) -> Item {
    let place = format!("line {line}");
    match value {
        Ok(value) => Item::variable(name, place, value),
        Err(why) => Item::unfit(name, place, why),
    }
}

fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// A line that is none, whose text is not repeated: it may be a piece of a secret.
fn no_line(line: usize) -> Item {
    Item::unfit("", format!("line {line}"), "is no NAME=VALUE")
}
