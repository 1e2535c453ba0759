//! The web console: built with Node.js where there is one, tested where there is a browser.
//!
//! What it is: the calls of npm, each left out where nothing changed. What it is not: a part that a
//! server cannot do without; one that was built without Node.js says so on its page.
//! Depends on: `node` and `npm` on PATH, and the scripts of `console/package.json`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::browser;
use crate::cargo::run;
use crate::dist;
use crate::progress::{note, step};
use crate::workspace::Workspace;

/// The oldest Node.js that the console's build runs on.
const NODE: (u32, u32) = (20, 19);

/// What is not a source of the build.
const LEFT_OUT: [&str; 6] =
    ["node_modules", "dist", "e2e", "screenshots", "test-results", "schema.d.ts"];

/// What the types of the API are made from.
const DOCUMENT: &str = "crates/gateway/tests/gateway/snapshots/gateway__document__openapi.snap";

/// Builds what the console's component takes in, where it is out of date.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<()> {
    let folder = workspace.root().join("console");
    if !has_node() {
        let (major, minor) = NODE;
        note(&format!(
            "the web console is not built: Node.js {major}.{minor} or later and npm are not on PATH"
        ));
        return Ok(());
    }
    let stamp = workspace.target().join("console.sha256");
    let digest = digest(&folder, &workspace.root().join(DOCUMENT))?;
    if folder.join("dist/index.html").is_file() && dist::has_stamp(&stamp, &digest) {
        return Ok(());
    }
    step("building the web console", || {
        install(workspace, &folder)?;
        run(npm(&folder).args(["run", "--silent", "build"]))
    })?;
    dist::write(&stamp, digest.as_bytes())
}

/// The console's own tests, in a browser too where there is one.
pub(crate) fn test(workspace: &Workspace, host: &Path, spin_host: &Path) -> anyhow::Result<()> {
    let folder = workspace.root().join("console");
    if !has_node() {
        note("the web console's tests are ignored: there is no Node.js");
        return Ok(());
    }
    step("testing the web console", || {
        run(npm(&folder).args(["run", "--silent", "check"]))?;
        run(npm(&folder).args(["run", "--silent", "test"]))
    })?;
    let Some(browser) = step("finding a browser for the console's tests", browser::set_up)? else {
        return Ok(());
    };
    let in_a_browser = |platform: &str, files: &[&str]| {
        run(npm(&folder)
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

/// Once for each lock file.
fn install(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("there is no lock file")?;
    let (stamp, digest) =
        (workspace.target().join("console-packages.sha256"), dist::hex(&Sha256::digest(lock)));
    if folder.join("node_modules").is_dir() && dist::has_stamp(&stamp, &digest) {
        return Ok(());
    }
    run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]))?;
    dist::write(&stamp, digest.as_bytes())
}

fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn has_node() -> bool {
    let said = |program: &str| {
        let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    said("npm").is_some()
        && said("node").and_then(|version| parse(&version)).is_some_and(|it| it >= NODE)
}

/// Major and minor of `v20.19.4`.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

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
    fn versions_are_compared_as_numbers() {
        assert_eq!(parse("v20.19.4\n"), Some((20, 19)));
        assert!(parse("v9.1.0").unwrap() < NODE && parse("v22.2.0").unwrap() > NODE);
        assert_eq!(parse("20.19"), None);
    }

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
