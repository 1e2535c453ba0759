//! `secret edit`: the value as TOML in the editor, and back where nobody changed it meanwhile.

use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use strongroom_client::{Change, Error, Kind, Reveal, TypeDescription, Value};
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

use super::find::{NAME, find};
use super::given::Fields;
use super::scratch::Scratch;
use super::set::{named, value};
use super::{On, told};
use crate::ask;
use crate::output::show;
use crate::words::plain;

#[derive(Debug, Args)]
pub(super) struct Edit {
    #[arg(help = NAME)]
    name: String,

    /// The editor, with its arguments
    #[arg(long, env = "VISUAL", value_name = "COMMAND", hide_env_values = true)]
    editor: Option<String>,
}

impl Edit {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let (api, client) = (on.api, on.api.client());
        let at = find(on, &self.name)?.at;
        let types = api.wait(client.types())?;
        let kind = named(&types, at.key.type_name())?;
        let revealed = api.wait(client.fresh().reveal(&at, &Reveal::default()))?;
        let expect = revealed.secret.as_read();
        let before = text(kind, &revealed.secret.name, &revealed.value)?;
        let scratch = Scratch::new(&before)?;
        if !scratch.is_in_memory {
            show::note("This machine has no folder in memory: the value is on a disk meanwhile.")?;
        }
        loop {
            self.open(on, &scratch)?;
            let after = scratch.read()?;
            if *after == *before {
                return show::done(api, "Nothing was changed.");
            }
            let done = parsed(&after).and_then(|fields| {
                let change = Change { value: Some(value(kind, fields)?), ..Change::default() };
                Ok(api.wait(client.update(&at, &change, expect))?)
            });
            match done {
                Ok(changed) => return told(api, "Changed", &changed),
                Err(why) if may_be_mended(&why) && ask::somebody() => {
                    ask::say(&format!("{why:#}"))?;
                    let answer = ask::line("Edit it again? [Y/n] ")?;
                    ensure!(!answer.eq_ignore_ascii_case("n"), "nothing was changed");
                }
                Err(why) => return Err(why),
            }
        }
    }

    fn open(&self, on: &On<'_>, scratch: &Scratch) -> anyhow::Result<()> {
        let editor = self.editor.clone().or_else(|| std::env::var("EDITOR").ok());
        let editor = editor.filter(|it| !it.trim().is_empty()).unwrap_or_else(|| "vi".to_owned());
        // As long as it runs: what would end this program would leave the file behind.
        let signals = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let _held = on
            .api
            .wait(async { signals.into_iter().map(signal).collect::<Result<Vec<_>, _>>() })?;
        // By a shell, as git and others do: the editor may have arguments.
        let status = Command::new("sh")
            .args(["-c", &format!("{editor} \"$1\""), "sh"])
            .arg(scratch.file())
            .status()
            .context("the editor cannot be started")?;
        if !status.success() {
            bail!("the editor ended with {status}: nothing was changed");
        }
        Ok(())
    }
}

fn may_be_mended(why: &anyhow::Error) -> bool {
    match why.downcast_ref::<Error>() {
        Some(error) => error.kind() == Some(&Kind::Invalid),
        None => why.downcast_ref::<NotToml>().is_some(),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("line {0} is not of the form NAME = \"TEXT\"")]
struct NotToml(usize);

fn text(kind: &TypeDescription, name: &str, value: &Value) -> anyhow::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(format!(
        "# {}, of type {}. Fields are NAME = \"TEXT\", or '''TEXT''' for several lines.\n",
        plain(name),
        plain(&kind.title)
    ));
    for field in &kind.fields {
        let now = match value {
            Value::One(one) => Some(one),
            Value::Fields(_) => value.field(&field.name),
        };
        text.push_str(&format!("\n# {}\n", plain(&format!("{}. {}", field.title, field.help))));
        match now {
            Some(now) => {
                let one = std::collections::BTreeMap::from([(&field.name, now.expose())]);
                text.push_str(&Zeroizing::new(toml::to_string_pretty(&one)?));
            }
            None => text.push_str(&format!("# {} = \"\"\n", field.name)),
        }
    }
    Ok(text)
}

/// # Errors
/// [`NotToml`], which says where and repeats nothing.
fn parsed(text: &str) -> anyhow::Result<Fields> {
    let found: std::collections::BTreeMap<String, String> =
        toml::from_str(text).map_err(|why| {
            let at = why.span().map_or(0, |span| span.start);
            NotToml(text.get(..at).unwrap_or_default().matches('\n').count() + 1)
        })?;
    Ok(found.into_iter().map(|(name, text)| (name, text.into())).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn any_text_comes_back_from_the_editor_as_it_went_there() {
        let kind: TypeDescription = serde_json::from_value(serde_json::json!({
            "_type": "secret/A", "title": "A", "help": "", "connected": false, "renderings": [],
            "fields": [{ "name": "a-b", "title": "A", "kind": "text", "required": true,
                "sensitive": true, "pattern": null, "choices": [], "default": null, "help": "" }],
        }))
        .unwrap();
        for value in
            ["", "a", "a\nb", "a\nb\n", "\n", "'''", "\"\"\"\n'''", "\\n\\", "a\r\nb", " ä\t\u{1}"]
        {
            let text = text(&kind, "n", &Value::one(value)).unwrap();
            let back = parsed(&text).unwrap();
            assert_eq!(back.get("a-b").unwrap().expose(), value, "{}", *text);
        }
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line_alone() {
        for (text, line) in [("a = \"1\"\nplanted\n", 2), ("a = 7\n", 1), ("a = \"planted", 1)] {
            let why = parsed(text).unwrap_err().to_string();
            assert!(why.starts_with(&format!("line {line} ")), "{why}");
            assert!(!why.contains("planted") && !why.contains('7'), "{why}");
        }
    }
}
