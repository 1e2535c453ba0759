//! `strongroom import`: brings the secrets of another store here, all of them or none.
//!
//! A source is read whole (`source`) into items that are secrets, or are named as what does not fit
//! or is none. `plan` holds them against what is there and has the server look at every draft;
//! nothing has been written until the plan is shown and agreed to. `carry_out` writes, and takes
//! back what it wrote where it cannot go on. `report` says all of it, and never a value.
//!
//! What it is not: a synchronization. What is gone from a source stays here.

mod carry_out;
mod item;
mod plan;
mod report;
mod source;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};

use crate::confirm::Consent;
use crate::connection::Connection;
use crate::owner::Whose;
use plan::{Entry, Step};
use report::Report;

#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    rules: Rules,
    #[command(subcommand)]
    source: source::Source,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Import")]
struct Rules {
    /// Show what would be done, and do nothing
    #[arg(long, global = true)]
    dry_run: bool,

    /// Do not ask
    #[arg(long, global = true)]
    yes: bool,

    /// What becomes of a secret whose name is taken by another value
    #[arg(long, global = true, value_name = "RULE", default_value = "fail")]
    on_conflict: OnConflict,

    /// Import the rest where something of the source does not fit
    #[arg(long, global = true)]
    skip_unfit: bool,

    /// Put in front of every name
    #[arg(long, global = true, value_name = "TEXT", default_value = "")]
    prefix: String,

    /// Put between the parts of a name, where a source has them in folders
    #[arg(long, global = true, value_name = "TEXT", default_value = "/")]
    separator: String,

    /// A label for what is created, beside `imported-from`
    #[arg(long, global = true, value_name = "NAME=VALUE", value_parser = label)]
    label: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnConflict {
    /// Import nothing
    Fail,
    /// Leave what is there as it is
    Skip,
    /// Make the value of the source the next version
    Update,
    /// Create it as NAME-2, or the first such name that is free
    Rename,
}

fn label(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("must be NAME=VALUE".to_owned()),
    }
}

impl Rules {
    fn labels(&self, source: &str) -> BTreeMap<String, String> {
        let given = self.label.iter().cloned();
        given.chain([("imported-from".to_owned(), source.to_owned())]).collect()
    }
}

impl Import {
    /// # Errors
    /// The source cannot be read or has what does not fit, the answer was no, or the server refused.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self { connection, whose, rules, source } = self;
        let api = connection.open()?;
        let named = whose.name(&api)?;
        let owner = whose.owner(&api)?;
        let items = source.read(&api)?;
        let labels = rules.labels(source.name());
        let plan = plan::Planner { client: &api.client().fresh(), owner: &owner, rules: &rules };
        let entries = api.wait(plan.plan(items, labels))?;
        let mut report = Report::new(source.name(), &named.to_string(), entries, api.json);
        report.show_plan()?;
        if let Err(why) = agreed(&report.entries, &rules) {
            report.end()?;
            return Err(why);
        }
        let question = report.question();
        if rules.dry_run || question.is_none() {
            return report.end();
        }
        if let Some(question) = question {
            Consent { yes: rules.yes }.to(&question)?;
        }
        let done = api.wait(carry_out::carry_out(api.client(), &owner, &mut report.entries));
        report.applied = done.is_ok();
        report.end()?;
        done
    }
}

/// Whether the plan may be carried out as it is.
fn agreed(entries: &[Entry], rules: &Rules) -> anyhow::Result<()> {
    let count = |step: Step| entries.iter().filter(|entry| entry.step == step).count();
    let (unfit, conflicts) = (count(Step::Unfit), count(Step::Conflict));
    anyhow::ensure!(
        conflicts == 0,
        "nothing was imported: {conflicts} of the names are taken. Say what becomes of them with \
         --on-conflict skip, update or rename, or use --prefix"
    );
    anyhow::ensure!(
        unfit == 0 || rules.skip_unfit,
        "nothing was imported: {unfit} of the source cannot be held as they are. Say --skip-unfit \
         to import the rest"
    );
    Ok(())
}
