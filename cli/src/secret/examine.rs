//! `secret examine`: which values are weak, stand in several secrets, or do not open. The server looks
//! at them; none is shown.

use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use super::On;
use crate::output::show::{self, Fact, Form};

#[derive(Debug, Args)]
pub(super) struct Examine {}

const FACTS: [Fact; 3] =
    [("NAME", "name", Form::Text), ("FIELD", "field", Form::Id), ("FOUND", "found", Form::Text)];

/// `Examination` in the API's document.
#[derive(Debug, Deserialize)]
struct Found {
    examined: u64,
    skipped: u64,
    complete: bool,
    damaged: Vec<Spot>,
    weak: Vec<Spot>,
    reused: Vec<Vec<Spot>>,
}

#[derive(Debug, Deserialize)]
struct Spot {
    name: String,
    field: String,
    weakness: Option<String>,
}

impl Examine {
    pub(super) fn run(self, on: &On<'_>) -> anyhow::Result<()> {
        let owner = on.whose.owner(on.api)?;
        let answer = on.api.post(&format!("/health/{owner}/values"), None)?;
        if on.api.json {
            return show::line(&answer.to_string());
        }
        let found: Found = serde_json::from_value(answer)?;
        let rows = rows(&found);
        if !rows.is_empty() {
            show::rows_of(&rows, &FACTS)?;
        }
        show::note(&sum(&found, rows.len()))
    }
}

fn rows(found: &Found) -> Vec<Value> {
    let row =
        |spot: &Spot, told: &str| json!({ "name": spot.name, "field": spot.field, "found": told });
    let damaged =
        found.damaged.iter().map(|spot| row(spot, "does not open: it was changed in the database"));
    let weak = found.weak.iter().map(|spot| row(spot, weakness(spot.weakness.as_deref())));
    let reused = found.reused.iter().flat_map(|spots| {
        spots.iter().enumerate().map(move |(place, spot)| {
            let others = spots.iter().enumerate().filter(|(other, _)| *other != place);
            let names: Vec<&str> = others.map(|(_, other)| other.name.as_str()).collect();
            row(spot, &format!("also in {}", names.join(", ")))
        })
    });
    damaged.chain(weak).chain(reused).collect()
}

fn weakness(kind: Option<&str>) -> &'static str {
    match kind {
        Some("common") => "a well-known password, or the secret's own name",
        Some("repetitive") => "one piece again and again",
        Some("digits") => "few digits",
        Some("short") => "fewer than 15 characters",
        _ => "weak",
    }
}

fn sum(found: &Found, rows: usize) -> String {
    let mut text = match rows {
        0 => format!("Nothing weak or used twice in {} secrets.", found.examined),
        _ => format!("{} secrets were looked at.", found.examined),
    };
    if found.skipped > 0 {
        text.push_str(&format!(
            " {} have no field that is a secret, or are not yours to reveal.",
            found.skipped
        ));
    }
    if !found.complete {
        text.push_str(" There are more secrets: only the first of them by name were looked at.");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn what_was_found_is_told_place_by_place() {
        let spot =
            |name: &str| json!({ "secret": "secret/Custom/x", "name": name, "field": "value" });
        let weak = json!({ "secret": "secret/Custom/x", "name": "w", "field": "value", "weakness": "short" });
        let found: Found = serde_json::from_value(json!({
            "examined": 5, "skipped": 1, "complete": false, "damaged": [spot("d")],
            "weak": [weak], "reused": [[spot("a"), spot("b"), spot("c")]],
        }))
        .unwrap();
        let rows = rows(&found);
        let told = |row: &Value| format!("{} {}", row["name"], row["found"]);
        assert_eq!(rows.len(), 5);
        assert_eq!(told(&rows[0]), r#""d" "does not open: it was changed in the database""#);
        assert_eq!(told(&rows[1]), r#""w" "fewer than 15 characters""#);
        assert_eq!(told(&rows[3]), r#""b" "also in a, c""#);
        let sum = sum(&found, rows.len());
        assert!(
            sum.contains("5 secrets") && sum.contains("1 have") && sum.contains("first"),
            "{sum}"
        );
    }
}
