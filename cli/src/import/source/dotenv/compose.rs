//! The file as Compose and most libraries read it: nothing means anything between single quotes;
//! between double quotes and without quotes `$` does, and between double quotes `\` too.

use anyhow::bail;
use strongroom_client::SecretString;
use zeroize::Zeroizing;

use super::cursor::{Cursor, is_blank};
use super::{REFERS, Value, each, is_name, item, no_line};
use crate::import::item::Item;

/// # Errors
/// A quote has no end: where it should have been nobody knows.
pub(super) fn read(text: &str) -> anyhow::Result<Vec<Item>> {
    each(text, |_| false, entry)
}

fn entry(at: &mut Cursor<'_>, line: usize) -> anyhow::Result<Item> {
    let name = at.until(|c| matches!(c, '=' | '\n')).trim_end();
    if at.peek() != Some('=') || !is_name(name) {
        let is_alone = at.peek() != Some('=') && is_name(name);
        at.rest_of_line();
        return Ok(if is_alone {
            Item::left(name, format!("line {line}"), "has its value where the file is used")
        } else {
            no_line(line)
        });
    }
    at.next();
    at.skip(is_blank);
    let value = match at.peek() {
        Some(quote @ ('\'' | '"')) => {
            at.next();
            let Some(value) = quoted(at, quote) else { bail!("line {line}: a quote has no end") };
            let behind = at.rest_of_line();
            let is_comment = behind.trim_start().starts_with('#') && behind.starts_with(is_blank);
            if behind.trim().is_empty() || is_comment {
                value
            } else {
                Err("has something behind its closing quote")
            }
        }
        _ => unquoted(at.rest_of_line()),
    };
    Ok(item(name, line, value))
}

/// None where there is no end.
fn quoted(at: &mut Cursor<'_>, quote: char) -> Option<Value> {
    let mut text = Zeroizing::new(String::new());
    let mut problem = None;
    loop {
        match (at.next()?, quote) {
            (c, _) if c == quote => break,
            ('\\', '\'') => {
                // Some take these two for one character, and some for two.
                if matches!(at.peek(), Some('\\' | '\'')) {
                    problem = Some(
                        "has a \\ before a \\ or a quote between single quotes, which readers read \
                         differently",
                    );
                }
                text.push('\\');
            }
            ('\\', _) => match at.next()? {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                c @ ('\\' | '"' | '$' | '\'') => text.push(c),
                _ => {
                    problem = Some(
                        "has a \\ before something that readers read differently: quote it with ' \
                         instead",
                    );
                }
            },
            ('$', '"') => match at.peek() {
                Some('$') => {
                    at.next();
                    text.push('$');
                }
                _ => problem = Some(REFERS),
            },
            (c, _) => text.push(c),
        }
    }
    Some(problem.map_or_else(|| Ok(SecretString::from(text.as_str())), Err))
}

fn unquoted(line: &str) -> Value {
    let end = line.char_indices().find(|(position, c)| {
        let before = line.get(..*position).and_then(|text| text.chars().next_back());
        *c == '#' && before.is_none_or(is_blank)
    });
    let text = end.map_or(line, |(end, _)| line.get(..end).unwrap_or(line)).trim();
    if text.contains('$') {
        return Err(REFERS);
    }
    Ok(SecretString::from(text))
}
