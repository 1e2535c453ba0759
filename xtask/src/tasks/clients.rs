//! The suites of the clients that cargo does not run: each in its language, against the host.
//!
//! What it is not: a set-up of languages; what is missing is said in one line and left out.
//! Depends on: `python3` on PATH.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cargo::run;
use crate::progress::{note, step};
use crate::workspace::Workspace;

pub(crate) fn test(workspace: &Workspace, host: &Path) -> anyhow::Result<()> {
    if !has_python() {
        note("the Python client's tests are ignored: Python 3.10 or later is not on PATH");
        return Ok(());
    }
    step("testing the Python client", || {
        run(Command::new("python3")
            .args(["-m", "unittest", "discover", "-s", "tests"])
            .current_dir(workspace.root().join("clients/python"))
            // It needs the standard library alone, so there is nothing to install.
            .env("PYTHONPATH", "src")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("STRONGROOM_BIN", host)
            .env("STRONGROOM_DIST", workspace.dist()))
    })
}

fn has_python() -> bool {
    let fit = "import sys; sys.exit(sys.version_info < (3, 10))";
    let mut python = Command::new("python3");
    python.args(["-c", fit]).stdin(Stdio::null()).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
}
