//! The second way: `rustup target add`.
//!
//! What it is: one bounded call. What it is not: an installation of rustup.
//! Depends on: `rustup` on PATH.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::progress::note;

/// A network that swallows packets must not hold up the set-up for ever.
const TIME_OUT: Duration = Duration::from_mins(3);

/// How often the call is looked at.
const POLL: Duration = Duration::from_millis(100);

/// Adds a target to the active toolchain. This rewrites files of the toolchain, so nothing may be
/// building beside it.
pub(super) fn add_target(target: &str) -> anyhow::Result<()> {
    note(&format!("running `rustup target add {target}` (given up after 3 minutes)"));
    let mut command = Command::new("rustup");
    command.args(["target", "add", target]).stdin(Stdio::null()).stdout(Stdio::null());
    bounded(&mut command, TIME_OUT)
}

/// Runs a program and ends it when it takes too long.
fn bounded(command: &mut Command, time_out: Duration) -> anyhow::Result<()> {
    let mut child = command.spawn().context("it cannot be run")?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("it cannot be waited for")? {
            if status.success() {
                return Ok(());
            }
            bail!("it failed ({status})");
        }
        if start.elapsed() >= time_out {
            // It may have ended just now; then there is nothing to end, and it is too late anyway.
            child.kill().ok();
            child.wait().context("it cannot be waited for")?;
            bail!("it was not done in time");
        }
        thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn shell(script: &str, time_out: Duration) -> Result<(), String> {
        bounded(Command::new("sh").args(["-c", script]), time_out)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn tells_success_from_failure() {
        let long = Duration::from_secs(30);
        assert_eq!(shell("exit 0", long), Ok(()));
        assert!(shell("exit 3", long).unwrap_err().starts_with("it failed"));
    }

    #[test]
    fn ends_a_program_that_takes_too_long() {
        let start = Instant::now();
        let error = shell("exec sleep 60", Duration::from_millis(200)).unwrap_err();
        assert_eq!(error, "it was not done in time");
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}
