//! Writes answers: a table, the facts of one thing, or the JSON as it came.

use std::io::{self, Write as _};

use serde_json::Value;
use zeroize::Zeroizing;

use super::table::{Column, table, terminal_width};
use crate::api::Api;
use crate::words::{moment, plain, scope_words};

/// How a member of an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Id,
    Time,
    /// The same, where null is `never`.
    LastTime,
    YesNo,
    Scopes,
    /// `kind/id`, from two members.
    KindAndId,
}

/// What is shown of a thing: a heading, the name of its member, and how that is written.
pub(crate) type Fact = (&'static str, &'static str, Form);

/// A list, as `data` of an answer.
pub(crate) fn list(api: &Api, answer: &Value, facts: &[Fact]) -> anyhow::Result<()> {
    listed(api.json, answer, facts)
}

/// [`list`], where no server was asked.
pub(crate) fn listed(json: bool, answer: &Value, facts: &[Fact]) -> anyhow::Result<()> {
    if json {
        return line(&answer.to_string());
    }
    let entries = answer.get("data").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    write(&rows(entries, facts, terminal_width()))
}

/// What is no answer of the server.
pub(crate) fn rows_of(entries: &[Value], facts: &[Fact]) -> anyhow::Result<()> {
    write(&rows(entries, facts, terminal_width()))
}

pub(crate) fn rows(entries: &[Value], facts: &[Fact], width: Option<usize>) -> String {
    let columns: Vec<Column> = facts
        .iter()
        .map(|(heading, _, form)| Column {
            heading,
            may_be_cut: matches!(form, Form::Text | Form::Scopes),
        })
        .collect();
    let row = |entry: &Value| facts.iter().map(|fact| written(entry, *fact)).collect();
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    table(&columns, &rows, width)
}

/// One thing, a fact a line.
pub(crate) fn one(api: &Api, answer: &Value, facts: &[Fact]) -> anyhow::Result<()> {
    described(api.json, answer, facts)
}

/// [`one`], where no server was asked.
pub(crate) fn described(json: bool, answer: &Value, facts: &[Fact]) -> anyhow::Result<()> {
    if json {
        return line(&answer.to_string());
    }
    write(&lines(answer, facts))
}

/// One thing with a credential that exists nowhere else.
pub(crate) fn issued(
    api: &Api,
    answer: &Value,
    facts: &[Fact],
    (heading, member): (&str, &str),
) -> anyhow::Result<()> {
    let Some(credential) = answer.get(member).and_then(Value::as_str) else {
        return one(api, answer, facts);
    };
    if api.json {
        line(&Zeroizing::new(answer.to_string()))?;
    } else {
        write(&lines(answer, facts))?;
        line(&Zeroizing::new(format!("{heading:<WIDTH$}{credential}")))?;
    }
    let name = heading.to_lowercase();
    note(&format!("Keep the {name}: it is shown this once and stored nowhere."))
}

const WIDTH: usize = 15;

fn lines(answer: &Value, facts: &[Fact]) -> String {
    let lines = facts.iter().filter_map(|fact| {
        let (heading, _, form) = *fact;
        let text = written(answer, *fact);
        let text = if form == Form::Scopes { text.replace("  ", &indented()) } else { text };
        (!text.is_empty()).then(|| format!("{:<WIDTH$}{text}\n", sentence(heading)))
    });
    lines.collect()
}

/// The heading of a column as that of a line: `LAST USED` is `Last used`.
fn sentence(heading: &str) -> String {
    match heading.split_at_checked(1) {
        Some((first, rest)) if heading != "ID" => format!("{first}{}", rest.to_lowercase()),
        _ => heading.to_owned(),
    }
}

fn indented() -> String {
    format!("\n{}", " ".repeat(WIDTH))
}

pub(crate) fn written(entry: &Value, (_, member, form): Fact) -> String {
    let value = pointed(entry, member);
    let number = || value.and_then(Value::as_i64).map(moment);
    match form {
        Form::Text | Form::Id => match value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => plain(text),
            Some(other) => other.to_string(),
        },
        Form::Time => number().unwrap_or_default(),
        Form::LastTime => number().unwrap_or_else(|| "never".to_owned()),
        Form::YesNo => (if value == Some(&Value::Bool(true)) { "yes" } else { "no" }).to_owned(),
        Form::Scopes => match value.and_then(Value::as_array) {
            Some(scopes) => {
                let words: Vec<String> =
                    scopes.iter().map(|scope| plain(&scope_words(scope))).collect();
                words.join("  ")
            }
            None => "all of its person".to_owned(),
        },
        Form::KindAndId => {
            let text = |name| entry.get(name).and_then(Value::as_str).map(plain);
            format!("{}/{}", text("kind").unwrap_or_default(), text("id").unwrap_or_default())
        }
    }
}

/// `a.b` is `b` in `a`.
fn pointed<'a>(entry: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(entry, |value, name| value.get(name))
}

/// To a person alone: a machine reads the exit code.
pub(crate) fn done(api: &Api, text: &str) -> anyhow::Result<()> {
    if api.json { Ok(()) } else { line(text) }
}

pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    write(&Zeroizing::new(format!("{text}\n")))
}

pub(crate) fn note(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(io::stderr(), "{text}")?)
}

fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
