//! The formats. What a reader would take for another value is refused, with the name of its variable.

use anyhow::ensure;
use strongroom_client::SecretBytes;
use strongroom_rendering::dotenv::{self, Dialect};
use strongroom_rendering::json::Object;

use super::Form;
use crate::selection::Variable;

/// # Errors
/// Every variable whose value the format cannot hold, in one error.
pub(super) fn write(form: Form, variables: &[Variable]) -> anyhow::Result<SecretBytes> {
    match form {
        Form::Posix => lines(Dialect::Shell, variables),
        Form::Compose => lines(Dialect::Compose, variables),
        Form::Docker => lines(Dialect::Docker, variables),
        Form::Dotenv => all(variables, dotenv),
        Form::Yaml if variables.is_empty() => Ok(SecretBytes::from(b"{}\n".to_vec())),
        Form::Yaml => all(variables, |Variable { name, value, .. }| {
            Ok(format!("{}: {}\n", yaml(name), yaml(value.expose())))
        }),
        Form::Json => {
            let mut object = Object::new();
            for Variable { name, value, .. } in variables {
                object.text(name, value.expose());
            }
            let mut text = object.end();
            text.push('\n');
            Ok(SecretBytes::from(text.into_bytes()))
        }
    }
}

fn lines(dialect: Dialect, variables: &[Variable]) -> anyhow::Result<SecretBytes> {
    let fields: Vec<_> = variables
        .iter()
        .map(|Variable { name, value, .. }| strongroom_rendering::Variable {
            name: name.clone(),
            field: name,
            value: value.expose().as_bytes(),
        })
        .collect();
    match dotenv::render(dialect, &fields) {
        Ok(bytes) => Ok(SecretBytes::from(bytes)),
        Err(problems) => {
            Err(refused(problems.into_iter().map(|(name, why)| format!("{name} {why}"))))
        }
    }
}

fn all(
    variables: &[Variable],
    line: impl Fn(&Variable) -> Result<String, &'static str>,
) -> anyhow::Result<SecretBytes> {
    let mut text = String::new();
    let mut problems = Vec::new();
    for variable in variables {
        match line(variable) {
            Ok(line) => text.push_str(&line),
            Err(why) => problems.push(format!("{} {why}", variable.name)),
        }
    }
    ensure!(problems.is_empty(), refused(problems.into_iter()));
    Ok(SecretBytes::from(text.into_bytes()))
}

fn refused(problems: impl Iterator<Item = String>) -> anyhow::Error {
    let problems: Vec<String> = problems.collect();
    anyhow::anyhow!("the format cannot hold every value:\n  {}", problems.join("\n  "))
}

/// Libraries for Python, JavaScript, Ruby and Go agree on single quotes, and in them on all but the
/// quote, two backslashes in a row or one at the end, `${`, which Python's fills in, and a carriage
/// return, which some leave out. Between double quotes they agree on a single quote.
fn dotenv(Variable { name, value, .. }: &Variable) -> Result<String, &'static str> {
    let value = value.expose();
    if value.contains('\r') {
        return Err("has a carriage return, which some readers leave out");
    }
    if !value.contains('\'') {
        if value.contains("${") {
            return Err("has `${`, which some readers fill in");
        }
        if value.contains(r"\\") || value.ends_with('\\') {
            return Err("has backslashes that some readers take for one");
        }
        return Ok(format!("{name}='{value}'\n"));
    }
    if value.contains(['"', '\\', '$', '`', '\n']) {
        return Err("has a single quote beside signs that readers differ on");
    }
    Ok(format!("{name}=\"{value}\"\n"))
}

/// A double-quoted scalar, for keys too: `NO` and `Y` are no texts to every reader. What is not
/// plain ASCII is escaped, since versions of YAML differ on what ends a line.
fn yaml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str(r"\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            _ if u32::from(c) > 0xffff => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            _ => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use strongroom_client::SecretString;

    use super::*;

    fn written(form: Form, values: &[(&str, &str)]) -> Result<String, String> {
        let variables: Vec<Variable> = values
            .iter()
            .map(|(name, value)| Variable {
                name: (*name).to_owned(),
                value: SecretString::from(*value),
                from: String::new(),
            })
            .collect();
        match write(form, &variables) {
            Ok(bytes) => Ok(String::from_utf8(bytes.expose().to_vec()).unwrap()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn each_format_is_written_as_its_readers_expect() {
        let values = [("A", "it's $5"), ("NO", "x\ny")];
        for (form, expected) in [
            (Form::Posix, "export A='it'\\''s $5'\nexport NO='x\ny'\n"),
            (Form::Compose, "A=\"it's $$5\"\nNO=\"x\\ny\"\n"),
            (Form::Json, "{\"A\":\"it's $5\",\"NO\":\"x\\ny\"}\n"),
            (Form::Yaml, "\"A\": \"it's $5\"\n\"NO\": \"x\\ny\"\n"),
        ] {
            assert_eq!(written(form, &values), Ok(expected.to_owned()));
        }
        assert_eq!(written(Form::Docker, &[("A", "'a' $5")]), Ok("A='a' $5\n".to_owned()));
        assert_eq!(written(Form::Dotenv, &[("A", "a\n\"$5\"")]), Ok("A='a\n\"$5\"'\n".to_owned()));
        assert_eq!(written(Form::Dotenv, &[("A", "it's")]), Ok("A=\"it's\"\n".to_owned()));
        assert_eq!(
            written(Form::Yaml, &[("A", "ü\u{2028}\u{1f600}")]).unwrap(),
            "\"A\": \"\\u00fc\\u2028\\U0001f600\"\n"
        );
    }

    #[test]
    fn nothing_is_still_what_its_reader_takes() {
        for (form, expected) in
            [(Form::Posix, ""), (Form::Dotenv, ""), (Form::Json, "{}\n"), (Form::Yaml, "{}\n")]
        {
            assert_eq!(written(form, &[]), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn what_a_format_cannot_hold_is_named_and_not_shown() {
        for (form, value, why) in [
            (Form::Docker, "planted\nb", "several lines"),
            (Form::Docker, "planted\r", "carriage return"),
            (Form::Dotenv, "planted\r\n", "carriage return"),
            (Form::Dotenv, "planted${x}", "fill in"),
            (Form::Dotenv, "planted\\", "backslashes"),
            (Form::Dotenv, "planted'$", "single quote"),
        ] {
            let error = written(form, &[("FINE", "a"), ("BAD", value)]).unwrap_err();
            assert!(error.contains("BAD") && error.contains(why), "{error}");
            assert!(!error.contains("planted") && !error.contains("FINE"), "{error}");
        }
    }
}
