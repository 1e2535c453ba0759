//! Doppler's export: `doppler secrets download --no-file --format json`, an object of texts, and
//! `doppler secrets --json`, an object of objects with the text in `computed`.
//!
//! Source of the form: <https://docs.doppler.com/docs/accessing-secrets>.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::input;
use super::json::{Members, content, parse};
use crate::import::item::{Content, Item};

#[derive(Debug, Args)]
pub(in crate::import) struct Doppler {
    /// The export; `-` for standard input
    file: PathBuf,
}

/// What Doppler adds of its own.
const ADDED: [&str; 3] = ["DOPPLER_CONFIG", "DOPPLER_ENVIRONMENT", "DOPPLER_PROJECT"];

impl Doppler {
    pub(super) fn read(&self) -> anyhow::Result<Vec<Item>> {
        read(&input::read(&self.file)?)
    }
}

fn read(text: &str) -> anyhow::Result<Vec<Item>> {
    let Members(members) = parse::<Members<Value>>(text, "an export of Doppler")?;
    Ok(members.into_iter().map(|(name, value)| item(&name, value)).collect())
}

fn item(name: &str, value: Value) -> Item {
    let place = format!("member {name}");
    if ADDED.contains(&name) {
        return Item::left(name, place, "is Doppler's own");
    }
    let Value::Object(mut members) = value else {
        return Item::new([name], place, content(value));
    };
    let note = members.remove("note");
    let mut found = match members.remove("computed") {
        Some(computed) => content(computed),
        None => Content::Unfit("is an object without `computed`".to_owned()),
    };
    if let (Content::Secret(found), Some(Value::String(note))) = (&mut found, note) {
        found.description = note;
    }
    Item::new([name], place, found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::import::tests::summary;

    #[test]
    fn both_forms_of_the_export_are_read() {
        let flat = r#"{"A": "1", "DOPPLER_PROJECT": "demo", "B": "x\ny"}"#;
        let told = r#"{"A": {"computed": "1", "raw": "${B}", "note": "why"},
            "DOPPLER_PROJECT": {"computed": "demo"}, "B": {"computed": "x\ny", "note": ""}}"#;
        for text in [flat, told] {
            let said = ["A = Custom 1", "DOPPLER_PROJECT left", "B = Custom x\ny"];
            assert_eq!(summary(&read(text).unwrap()), said);
        }
    }

    #[test]
    fn a_name_that_is_there_twice_is_seen_twice() {
        assert_eq!(read(r#"{"A": "1", "A": "2"}"#).unwrap().len(), 2);
    }

    #[test]
    fn an_error_holds_nothing_of_the_file() {
        for text in ["\"sk_planted\"", "{\"A\": sk_planted}", "[\"sk_planted\"]", "{\"sk_planted\""]
        {
            let why = format!("{:#}", read(text).err().unwrap());
            assert!(!why.contains("planted") && why.contains("line 1"), "{why}");
        }
    }
}
