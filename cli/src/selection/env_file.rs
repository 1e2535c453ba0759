//! A file of variables in which references stand for secrets, so that it can lie beside the code.
//!
//! It is read strictly: `NAME=value`, a value between quotes or without any, in what all readers of
//! such files agree on. What they differ on (`$`, `\`, a quote within quotes, a comment behind a
//! value) is an error that names the line.

use anyhow::{Context as _, bail, ensure};
use strongroom_client::{Reference, SecretString};
use strongroom_rendering::variable;

pub(super) enum Value {
    Reference(Reference),
    Plain(SecretString),
}

/// # Errors
/// A line is none of a variable. The error has its number and nothing of it.
pub(super) fn read(text: &str) -> anyhow::Result<Vec<(String, Value)>> {
    let mut variables: Vec<(String, Value)> = Vec::new();
    for (position, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = || format!("line {}", position + 1);
        let (name, value) = entry(line).with_context(at)?;
        ensure!(
            !variables.iter().any(|(other, _)| *other == name),
            "line {}: {name} was given in an earlier line",
            position + 1
        );
        variables.push((name, value));
    }
    Ok(variables)
}

fn entry(line: &str) -> anyhow::Result<(String, Value)> {
    let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
    let (name, value) = line.split_once('=').context("must be NAME=value")?;
    ensure!(variable::is_name(name), "must begin with the name of a variable");
    let value = unquoted(value.trim())?;
    if !value.starts_with("sr://") {
        return Ok((name.to_owned(), Value::Plain(SecretString::from(value))));
    }
    let reference = value.parse().with_context(|| name.to_owned())?;
    Ok((name.to_owned(), Value::Reference(reference)))
}

fn unquoted(value: &str) -> anyhow::Result<&str> {
    if let Some(inner) = value.strip_prefix('\'') {
        let inner = inner.strip_suffix('\'').filter(|inner| !inner.contains(['\'', '\\']));
        return inner
            .context("must end with the quote that it begins with, without `'` or `\\` within");
    }
    if let Some(inner) = value.strip_prefix('"') {
        let inner = inner.strip_suffix('"');
        let inner = inner.filter(|inner| !inner.contains(['"', '\\', '$', '`']));
        return inner.context(
            "must end with the quote that it begins with, without \", `\\`, `$` or a backtick within",
        );
    }
    if value.contains(['\'', '"', '\\', '$', '`']) || value.contains(" #") || value.contains("\t#")
    {
        bail!("has signs that must stand between single quotes");
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::*;

    fn told(text: &str) -> String {
        match read(text) {
            Ok(_) => panic!("{text} is taken"),
            Err(error) => format!("{error:#}"),
        }
    }

    #[test]
    fn references_and_plain_values_stand_side_by_side() {
        let text =
            "# one\n\nexport A=sr://project/demo/stripe\n B = 'x y # $z'\nC=\"it's\"\nD=\nE=a=b\n";
        let error = told(text);
        assert!(error.starts_with("line 4: must begin with the name"), "{error}");
        let found = read(&text.replace("B =", "B=")).unwrap();
        let found: Vec<(&str, String)> = found
            .iter()
            .map(|(name, value)| match value {
                Value::Reference(reference) => (name.as_str(), reference.to_string()),
                Value::Plain(text) => (name.as_str(), text.expose().to_owned()),
            })
            .collect();
        let expected = [
            ("A", "sr://project/demo/stripe"),
            ("B", "x y # $z"),
            ("C", "it's"),
            ("D", ""),
            ("E", "a=b"),
        ];
        assert_eq!(found, expected.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn what_readers_differ_on_is_refused_by_the_line_and_without_its_text() {
        for line in [
            "A=planted$HOME",
            "A=planted # comment",
            "A='planted\\''",
            "A='planted",
            "A=\"planted\\n\"",
            "A=\"planted$x\"",
            "A=planted\"x\"",
            "planted",
            "1A=planted",
            "A=sr://planted",
        ] {
            let error = told(&format!("B=1\n{line}\n"));
            assert!(error.starts_with("line 2: ") && !error.contains("planted"), "{error}");
        }
        assert!(told("A=1\nA=2\n").starts_with("line 2: A was given"));
    }
}
