//! `cases.toml`: values, and what becomes of them.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use serde::Deserialize;
use strongroom_ports::catalogue::Description;

/// What a rendering is told where the file says nothing.
const NAME: &str = "example";
const NOW: i64 = 1_700_000_000;
/// In `fails`, the call that is no format.
pub(super) const VALIDATE: &str = "validate";

/// The whole file.
#[derive(Debug)]
pub(super) struct Cases {
    /// What the secret is called.
    pub(super) name: String,
    /// Seconds since the Unix epoch.
    pub(super) now: i64,
    pub(super) cases: Vec<Case>,
}

/// One value. `problems` are what it is refused with, by field; none where it is taken.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) value: Contents,
    pub(super) problems: BTreeMap<String, String>,
    /// Fields that are stored in another form than they were given in.
    pub(super) stored: Contents,
    /// Fields that are not stored.
    pub(super) left_out: Vec<String>,
    pub(super) rendered: Contents,
    pub(super) not_rendered: BTreeMap<String, BTreeMap<String, String>>,
    /// `validate`, or formats: calls that end without an answer.
    pub(super) fails: Vec<String>,
}

impl Case {
    pub(super) fn fails(&self, call: &str) -> bool {
        self.fails.iter().any(|it| it == call)
    }
}

pub(super) type Contents = BTreeMap<String, Vec<u8>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCases {
    name: Option<String>,
    now: Option<i64>,
    #[serde(default)]
    case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawCase {
    name: String,
    value: toml::Value,
    #[serde(default)]
    problems: BTreeMap<String, String>,
    #[serde(default)]
    stored: toml::Table,
    #[serde(default)]
    left_out: Vec<String>,
    #[serde(default)]
    rendered: toml::Table,
    #[serde(default)]
    not_rendered: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    fails: Vec<String>,
}

impl Cases {
    pub(super) fn parse(text: &str, description: &Description) -> anyhow::Result<Self> {
        let raw: RawCases = toml::from_str(text)?;
        ensure!(!raw.case.is_empty(), "there is no [[case]] in it");
        let case = |case: RawCase| {
            let name = case.name.clone();
            parse(case, description).with_context(|| format!("case \"{name}\""))
        };
        Ok(Self {
            name: raw.name.unwrap_or_else(|| NAME.to_owned()),
            now: raw.now.unwrap_or(NOW),
            cases: raw.case.into_iter().map(case).collect::<Result<_, _>>()?,
        })
    }
}

fn parse(raw: RawCase, description: &Description) -> anyhow::Result<Case> {
    let failing = raw.fails.iter().filter(|call| *call != VALIDATE);
    for format in raw.rendered.keys().chain(raw.not_rendered.keys()).chain(failing) {
        let known = description.renderings.iter().any(|it| it.format.as_str() == format);
        ensure!(known, "the type has no format `{format}`");
    }
    let is_taken = raw.problems.is_empty();
    ensure!(
        is_taken
            || (raw.stored.is_empty()
                && raw.left_out.is_empty()
                && raw.rendered.is_empty()
                && raw.not_rendered.is_empty()
                && raw.fails.is_empty()),
        "a value with problems is not stored and not rendered"
    );
    let value = match (raw.value, description.fields.as_slice()) {
        (toml::Value::Table(table), _) => contents("value", table)?,
        (only, [field]) => Contents::from([(field.name.to_string(), content("value", only)?)]),
        _ => bail!("value must be a table of fields: the type has several"),
    };
    Ok(Case {
        name: raw.name,
        value,
        problems: raw.problems,
        stored: contents("stored", raw.stored)?,
        left_out: raw.left_out,
        rendered: contents("rendered", raw.rendered)?,
        not_rendered: raw.not_rendered,
        fails: raw.fails,
    })
}

fn contents(what: &str, table: toml::Table) -> anyhow::Result<Contents> {
    let pair = |(name, value): (String, toml::Value)| {
        let content = content(&format!("{what}.{name}"), value)?;
        Ok((name, content))
    };
    table.into_iter().map(pair).collect()
}

/// Text; or `{ base64 = "…" }` for bytes that are none, or `{ repeat = "x", times = 9 }`.
fn content(what: &str, value: toml::Value) -> anyhow::Result<Vec<u8>> {
    let form = || {
        format!("{what} must be a string, {{ base64 = \"…\" }} or {{ repeat = \"…\", times = N }}")
    };
    let table = match value {
        toml::Value::String(text) => return Ok(text.into_bytes()),
        toml::Value::Table(table) => table,
        _ => bail!(form()),
    };
    let text = |name: &str| table.get(name).and_then(toml::Value::as_str);
    let times = table.get("times").and_then(toml::Value::as_integer);
    match (text("base64"), text("repeat"), times, table.len()) {
        (Some(base64), None, None, 1) => {
            let decoded = base64::engine::general_purpose::STANDARD.decode(base64);
            decoded.with_context(|| format!("{what} is no base64"))
        }
        (None, Some(text), Some(times @ 1..=1_000_000), 2) => {
            Ok(text.repeat(usize::try_from(times)?).into_bytes())
        }
        _ => bail!(form()),
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]
mod tests {
    use strongroom_ports::catalogue::{FieldDescription, FieldKind};

    use super::*;

    fn described(fields: &[&str]) -> Description {
        let field = |name: &&str| FieldDescription {
            name: name.parse().unwrap(),
            title: "A".to_owned(),
            kind: FieldKind::Text,
            required: false,
            sensitive: false,
            pattern: None,
            choices: Vec::new(),
            default: None,
            help: String::new(),
        };
        Description {
            id: "A".parse().unwrap(),
            title: "A".to_owned(),
            help: String::new(),
            fields: fields.iter().map(field).collect(),
            renderings: Vec::new(),
        }
    }

    fn value(text: &str, fields: &[&str]) -> Result<Contents, String> {
        let file = format!("[[case]]\nname = \"one\"\nvalue = {text}\n");
        let parsed = Cases::parse(&file, &described(fields));
        parsed.map(|it| it.cases[0].value.clone()).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn values_are_text_bytes_or_repeated() {
        let given = value(
            r#"{ a = "x", b = { base64 = "/w==" }, c = { repeat = "yz", times = 2 } }"#,
            &["a", "b"],
        );
        let expected = [("a", b"x".to_vec()), ("b", vec![0xff]), ("c", b"yzyz".to_vec())];
        assert_eq!(given.unwrap(), expected.map(|(name, it)| (name.to_owned(), it)).into());
        let alone = value("\"x\"", &["only"]).unwrap();
        assert_eq!(alone, [("only".to_owned(), b"x".to_vec())].into());
    }

    #[test]
    fn what_is_not_right_is_named() {
        for (text, words) in [
            ("\"x\"", "the type has several"),
            ("{ a = 1 }", "case \"one\": value.a must be a string"),
            ("{ a = { base64 = \"?\" } }", "value.a is no base64"),
            ("{ a = { repeat = \"x\" } }", "value.a must be"),
        ] {
            assert!(value(text, &["a", "b"]).unwrap_err().contains(words), "{text}");
        }
        for (file, words) in [
            ("", "no [[case]]"),
            ("[[case]]\nname = \"a\"\nvalue = {}\nrendered = { xml = \"\" }", "no format `xml`"),
            ("[[case]]\nname = \"a\"\nvalue = {}\nvalues = {}", "values"),
            (
                "[[case]]\nname = \"a\"\nvalue = {}\nproblems = { a = \"\" }\nstored = { a = \"\" }",
                "is not stored",
            ),
        ] {
            let error = Cases::parse(file, &described(&["a"])).unwrap_err();
            assert!(format!("{error:#}").contains(words), "{file}: {error:#}");
        }
    }
}
