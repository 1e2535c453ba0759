//! `secret versions`, `rollback` and `history`.

use clap::Args;
use serde_json::Value;

use super::find::{NAME, find};
use super::{On, path, told};
use crate::output::show::{self, Fact, Form};

#[derive(Debug, Args)]
pub(super) struct Versions {
    #[arg(help = NAME)]
    name: String,
}

const VERSION: [Fact; 3] = [
    ("VERSION", "_version", Form::Id),
    ("MADE", "_created_at", Form::Time),
    ("BY", "_created_by", Form::Id),
];

impl Versions {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let found = find(on, &self.name)?;
        show::list(on.api, &on.api.get(&format!("{}/versions", path(&found.at)))?, &VERSION)
    }
}

#[derive(Debug, Args)]
pub(super) struct Rollback {
    #[arg(help = NAME)]
    name: String,

    /// Whose value becomes the next one; `secret versions` has them
    version: u32,
}

impl Rollback {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let found = find(on, &self.name)?;
        let changed = on.api.wait(on.api.client().rollback(&found.at, self.version))?;
        told(on.api, &format!("Version {} is the newest again:", self.version), &changed)
    }
}

#[derive(Debug, Args)]
pub(super) struct History {
    #[arg(help = NAME)]
    name: String,

    /// Who revealed it, with what and how often, in place of what was done
    #[arg(long)]
    consumers: bool,

    /// At most so many records
    #[arg(long, value_name = "N", default_value_t = 50, conflicts_with = "consumers",
          value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
}

const RECORD: [Fact; 6] = [
    ("AT", "at", Form::Time),
    ("EVENT", "event", Form::Id),
    ("BY", "by", Form::Id),
    ("WITH", "credential", Form::Id),
    ("VERSION", "version", Form::Id),
    ("FIELDS", "told", Form::Text),
];

const CONSUMER: [Fact; 5] = [
    ("WHO", "by", Form::Id),
    ("WITH", "credential", Form::Id),
    ("REVEALS", "reveals", Form::Id),
    ("FIRST", "first_at", Form::Time),
    ("LAST", "last_at", Form::Time),
];

impl History {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let found = find(on, &self.name)?;
        let (mut answer, facts) = if self.consumers {
            (on.api.get(&format!("{}/consumers", path(&found.at)))?, &CONSUMER[..])
        } else {
            let (key, limit) = (found.at.key.to_string(), self.limit.to_string());
            let query = [("secret", key.as_str()), ("limit", &limit)];
            (on.api.get_with(&format!("/audit/{}", found.at.owner), &query)?, &RECORD[..])
        };
        if !on.api.json
            && let Some(entries) = answer.get_mut("data").and_then(Value::as_array_mut)
        {
            entries.iter_mut().for_each(with_words);
        }
        show::list(on.api, &answer, facts)
    }
}

fn with_words(entry: &mut Value) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let by = match (text("user"), text("client")) {
        (Some(id), _) => format!("person/{id}"),
        (None, Some(id)) => format!("client/{id}"),
        (None, None) => String::new(),
    };
    let fields = entry.get("fields").and_then(Value::as_array);
    let fields = fields.map(|fields| fields.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    let told = match (fields, text("format"), text("action")) {
        (Some(fields), ..) => fields.join(","),
        (None, Some(format), _) => format!("as {format}"),
        (None, None, Some(action)) => action.to_owned(),
        (None, None, None) => String::new(),
    };
    if let Some(members) = entry.as_object_mut() {
        members.insert("by".to_owned(), by.into());
        members.insert("told".to_owned(), told.into());
    }
}
