//! `secret get`: what it writes is the value to the byte, unless a person reads it at a terminal.

use std::io::IsTerminal as _;

use anyhow::bail;
use clap::Args;
use strongroom_client::{Reveal, SecretBytes, Value};
use zeroize::Zeroizing;

use super::On;
use super::find::{self, NAME, find};
use crate::outfile::OutFile;
use crate::output::show;
use crate::words::plain;

#[derive(Debug, Args)]
pub(super) struct Get {
    #[arg(help = NAME)]
    name: String,

    /// This field and no other; several may be given
    #[arg(long, short, value_name = "FIELD")]
    field: Vec<String>,

    /// An earlier version
    #[arg(long, value_name = "N")]
    version: Option<u32>,

    /// The whole value in one of its type's formats, such as json or dotenv-shell
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["field", "json"])]
    format: Option<String>,

    #[command(flatten)]
    to: OutFile,
}

impl Get {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let found = find(on, &self.name)?;
        let (api, client) = (on.api, on.api.client());
        if let Some(format) = &self.format {
            let rendering = api.wait(client.render(&found.at, format, self.version))?;
            return self.write(&rendering.content);
        }
        let fields: Vec<String> = self.field.iter().cloned().chain(found.field).collect();
        if api.json {
            let version = self.version.map(|version| version.to_string());
            let mut query = vec![("decrypt", "true")];
            query.extend(fields.iter().map(|field| ("field", field.as_str())));
            query.extend(version.as_deref().map(|version| ("version", version)));
            let answer = Zeroizing::new(api.get_with(&super::path(&found.at), &query)?.to_string());
            return self.to.write(format!("{}\n", *answer).as_bytes());
        }
        let what = Reveal { version: self.version, fields };
        let revealed = api.wait(client.reveal(&found.at, &what))?;
        if let Some(note) = &revealed.note {
            show::note(&plain(note))?;
        }
        match (&revealed.value, what.fields.as_slice()) {
            (Value::One(text), _) => self.write(&bytes(text.expose())),
            (Value::Fields(fields), [field]) => match fields.get(field) {
                Some(text) => self.write(&bytes(text.expose())),
                None => Err(find::missing(field, "the value has no such field")),
            },
            (Value::Fields(fields), _) => {
                if self.to.is_file() {
                    bail!("the value has several fields: say --field, --format or --json");
                }
                let fields = fields.iter().map(|(name, text)| (name.as_str(), text.expose()));
                show::line(table(fields).trim_end())
            }
        }
    }

    fn write(&self, value: &SecretBytes) -> anyhow::Result<()> {
        if self.to.is_file() || !std::io::stdout().is_terminal() {
            return self.to.write(value.expose());
        }
        let shown = harmless(&String::from_utf8_lossy(value.expose()));
        show::line(shown.strip_suffix('\n').unwrap_or(&shown))
    }
}

fn bytes(text: &str) -> SecretBytes {
    SecretBytes::from(text.as_bytes().to_vec())
}

/// Without what a terminal would obey. What a program reads is not touched.
fn harmless(text: &str) -> Zeroizing<String> {
    let shown = |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c };
    Zeroizing::new(text.chars().map(shown).collect())
}

/// A field a line. What has lines of its own is told of and not shown: a cut value is worse than none.
fn table<'a>(fields: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Zeroizing<String> {
    let width = fields.clone().map(|(name, _)| name.len()).max().unwrap_or(0) + 2;
    let lines = fields.map(|(name, text)| {
        if text.chars().any(char::is_control) {
            format!("{name:<width$}({} lines: --field {name} has it)\n", text.lines().count())
        } else {
            format!("{name:<width$}{text}\n")
        }
    });
    Zeroizing::new(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_nothing_of_a_value() {
        assert_eq!(harmless("a\x1b[31m\tb\nc\r").as_str(), "a\u{fffd}[31m\tb\nc\u{fffd}");
    }

    #[test]
    fn a_field_of_several_lines_is_told_of_and_not_cut() {
        let fields = [("username", "ada"), ("key", "a\nb\n")];
        assert_eq!(
            table(fields.into_iter()).as_str(),
            "username  ada\nkey       (2 lines: --field key has it)\n"
        );
    }
}
