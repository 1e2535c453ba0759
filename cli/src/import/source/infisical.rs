//! Infisical's export, `infisical export --format=json`: a list of objects with `key`, `value`,
//! `secretPath`, `comment` and `type`, or an object of texts as older versions write it.
//!
//! Source of the form: <https://infisical.com/docs/cli/commands/export>.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use super::input;
use super::json::{Members, content, parse};
use crate::import::item::{Content, Item};

#[derive(Debug, Args)]
pub(in crate::import) struct Infisical {
    /// The export; `-` for standard input
    file: PathBuf,
}

#[derive(Deserialize)]
struct Variable {
    key: String,
    value: Value,
    #[serde(default, rename = "secretPath")]
    folder: String,
    #[serde(default)]
    comment: String,
}

impl Infisical {
    pub(super) fn read(&self) -> anyhow::Result<Vec<Item>> {
        read(&input::read(&self.file)?)
    }
}

fn read(text: &str) -> anyhow::Result<Vec<Item>> {
    const WHAT: &str = "an export of Infisical";
    if text.trim_start().starts_with('{') {
        let Members(members) = parse::<Members<Value>>(text, WHAT)?;
        let item = |(name, value): (String, Value)| {
            let place = format!("member {name}");
            Item::new([name], place, content(value))
        };
        return Ok(members.into_iter().map(item).collect());
    }
    let variables: Vec<Variable> = parse(text, WHAT)?;
    Ok(variables.into_iter().enumerate().map(item).collect())
}

fn item((position, Variable { key, value, folder, comment }): (usize, Variable)) -> Item {
    let mut found = content(value);
    if let Content::Secret(found) = &mut found {
        found.description = comment;
    }
    let folders = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
    Item::new(folders.chain([key]), format!("entry {}", position + 1), found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::import::tests::summary;

    #[test]
    fn folders_are_parts_of_a_name() {
        let text = r#"[
            {"key": "A", "workspace": "w", "value": "1", "type": "shared", "_id": "1",
             "secretPath": "/", "tags": [], "comment": "why"},
            {"key": "B", "value": "2", "secretPath": "/apps/db"},
            {"key": "C", "value": ""}]"#;
        let found = read(text).unwrap();
        assert_eq!(summary(&found), ["A = Custom 1", "apps/db/B = Custom 2", "C left"]);
    }

    #[test]
    fn an_object_of_texts_is_read_too() {
        assert_eq!(summary(&read(r#"{"A": "1"}"#).unwrap()), ["A = Custom 1"]);
    }

    #[test]
    fn an_error_holds_nothing_of_the_file() {
        for text in ["[{\"key\": \"sk_planted\"}]", "[\"sk_planted\"]", "{\"sk_planted\""] {
            let why = format!("{:#}", read(text).err().unwrap());
            assert!(!why.contains("planted"), "{why}");
        }
    }
}
