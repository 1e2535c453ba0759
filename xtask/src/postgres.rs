//! A PostgreSQL for the tests to start servers of: found, or installed where that can be done
//! without a word to anyone.
//!
//! What it is: the programs alone. No service is started and no cluster is made; the tests make
//! theirs and remove them.
//! What it is not: needed. Without PostgreSQL the suites that run on it are ignored, and say so.
//! Depends on: `tests/postgres`, which knows where the programs are; `apt-get` to install them.

// The file knows more than is asked for here.
#[allow(dead_code, unreachable_pub, reason = "shared with the tests")]
#[path = "../../tests/postgres/src/programs.rs"]
mod programs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;

use crate::cargo::run;
use crate::progress::note;
use programs::{Missing, Programs};

/// Read by the installation of a server, which otherwise makes a cluster and starts it.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/strongroom-tests.conf";

/// Finds PostgreSQL or installs it, and says which. Only what was asked for and failed is an error.
pub(crate) fn set_up() -> anyhow::Result<()> {
    match Programs::find() {
        Ok(found) => note(&format!("{} in {}", found.version(), found.folder().display())),
        Err(missing @ Missing::NotWhereNamed { .. }) => anyhow::bail!("{missing}"),
        Err(missing) if !can_install() => {
            note(&format!("{missing}; until then the suites on it are ignored"));
        }
        Err(_) => {
            note("none: installing Debian's package, without a cluster and without a service");
            if let Err(why) = install() {
                note(&format!("{why:#}: the suites on PostgreSQL are ignored"));
            } else {
                let found = Programs::find().map_err(|missing| anyhow::anyhow!("{missing}"))?;
                note(&format!("{} in {}", found.version(), found.folder().display()));
            }
        }
    }
    Ok(())
}

/// Root of a machine with apt: Debian, Ubuntu and what is made of them.
fn can_install() -> bool {
    let is_root = fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        // Real, effective, saved and file system's user; the second is the one that counts.
        let users = status.lines().find_map(|line| line.strip_prefix("Uid:"));
        users.and_then(|users| users.split_whitespace().nth(1)) == Some("0")
    });
    is_root && Path::new("/usr/bin/apt-get").exists()
}

fn install() -> anyhow::Result<()> {
    let without = WithoutCluster::say().context("cannot tell the package to make no cluster")?;
    apt(&["update"]).context("the package archive cannot be read")?;
    let done = apt(&["install", "--yes", "--no-install-recommends", "postgresql"]);
    drop(without);
    done.context("PostgreSQL cannot be installed")
}

fn apt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    command.arg("--quiet=2").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    // Standard output belongs to what the caller asked for, not to the set-up.
    run(command.stdin(Stdio::null()).stdout(std::io::stderr()))
}

/// The file is there while this is, and the folders that were made for it.
struct WithoutCluster {
    made: Vec<PathBuf>,
}

impl WithoutCluster {
    fn say() -> std::io::Result<Self> {
        let mut said = Self { made: Vec::new() };
        let file = Path::new(NO_CLUSTER);
        let missing: Vec<_> = file.ancestors().skip(1).take_while(|it| !it.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            said.made.push(folder.to_owned());
        }
        fs::write(file, "create_main_cluster = false\n")?;
        said.made.push(file.to_owned());
        Ok(said)
    }
}

impl Drop for WithoutCluster {
    fn drop(&mut self) {
        for path in self.made.iter().rev() {
            // A folder that packages have put something into stays.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}
