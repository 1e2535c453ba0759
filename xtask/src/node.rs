//! Node.js, for the parts of the build that are written for it.
//!
//! What it is: whether it is there, and the packages of a folder. What it is not: needed by a server;
//! what is built without it says so.
//! Depends on: `node` and `npm` on PATH.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::cargo::run;
use crate::dist;
use crate::workspace::Workspace;

/// The oldest version that everything here runs on.
const OLDEST: (u32, u32) = (20, 19);

/// What to say where it is not there.
pub(crate) const MISSING: &str = "Node.js 20.19 or later and npm are not on PATH";

/// Whether there is one, and new enough.
pub(crate) fn is_there() -> bool {
    let said = |program: &str| {
        let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    said("npm").is_some()
        && said("node").and_then(|version| parse(&version)).is_some_and(|it| it >= OLDEST)
}

/// The packages that a folder asks for, once for each lock file. `name` tells folders apart.
pub(crate) fn install(workspace: &Workspace, folder: &Path, name: &str) -> anyhow::Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("there is no lock file")?;
    let stamp = workspace.target().join(format!("{name}-packages.sha256"));
    let digest = dist::hex(&Sha256::digest(lock));
    if folder.join("node_modules").is_dir() && dist::has_stamp(&stamp, &digest) {
        return Ok(());
    }
    run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]))?;
    dist::write(&stamp, digest.as_bytes())
}

pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Major and minor of `v20.19.4`.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(parse("v20.19.4\n"), Some((20, 19)));
        assert!(parse("v9.1.0").unwrap() < OLDEST && parse("v22.2.0").unwrap() > OLDEST);
        assert_eq!(parse("20.19"), None);
    }

    #[test]
    fn the_sentence_names_the_oldest_version() {
        let (major, minor) = OLDEST;
        assert!(MISSING.contains(&format!("{major}.{minor}")));
    }
}
