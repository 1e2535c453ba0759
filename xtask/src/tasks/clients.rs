//! The suites of the clients that cargo does not run: each in its language, against the host.
//!
//! What it is not: a set-up of languages; what is missing is said in one line and left out.
//! Depends on: `python3` on PATH, and on what `node` asks for.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cargo::run;
use crate::node;
use crate::progress::{note, step};
use crate::workspace::Workspace;

pub(crate) fn test(workspace: &Workspace, host: &Path) -> anyhow::Result<()> {
    python(workspace, host)?;
    typescript(workspace, host)
}

fn python(workspace: &Workspace, host: &Path) -> anyhow::Result<()> {
    if !has_python() {
        note("the Python client's tests are ignored: Python 3.10 or later is not on PATH");
        return Ok(());
    }
    step("testing the Python client", || {
        let mut python = Command::new("python3");
        python
            .args(["-m", "unittest", "discover", "-s", "tests"])
            .current_dir(workspace.root().join("clients/python"))
            // It needs the standard library alone, so there is nothing to install.
            .env("PYTHONPATH", "src")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        run(against(&mut python, workspace, host))
    })
}

fn typescript(workspace: &Workspace, host: &Path) -> anyhow::Result<()> {
    if !node::is_there() {
        note(&format!("the TypeScript client's tests are ignored: {}", node::MISSING));
        return Ok(());
    }
    step("testing the TypeScript client", || {
        let folder = workspace.root().join("clients/typescript");
        node::install(workspace, &folder, "client")?;
        let mut npm = node::npm(&folder);
        // It builds first.
        npm.args(["run", "--silent", "test"]);
        run(against(&mut npm, workspace, host))
    })
}

fn against<'a>(suite: &'a mut Command, workspace: &Workspace, host: &Path) -> &'a mut Command {
    suite.env("STRONGROOM_BIN", host).env("STRONGROOM_DIST", workspace.dist())
}

fn has_python() -> bool {
    let fit = "import sys; sys.exit(sys.version_info < (3, 10))";
    let mut python = Command::new("python3");
    python.args(["-c", fit]).stdin(Stdio::null()).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
}
