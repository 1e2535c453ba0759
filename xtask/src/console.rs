//! The web console: built with Node.js where there is one, tested where there is a browser.
//!
//! What it is: the calls of npm, each left out where nothing changed. What it is not: a part that a
//! server cannot do without; one that was built without Node.js says so on its page.
//! Depends on: `node` and `npm` on PATH, and the scripts of `console/package.json`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::browser;
use crate::cargo::run;
use crate::dist;
use crate::node;
use crate::progress::{note, step};
use crate::workspace::Workspace;

/// What is not a source of the build.
const LEFT_OUT: [&str; 6] =
    ["node_modules", "dist", "e2e", "screenshots", "test-results", "schema.d.ts"];

/// What the types of the API are made from.
const DOCUMENT: &str = "crates/gateway/tests/gateway/snapshots/gateway__document__openapi.snap";

/// Builds what the console's component takes in, where it is out of date.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<()> {
    let folder = workspace.root().join("console");
    if !node::is_there() {
        note(&format!("the web console is not built: {}", node::MISSING));
        return Ok(());
    }
    let stamp = workspace.target().join("console.sha256");
    let digest = digest(&folder, &workspace.root().join(DOCUMENT))?;
    if folder.join("dist/index.html").is_file() && dist::has_stamp(&stamp, &digest) {
        return Ok(());
    }
    step("building the web console", || {
        node::install(workspace, &folder, "console")?;
        run(node::npm(&folder).args(["run", "--silent", "build"]))
    })?;
    dist::write(&stamp, digest.as_bytes())
}

/// The console's own tests, in a browser too where there is one.
pub(crate) fn test(workspace: &Workspace, host: &Path, spin_host: &Path) -> anyhow::Result<()> {
    let folder = workspace.root().join("console");
    if !node::is_there() {
        note("the web console's tests are ignored: there is no Node.js");
        return Ok(());
    }
    step("testing the web console", || {
        run(node::npm(&folder).args(["run", "--silent", "check"]))?;
        run(node::npm(&folder).args(["run", "--silent", "test"]))
    })?;
    let Some(browser) = step("finding a browser for the console's tests", browser::set_up)? else {
        return Ok(());
    };
    let in_a_browser = |platform: &str, files: &[&str]| {
        run(node::npm(&folder)
            .args(["run", "--silent", "e2e", "--"])
            .args(files)
            .env(browser::VARIABLE, &browser)
            .env("STRONGROOM_ON", platform)
            .env("STRONGROOM_BIN", host)
            .env("STRONGROOM_SPIN_HOST", spin_host)
            .env("STRONGROOM_DIST", workspace.dist()))
    };
    step("testing the web console in a browser", || in_a_browser("native", &[]))?;
    step("testing it in a browser on the host that stands in for Spin", || {
        in_a_browser("spin", &ON_SPIN)
    })
}

/// What of the tests in a browser can go otherwise on Spin: files and their headers, what the console is
/// told of providers, the core at the same address, and one path through it. The console is the same.
const ON_SPIN: [&str; 5] = ["api-pages", "policies", "provider", "sign-in.spec", "wizard"];

fn digest(folder: &Path, document: &Path) -> anyhow::Result<String> {
    let mut files = vec![document.to_owned()];
    list(folder, &mut files)?;
    files.sort_unstable();
    let mut digest = Sha256::new();
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        digest.update(file.as_os_str().as_encoded_bytes());
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    Ok(dist::hex(&digest.finalize()))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let cannot = || format!("cannot list {}", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        if LEFT_OUT.iter().any(|name| entry.file_name() == OsStr::new(name)) {
            continue;
        }
        if entry.file_type().with_context(cannot)?.is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_the_build_and_the_tests_leave_is_no_source() {
        let root = tempfile::tempdir().unwrap();
        let document = root.path().join("document");
        fs::write(&document, "{}").unwrap();
        let folder = root.path().join("console");
        for inner in ["src", "dist", "node_modules/a"] {
            fs::create_dir_all(folder.join(inner)).unwrap();
        }
        fs::write(folder.join("src/main.ts"), "1").unwrap();
        let before = digest(&folder, &document).unwrap();
        fs::write(folder.join("dist/index.html"), "1").unwrap();
        fs::write(folder.join("node_modules/a/index.js"), "1").unwrap();
        assert_eq!(digest(&folder, &document).unwrap(), before);
        fs::write(folder.join("src/main.ts"), "2").unwrap();
        assert_ne!(digest(&folder, &document).unwrap(), before);
    }
}
