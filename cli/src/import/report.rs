//! What an import would do and what it did, for a person and for a machine. Never a value.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::carry_out::{CREATED, UPDATED};
use super::plan::{Entry, Step};
use crate::output::show::{self, Fact, Form};

const FACTS: [Fact; 5] = [
    ("STEP", "step", Form::Id),
    ("NAME", "name", Form::Text),
    ("TYPE", "type", Form::Id),
    ("FROM", "from", Form::Text),
    ("WHY", "why", Form::Text),
];
const OUTCOMES: [Fact; 2] = [("NAME", "name", Form::Text), ("OUTCOME", "outcome", Form::Id)];

pub(super) struct Report {
    source: &'static str,
    /// `project/demo`.
    owner: String,
    pub(super) entries: Vec<Entry>,
    pub(super) applied: bool,
    json: bool,
}

impl Report {
    pub(super) fn new(source: &'static str, owner: &str, entries: Vec<Entry>, json: bool) -> Self {
        Self { source, owner: owner.to_owned(), entries, applied: false, json }
    }

    pub(super) fn show_plan(&self) -> anyhow::Result<()> {
        if self.json {
            return Ok(());
        }
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.step);
        show::rows_of(&entries.into_iter().map(record).collect::<Vec<_>>(), &FACTS)?;
        show::line(&format!("{}.", self.summary()))
    }

    /// `3 to create, 2 the same`.
    fn summary(&self) -> String {
        let counts = self.counts();
        let said = Step::ALL.into_iter().filter_map(|step| {
            let count = counts.get(step.as_str()).filter(|count| **count > 0)?;
            Some(match step {
                Step::Create => format!("{count} to create"),
                Step::Update => format!("{count} to update"),
                Step::Same => format!("{count} the same already"),
                Step::Skip => format!("{count} skipped"),
                Step::Conflict => format!("{count} in conflict"),
                Step::Unfit => format!("{count} that do not fit"),
                Step::Left => format!("{count} left out"),
            })
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() { "Nothing is there to import".to_owned() } else { said.join(", ") }
    }

    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts: BTreeMap<_, _> = Step::ALL.map(|step| (step.as_str(), 0)).into();
        for entry in &self.entries {
            *counts.entry(entry.step.as_str()).or_default() += 1;
        }
        counts
    }

    /// What is to be agreed to; None where nothing would be written.
    pub(super) fn question(&self) -> Option<String> {
        let counts = self.counts();
        let count = |step: Step| counts.get(step.as_str()).copied().unwrap_or(0);
        let owner = &self.owner;
        match (count(Step::Create), count(Step::Update)) {
            (0, 0) => None,
            (created, 0) => Some(format!("Create {created} in {owner}?")),
            (0, updated) => Some(format!("Update {updated} in {owner}?")),
            (created, updated) => {
                Some(format!("Create {created} and update {updated} in {owner}?"))
            }
        }
    }

    pub(super) fn end(&self) -> anyhow::Result<()> {
        if self.json {
            let entries: Vec<Value> = self.entries.iter().map(record).collect();
            let report = json!({
                "source": self.source,
                "owner": self.owner,
                "applied": self.applied,
                "counts": self.counts(),
                "entries": entries,
            });
            return show::line(&report.to_string());
        }
        let tried: Vec<&Entry> =
            self.entries.iter().filter(|entry| entry.outcome.is_some()).collect();
        if tried.is_empty() {
            return Ok(());
        }
        if self.applied {
            let count = |outcome| tried.iter().filter(|it| it.outcome == Some(outcome)).count();
            return show::line(&format!("Created {}, updated {}.", count(CREATED), count(UPDATED)));
        }
        show::rows_of(&tried.into_iter().map(record).collect::<Vec<_>>(), &OUTCOMES)
    }
}

fn record(entry: &Entry) -> Value {
    json!({
        "step": entry.step.as_str(),
        "name": entry.name,
        "type": entry.type_name,
        "from": entry.place,
        "why": entry.why,
        "outcome": entry.outcome,
    })
}
