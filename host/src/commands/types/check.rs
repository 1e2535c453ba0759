//! `strongroom type check`: whether a component would be taken, and what it could do.

use std::time::Duration;

use anyhow::Context as _;

use super::report::Seen;
use crate::commands::output::line;
use crate::plugins::Grants;
use crate::plugins::manifest::Allowance;
use crate::settings::{Allowed, Check};

pub(super) fn check(settings: &Check) -> anyhow::Result<()> {
    let allowance = allowance(&settings.allowed)?;
    let bytes = super::read(&settings.file)?;
    let report = super::inspect(&settings.file, &bytes)?;
    let name = settings.file.display().to_string();
    let seen = Seen { name: &name, report: &report, allowance: &allowance };
    show(&seen, settings.output.json)?;
    match &report.description {
        Err(refusal) => anyhow::bail!("{name} would not be taken: {refusal}"),
        // That it is granted nothing yet is no fault of it.
        Ok(_) => Ok(()),
    }
}

pub(super) fn show(seen: &Seen<'_>, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return line(&seen.json().to_string());
    }
    let end = match seen.refusal() {
        None => "It keeps to the contract.".to_owned(),
        Some(reason) => format!("A server would not load it: {reason}."),
    };
    line(&format!("{}\n{end}", seen.text()))
}

/// What the flags say that it is allowed.
pub(super) fn allowance(allowed: &Allowed) -> anyhow::Result<Allowance> {
    let host = |text: &String| text.parse().with_context(|| format!("--host {text} is no host"));
    let milliseconds = |ms: u32| Duration::from_millis(ms.into());
    Ok(Allowance {
        memory: allowed.memory_mib.map(|mib| (mib as usize) << 20),
        time: allowed.time_ms.map(milliseconds),
        rotation_time: allowed.rotation_time_ms.map(milliseconds),
        requests: allowed.requests,
        grants: Grants {
            hosts: allowed.hosts.iter().map(host).collect::<Result<_, _>>()?,
            private: allowed.private,
        },
        ca: allowed.ca.clone(),
    })
}
