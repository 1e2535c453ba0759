//! The file as a POSIX shell reads it: assignments, exported or not, and comments. Anything that
//! would have to be carried out is told and not done.

use anyhow::bail;
use strongroom_client::SecretString;
use zeroize::Zeroizing;

use super::cursor::{Cursor, is_blank};
use super::{REFERS, Value, each, is_name, item, no_line};
use crate::import::item::Item;

/// # Errors
/// A quote has no end: where it should have been nobody knows.
pub(super) fn read(text: &str) -> anyhow::Result<Vec<Item>> {
    each(text, |c| c == ';', entry)
}

fn entry(at: &mut Cursor<'_>, line: usize) -> anyhow::Result<Item> {
    let name = at.until(|c| c.is_whitespace() || matches!(c, '=' | ';'));
    if at.peek() != Some('=') || !is_name(name) || name.contains(['.', '-']) {
        at.rest_of_line();
        return Ok(no_line(line));
    }
    at.next();
    let Some(value) = word(at) else { bail!("line {line}: a quote has no end") };
    at.skip(is_blank);
    // Behind the value may stand the next assignment's line, a comment, or a command.
    let value = match at.peek() {
        None | Some('\n' | '\r' | ';' | '#') => value,
        Some(_) => {
            at.rest_of_line();
            Err("has something behind it on its line")
        }
    };
    Ok(item(name, line, value))
}

/// Pieces with and without quotes up to what ends a word. None where a quote has no end.
fn word(at: &mut Cursor<'_>) -> Option<Value> {
    let mut text = Zeroizing::new(String::new());
    let mut problem = None;
    while let Some(c) = at.peek() {
        if c.is_whitespace() || c == ';' {
            break;
        }
        at.next();
        match c {
            '\'' => {
                text.push_str(at.until(|c| c == '\''));
                at.next()?;
            }
            '"' => loop {
                match at.next()? {
                    '"' => break,
                    '\\' => match at.next()? {
                        c @ ('\\' | '"' | '$' | '`') => text.push(c),
                        '\n' => {}
                        c => text.extend(['\\', c]),
                    },
                    '$' | '`' => problem = Some(REFERS),
                    c => text.push(c),
                }
            },
            '\\' => match at.next() {
                Some('\n') | None => {}
                Some(c) => text.push(c),
            },
            '$' | '`' => problem = Some(REFERS),
            '~' if text.is_empty() => problem = Some("begins with a ~, which stands for a folder"),
            '&' | '|' | '<' | '>' | '(' | ')' => problem = Some("has a command behind it"),
            c => text.push(c),
        }
    }
    Some(problem.map_or_else(|| Ok(SecretString::from(text.as_str())), Err))
}
