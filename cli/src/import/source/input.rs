//! A file of secrets, or standard input.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use zeroize::Zeroizing;

/// Many times what a person keeps in a file.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// `-` is standard input.
///
/// # Errors
/// It cannot be read, is too long, or is no text.
pub(super) fn read(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    if path == Path::new("-") {
        return text(std::io::stdin().lock()).context("standard input");
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    text(file).with_context(|| path.display().to_string())
}

/// The same, or None where there is no such file.
pub(super) fn read_if_there(path: &Path) -> anyhow::Result<Option<Zeroizing<String>>> {
    if path.try_exists().unwrap_or(true) { read(path).map(Some) } else { Ok(None) }
}

fn text(from: impl Read) -> anyhow::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::new());
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= MOST_BYTES, "is longer than {} MiB", MOST_BYTES >> 20);
    let Ok(text) = std::str::from_utf8(&bytes) else { bail!("is no text in UTF-8") };
    Ok(Zeroizing::new(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()))
}

/// A file in the home folder, unless a variable names another.
pub(super) fn at_home(variable: &str, path: &str) -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os(variable).filter(|named| !named.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let home = std::env::var_os("HOME").context("HOME is not set: name the file")?;
    Ok(Path::new(&home).join(path))
}
