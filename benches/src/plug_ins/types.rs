//! A folder of secret types with one that does as its value says.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use tempfile::TempDir;

const TYPE: &str = "strongroom-hostile-type-on-command.wasm";

pub(super) fn folder(dist: &Path) -> anyhow::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("strongroom-bench-types-").tempdir()?;
    let (from, to) = (dist.join("hostile").join(TYPE), folder.path().join(TYPE));
    let missing = || format!("{} is missing: `cargo xtask bench` builds it", from.display());
    fs::copy(&from, &to).with_context(missing)?;
    let mut manifest = String::new();
    writeln!(manifest, "[[type]]\nfile = \"{TYPE}\"\nsha256 = \"{}\"", digest(&to)?)?;
    fs::write(folder.path().join("manifest.toml"), manifest)?;
    Ok(folder)
}

/// As an operator takes it.
fn digest(file: &Path) -> anyhow::Result<String> {
    let output = Command::new("sha256sum").arg(file).output().context("cannot run sha256sum")?;
    let text = String::from_utf8(output.stdout)?;
    let digest = text.split(' ').next().unwrap_or_default();
    ensure!(digest.len() == 64, "sha256sum gave no digest");
    Ok(digest.to_owned())
}
