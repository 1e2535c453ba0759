//! A PostgreSQL for the tests to start servers of: found, or installed where that can be done
//! without a word to anyone.
//!
//! What it is: the programs alone. No service is started and no cluster is made; the tests make
//! theirs and remove them.
//! What it is not: needed. Without PostgreSQL the suites that run on it are ignored, and say so.
//! Depends on: `tests/postgres`, which knows where the programs are; `system` to install them.

// The file knows more than is asked for here.
#[allow(dead_code, unreachable_pub, reason = "shared with the tests")]
#[path = "../../tests/postgres/src/programs.rs"]
mod programs;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::progress::note;
use crate::system;
use programs::{Missing, Programs};

/// Read by the installation of a server, which otherwise makes a cluster and starts it.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/strongroom-tests.conf";

/// Finds PostgreSQL or installs it, and says which. Only what was asked for and failed is an error.
pub(crate) fn set_up() -> anyhow::Result<()> {
    match Programs::find() {
        Ok(found) => note(&format!("{} in {}", found.version(), found.folder().display())),
        Err(missing @ Missing::NotWhereNamed { .. }) => anyhow::bail!("{missing}"),
        Err(missing) if !system::can_install() => {
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

fn install() -> anyhow::Result<()> {
    let _without = WithoutCluster::say().context("cannot tell the package to make no cluster")?;
    system::install("postgresql")
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
