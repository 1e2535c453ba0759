//! `secret list`.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::On;
use crate::output::show::{self, Fact, Form};

/// The server's longest page.
const PAGE: &str = "1000";

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those with this in their name
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// Only those of this type, such as Custom
    #[arg(long = "type", value_name = "TYPE")]
    type_name: Option<String>,

    /// Only those with this label; with `KEY` alone, whatever it says. Several must all be there
    #[arg(long, value_name = "KEY[=TEXT]")]
    label: Vec<String>,

    /// What to sort by
    #[arg(long, value_enum, default_value_t = Sort::Name)]
    sort: Sort,

    /// The other way around
    #[arg(long)]
    desc: bool,

    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Those that were deleted and can be restored
    #[arg(long, conflicts_with_all = ["search", "type_name", "label", "sort", "desc"])]
    deleted: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    Name,
    Type,
    Created,
    Updated,
    UpdatedBy,
    LastReveal,
    Rotation,
    Expiry,
}

impl Sort {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Type => "type",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::UpdatedBy => "updated_by",
            Self::LastReveal => "last_reveal",
            Self::Rotation => "rotation",
            Self::Expiry => "expiry",
        }
    }
}

const FACTS: [Fact; 7] = [
    ("NAME", "name", Form::Text),
    ("TYPE", "type", Form::Id),
    ("VERSION", "_version", Form::Id),
    ("UPDATED", "_updated_at", Form::Time),
    ("STATE", "state", Form::Id),
    ("LABELS", "labels", Form::Text),
    ("DESCRIPTION", "description", Form::Text),
];

const DELETED: [Fact; 5] = [
    ("NAME", "name", Form::Text),
    ("TYPE", "type", Form::Id),
    ("DELETED", "_deleted_at", Form::Time),
    ("GONE FOR GOOD", "_purge_at", Form::Time),
    ("KEY", "_key", Form::Id),
];

impl List {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let owner = on.whose.owner(on.api)?;
        let kind = if self.deleted { "deleted" } else { "settings" };
        let mut found = self.pages(on, &format!("/{kind}/{owner}"))?;
        if on.api.json {
            return show::line(&json!({ "data": found }).to_string());
        }
        if found.is_empty() {
            return show::note("There are none.");
        }
        found.iter_mut().for_each(shown);
        let facts = if self.deleted { &DELETED[..] } else { &FACTS[..] };
        show::list(on.api, &json!({ "data": found }), facts)
    }

    fn pages(&self, on: &On<'_>, path: &str) -> anyhow::Result<Vec<Value>> {
        let most = self.limit.unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut query = vec![("limit", PAGE)];
            if !self.deleted {
                query.push(("sort", self.sort.as_str()));
                query.push(("desc", if self.desc { "true" } else { "false" }));
            }
            query.extend(self.search.as_deref().map(|text| ("search", text)));
            query.extend(self.type_name.as_deref().map(|name| ("type", name)));
            query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let mut page = on.api.get_with(path, &query)?;
            if let Some(Value::Array(entries)) = page.get_mut("data").map(Value::take) {
                found.extend(entries.into_iter().filter(|entry| self.has_labels(entry)));
            }
            cursor = page.get("next_cursor").and_then(Value::as_str).map(str::to_owned);
            if cursor.is_none() || found.len() >= most {
                found.truncate(most);
                return Ok(found);
            }
        }
    }

    /// The server has no filter by labels.
    fn has_labels(&self, entry: &Value) -> bool {
        self.label.iter().all(|label| {
            let (key, wanted) =
                label.split_once('=').map_or((label.as_str(), None), |(k, v)| (k, Some(v)));
            let value = entry.get("labels").and_then(|labels| labels.get(key));
            let value = value.and_then(Value::as_str);
            value.is_some_and(|value| wanted.is_none_or(|wanted| wanted == value))
        })
    }
}

/// What columns have that the answer says in another way.
fn shown(entry: &mut Value) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = text("_type").trim_start_matches("secret/").to_owned();
    let state = match (entry.get("_rotation"), text("_freshness")) {
        (Some(Value::Object(_)), _) => "rotation interrupted",
        (_, "current") => "",
        (_, other) => other,
    };
    let state = state.to_owned();
    let labels = entry.get("labels").and_then(Value::as_object);
    let pairs = labels.into_iter().flatten();
    let pairs: Vec<String> =
        pairs.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    if let Some(members) = entry.as_object_mut() {
        members.insert("type".to_owned(), kind.into());
        members.insert("state".to_owned(), state.into());
        members.insert("labels".to_owned(), pairs.join(",").into());
    }
}
