//! Programs of the system that tests have a use for: installed from the package archive, where that can
//! be done without a word to anyone.
//!
//! What it is not: needed. What cannot be installed is left out, by whoever asks.
//! Depends on: `apt-get`, of Debian, Ubuntu and what is made of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use crate::cargo::run;

/// Whether this is root, of a machine with apt.
pub(crate) fn can_install() -> bool {
    let is_root = fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        // Real, effective, saved and file system's user; the second is the one that counts.
        let users = status.lines().find_map(|line| line.strip_prefix("Uid:"));
        users.and_then(|users| users.split_whitespace().nth(1)) == Some("0")
    });
    is_root && Path::new("/usr/bin/apt-get").exists()
}

/// Installs one package and what it cannot be without.
pub(crate) fn install(package: &str) -> anyhow::Result<()> {
    apt(&["update"]).context("the package archive cannot be read")?;
    apt(&["install", "--yes", "--no-install-recommends", package])
        .with_context(|| format!("the package `{package}` cannot be installed"))
}

fn apt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    command.arg("--quiet=2").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    // Standard output belongs to what the caller asked for, not to the set-up.
    run(command.stdin(Stdio::null()).stdout(std::io::stderr()))
}
