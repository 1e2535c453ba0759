//! `strongroom audit`: whether the log of an owner is as it was written. The log of one secret is
//! `secret history`.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connection::Resource;
use crate::output::show::{self, Fact, Form};
use crate::when::since;
use crate::words::{any_owner, moment};

pub(super) type Audit = Resource<Action>;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Say whether a log is as it was written; ends with 8 where it is not
    Verify(Verify),
}

#[derive(Debug, Args)]
pub struct Verify {
    /// project/<id>, organization/<id>, user/<id> or user/me
    #[arg(value_name = "OWNER", value_parser = any_owner)]
    owner: String,

    /// Only what is not before this: a span before now such as 7d, a day such as 2026-12-31, or a time
    #[arg(long, value_name = "WHEN", value_parser = since)]
    from: Option<u64>,

    /// Of an earlier verification, noted elsewhere: tells whether the newest part was cut off since
    #[arg(long, value_name = "HEX", value_parser = head)]
    head: Option<String>,
}

/// How long nothing is said while it goes on.
const QUIET: Duration = Duration::from_secs(3);

impl Audit {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let api = self.connection.open()?;
        let Action::Verify(Verify { owner, from, head }) = self.action;
        let mut told = Instant::now();
        let found = whole(
            from,
            head.as_deref(),
            |query| {
                let query: Vec<(&str, &str)> =
                    query.iter().map(|(name, value)| (*name, value.as_str())).collect();
                api.get_with(&format!("/audit/{owner}/verification"), &query)
            },
            |found| {
                if told.elapsed() < QUIET || !std::io::stderr().is_terminal() {
                    return Ok(());
                }
                told = Instant::now();
                show::note(&progress(found))
            },
        )?;
        show::one(&api, &json!(found), &facts(&found))?;
        match &found.broken {
            Some(broken) => Err(NotIntact(broken.told()).into()),
            None if api.json || found.head.is_none() => Ok(()),
            None => {
                show::note("Note the head outside of the server: --head compares with it later.")
            }
        }
    }
}

/// A log that was changed past the server, or that cannot be verified; what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotIntact(String);

/// `Verification` in the API's document, of one page or of all so far.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Verification {
    intact: bool,
    checkpoints: u64,
    records: u64,
    unsigned: u64,
    covered_until: Option<i64>,
    head: Option<String>,
    uncovered: u64,
    broken: Option<Broken>,
    next: Option<String>,
}

/// Times are whole seconds since the Unix epoch.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Broken {
    problem: String,
    record: Option<u64>,
    since: Option<i64>,
    until: Option<i64>,
}

/// Asks for page after page. `go_on` is told what was found so far, where there is more.
fn whole(
    from: Option<u64>,
    head: Option<&str>,
    ask: impl Fn(&[(&'static str, String)]) -> anyhow::Result<Value>,
    mut go_on: impl FnMut(&Verification) -> anyhow::Result<()>,
) -> anyhow::Result<Verification> {
    let begin = from.map(|from| ("from", from.to_string()));
    let head = head.map(|head| ("head", head.to_owned()));
    let page = |at: Option<(&'static str, String)>| -> anyhow::Result<Verification> {
        let query: Vec<_> = at.into_iter().chain(head.clone()).collect();
        Ok(serde_json::from_value(ask(&query)?)?)
    };
    let mut found = page(begin)?;
    while let Some(next) = found.next.take().filter(|_| found.broken.is_none()) {
        go_on(&found)?;
        found = found.and(page(Some(("after", next)))?);
    }
    Ok(found)
}

impl Verification {
    fn and(self, page: Self) -> Self {
        Self {
            intact: page.intact,
            checkpoints: self.checkpoints.saturating_add(page.checkpoints),
            records: self.records.saturating_add(page.records),
            unsigned: self.unsigned.saturating_add(page.unsigned),
            covered_until: page.covered_until.or(self.covered_until),
            head: page.head.or(self.head),
            uncovered: self.uncovered.saturating_add(page.uncovered),
            broken: page.broken,
            next: page.next,
        }
    }
}

fn facts(found: &Verification) -> Vec<Fact> {
    let unsigned = ("UNSIGNED", "unsigned", Form::Id);
    [
        ("INTACT", "intact", Form::YesNo),
        ("COMPLETE UNTIL", "covered_until", Form::Time),
        ("RECORDS", "records", Form::Id),
        ("CHECKPOINTS", "checkpoints", Form::Id),
        ("NEWER", "uncovered", Form::Id),
    ]
    .into_iter()
    .chain((found.unsigned > 0).then_some(unsigned))
    .chain([("HEAD", "head", Form::Id)])
    .collect()
}

fn progress(found: &Verification) -> String {
    let until = found.covered_until.map(|until| format!(", up to {}", moment(until)));
    format!("{} records looked at{}", found.records, until.unwrap_or_default())
}

impl Broken {
    fn told(&self) -> String {
        let at = match (self.since, self.until) {
            (Some(since), Some(until)) => {
                format!(" between {} and {}", moment(since), moment(until))
            }
            (Some(since), None) => format!(" since {}", moment(since)),
            (None, Some(until)) => format!(" before {}", moment(until)),
            (None, None) => String::new(),
        };
        let what = match self.problem.as_str() {
            "record-changed" => match self.record {
                Some(number) => format!("record {number}{at} is not as it was written"),
                None => format!("a record{at} is not as it was written"),
            },
            "records-differ" => format!("records{at} were removed or added"),
            "checkpoint-changed" => {
                format!("a checkpoint{at} was changed, removed or put in")
            }
            "head-missing" => {
                "the head that was given is no checkpoint of it any more: its newest \
                               part was cut off, or an older database was put in its place"
                    .to_owned()
            }
            "key-missing" => {
                return format!(
                    "the audit log cannot be verified: what was written{at} is signed with a root key that \
                     the server does not have; give it that key again, also as a former one"
                );
            }
            // Of a newer server.
            _ => format!("something{at} does not agree"),
        };
        format!(
            "the audit log is not as it was written: {what}. Somebody changed the database past the \
             server: find out who can write to it, and compare with a backup from before"
        )
    }
}

fn head(text: &str) -> Result<String, String> {
    let text = text.to_ascii_lowercase();
    if text.len() == 96 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(text)
    } else {
        Err("must be 96 of the digits 0 to 9 and a to f".to_owned())
    }
}

#[cfg(test)]
mod tests;
