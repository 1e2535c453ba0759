//! Components for edge platforms with less code: by Binaryen, where there is Node.js to run it.
//!
//! What it is not: needed. Without it an application is larger by a sixth and does the same.
//! Depends on: `shrink/shrink.mjs` beside this package's sources, and the packages it asks for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::cargo::run;
use crate::dist;
use crate::node;
use crate::packages::Component;
use crate::progress::note;
use crate::workspace::Workspace;

/// Stays as the compiler made it: its time must not depend on secrets, which no optimizer promises.
const LEFT_ALONE: &str = "strongroom-sealer-component";

/// Gives the folder with the smaller ones: `built` itself where nothing can make them so.
pub(crate) fn shrink(
    workspace: &Workspace,
    components: &[&Component],
    built: PathBuf,
) -> anyhow::Result<PathBuf> {
    if !node::is_there() {
        note(&format!("left as large as they are: {}", node::MISSING));
        return Ok(built);
    }
    let tool = workspace.root().join("xtask/shrink");
    node::install(workspace, &tool, "shrink")?;
    let script = tool.join("shrink.mjs");
    let lock = read(&tool.join("package-lock.json"))?;
    let by = [read(&script)?, lock].concat();

    let folder = workspace.target().join("shrunk");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut waiting = Vec::new();
    for component in components {
        let (from, to) = (built.join(&component.artifact), folder.join(&component.artifact));
        let bytes = read(&from)?;
        if component.package == LEFT_ALONE {
            dist::write(&to, &bytes)?;
            continue;
        }
        let digest = dist::hex(&Sha256::new().chain_update(&by).chain_update(&bytes).finalize());
        let stamp = to.with_extension("sha256");
        if !to.is_file() || !dist::has_stamp(&stamp, &digest) {
            waiting.push((from, to, stamp, digest));
        }
    }
    let queue = Mutex::new(waiting.into_iter());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    while let Some((from, to, stamp, digest)) = next() {
                        run(node(&script).arg(&from).arg(&to))?;
                        dist::write(&stamp, digest.as_bytes())?;
                    }
                    anyhow::Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })?;
    Ok(folder)
}

fn node(script: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg(script).stdin(Stdio::null());
    command
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
