//! The file of `docker run --env-file`: whatever is behind the first `=` is the value.

use strongroom_client::SecretString;

use super::{is_name, item, no_line};
use crate::import::item::Item;

pub(super) fn read(text: &str) -> Vec<Item> {
    let lines = text.lines().enumerate().map(|(position, line)| (position + 1, line.trim_start()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| match line.split_once('=') {
            Some((name, value)) if is_name(name) => {
                item(name, number, Ok(SecretString::from(value)))
            }
            None if is_name(line) => {
                Item::left(line, format!("line {number}"), "has its value where Docker is run")
            }
            _ => no_line(number),
        })
        .collect()
}
