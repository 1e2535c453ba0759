//! `strongroom type test`: a component against its cases and its snapshot.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use strongroom_ports::catalogue::About;

use super::cases::Cases;
use super::snapshot::{Snapshot, difference};
use super::subject::Subject;
use crate::commands::output::line;
use crate::settings::Test;

const CASES: &str = "cases.toml";

pub(super) fn test(settings: &Test) -> anyhow::Result<()> {
    let bytes = super::read(&settings.file)?;
    let cases_file = cases_file(settings)?;
    let text = fs::read_to_string(&cases_file)
        .with_context(|| format!("cannot read {}", cases_file.display()))?;
    let subject = Subject::load(&settings.file, &bytes)?;
    let cases = Cases::parse(&text, &subject.description)
        .with_context(|| format!("{} is not as it would have to be", cases_file.display()))?;
    let about = About {
        name: cases.name.parse().with_context(|| format!("{}: name", cases_file.display()))?,
        now: cases.now,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut snapshot = Snapshot::new(&subject.description);
    let mut outcomes = Vec::new();
    for case in &cases.cases {
        snapshot.case(&case.name);
        let failures = runtime.block_on(subject.run(case, &about, &mut snapshot));
        if !settings.output.json {
            line(&format!(
                "{}  {}",
                if failures.is_empty() { "ok    " } else { "FAILED" },
                case.name
            ))?;
            failures.iter().try_for_each(|failure| line(&format!("          {failure}")))?;
        }
        outcomes.push((case.name.as_str(), failures));
    }
    let kept =
        Kept::judge(cases_file.with_extension("snapshot"), snapshot.into_text(), settings.update)?;
    let failed = outcomes.iter().filter(|(_, failures)| !failures.is_empty()).count();
    report(settings, &outcomes, &kept, failed)?;
    ensure!(failed == 0, "{failed} of {} cases failed", outcomes.len());
    kept.verdict()
}

fn report(
    settings: &Test,
    outcomes: &[(&str, Vec<String>)],
    kept: &Kept,
    failed: usize,
) -> anyhow::Result<()> {
    if settings.output.json {
        let case = |(name, failures): &(&str, Vec<String>)| json!({ "name": name, "ok": failures.is_empty(), "failures": failures });
        let cases: Vec<Value> = outcomes.iter().map(case).collect();
        let facts = json!({
            "cases": cases, "failed": failed,
            "snapshot": { "file": kept.file, "state": kept.state.word(), "difference": kept.difference },
        });
        return line(&facts.to_string());
    }
    let file = kept.file.display();
    match kept.state {
        State::Same => line(&format!("ok      {file}")),
        State::Written => line(&format!("wrote   {file}")),
        State::Missing => line(&format!("FAILED  {file} is missing")),
        State::Differs => line(&format!("FAILED  {file}\n{}", kept.difference)),
    }
}

fn cases_file(settings: &Test) -> anyhow::Result<PathBuf> {
    if let Some(file) = &settings.cases {
        return Ok(file.clone());
    }
    let beside = settings.file.with_file_name(CASES);
    let found = [beside, PathBuf::from(CASES)].into_iter().find(|file| file.is_file());
    found.with_context(|| {
        format!(
            "there is no {CASES} beside {} and none in this folder: name the cases with --cases",
            settings.file.display()
        )
    })
}

/// The snapshot's file, held against what the cases gave.
struct Kept {
    file: PathBuf,
    state: State,
    difference: String,
}

#[derive(Clone, Copy)]
enum State {
    Same,
    Differs,
    Missing,
    Written,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::Missing => "missing",
            Self::Written => "written",
        }
    }
}

impl Kept {
    fn judge(file: PathBuf, new: String, update: bool) -> anyhow::Result<Self> {
        let old = match fs::read_to_string(&file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", file.display()));
            }
        };
        let difference = old.as_deref().map(|old| difference(old, &new)).unwrap_or_default();
        let state = match old {
            Some(old) if old == new => State::Same,
            _ if update => {
                fs::write(&file, new)
                    .with_context(|| format!("cannot write {}", file.display()))?;
                State::Written
            }
            Some(_) => State::Differs,
            None => State::Missing,
        };
        Ok(Self { file, state, difference })
    }

    fn verdict(&self) -> anyhow::Result<()> {
        match self.state {
            State::Same | State::Written => Ok(()),
            State::Differs => anyhow::bail!(
                "the form or a rendering is not as in {}: where that is meant, write it with --update",
                self.file.display()
            ),
            State::Missing => anyhow::bail!(
                "there is no {} yet: write it with --update, read it, and keep it with the code",
                self.file.display()
            ),
        }
    }
}
