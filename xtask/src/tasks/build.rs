//! From sources to a host that can be started: components, host, composition.
//!
//! What it is: the steps in their order. A step with nothing to do is quick and changes no file.
//! What it is not: a composer; `strongroom-compose` is built beside the host and run.
//! Depends on: cargo, `wasm` for the compiler, `dist` for where results go.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::{native, select};
use crate::cargo::run;
use crate::dist;
use crate::packages::{self, Component};
use crate::progress::{note, step};
use crate::wasm;
use crate::workspace::Workspace;

/// The profile of components, from the workspace's manifest.
pub(super) const PROFILE: &str = "component";

/// The host: package and program.
pub(super) const HOST: &str = "strongroom";

/// The composer: package and program.
const COMPOSER: &str = "strongroom-compose";

/// A small test target that is built beside the programs. cargo chooses the features of shared
/// dependencies by the packages selected, and counts those that tests ask for only when a test is
/// among the targets. Without it, and without selecting every package, `test` would compile the
/// engine a second time.
const SHARES_FEATURES: &str = "xtask_command_line";

/// The benchmark: package and program.
pub(super) const BENCH: &str = "strongroom-bench";

/// What is composed: a plan in `components/`, and the file it becomes in the folder of what is
/// shipped. The first is the core that the host loads where nothing else is said.
const CORES: [(&str, &str); 2] = [
    ("strongroom.wac", "strongroom-core.wasm"),
    ("strongroom-cedar.wac", "strongroom-core-cedar.wasm"),
];

/// The core that the host loads.
pub(super) fn core(workspace: &Workspace) -> PathBuf {
    let [(_, core), _] = CORES;
    workspace.dist().join(core)
}

/// Builds what is out of date, and more native programs beside the host.
pub(super) fn all(workspace: &Workspace, more: &[&str]) -> anyhow::Result<()> {
    let lock = workspace.lock()?;
    let components = packages::list(workspace.root())?;
    ensure!(
        !components.is_empty(),
        "there is no component in {}",
        workspace.components().display()
    );
    let compiler = step("finding a compiler for the components", || wasm::set_up(workspace))?;

    step(&format!("building {} components", components.len()), || {
        let mut command = compiler.cargo(workspace, "build")?;
        command.args(["--profile", PROFILE, "--target", wasm::TARGET]);
        select(&mut command, &components);
        run(&mut command)
    })?;
    let built = compiler.target_dir(workspace).join(wasm::TARGET).join(PROFILE);
    dist::place(&components, &built, &workspace.dist())?;

    step("building the host (on a new machine this takes minutes)", || {
        let mut command = native(workspace, "build", &components);
        for program in [HOST, COMPOSER].iter().chain(more) {
            command.args(["--bin", program]);
        }
        run(command.args(["--test", SHARES_FEATURES]))
    })?;

    step("composing the cores", || compose(workspace, &components, &built))?;
    drop(lock);
    Ok(())
}

fn compose(workspace: &Workspace, components: &[Component], built: &Path) -> anyhow::Result<()> {
    for (plan, core) in CORES {
        compose_one(workspace, components, built, plan, core)?;
    }
    Ok(())
}

fn compose_one(
    workspace: &Workspace,
    components: &[Component],
    built: &Path,
    plan: &str,
    core: &str,
) -> anyhow::Result<()> {
    let folder = workspace.target().join("composition");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let stamp = folder.join(core).with_extension("sha256");
    let fresh = stamp.with_extension("wasm");
    let (plan, core) = (workspace.components().join(plan), workspace.dist().join(core));
    let composer = workspace.program(COMPOSER);
    let digest = dist::composition_digest(&plan, components, built, &composer)?;
    if core.is_file() && dist::has_stamp(&stamp, &digest) {
        note(&format!("{}: nothing changed", core.display()));
        return Ok(());
    }
    run(Command::new(&composer)
        .arg("--wac")
        .arg(&plan)
        .arg("--dir")
        .arg(built)
        .arg("-o")
        .arg(&fresh))?;
    let bytes = fs::read(&fresh).context("the composer wrote no file")?;
    fs::remove_file(&fresh).context("the composer's file cannot be removed")?;
    dist::write(&core, &bytes)?;
    note(&format!("{}, {} KB", core.display(), bytes.len() / 1000));
    dist::write(&stamp, digest.as_bytes())
}
