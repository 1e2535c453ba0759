//! A Chromium for the console's tests: found, or installed where that can be done without a word to
//! anyone.
//!
//! What it is not: needed. Without one the tests in a browser are left out, and say so.

use std::path::{Path, PathBuf};

use crate::progress::note;
use crate::system;

/// Names a browser, instead of looking for one.
pub(crate) const VARIABLE: &str = "CHROMIUM";

/// By the name of the program. The Chrome of Google is the same but for its name.
const PROGRAMS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Debian's.
const PACKAGE: &str = "chromium";

/// Finds a browser or installs one, and says which. Only one that was named and is not there is an
/// error.
pub(crate) fn set_up() -> anyhow::Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) {
        let named = PathBuf::from(named);
        anyhow::ensure!(
            named.is_file(),
            "{VARIABLE} names {}, and it is not there",
            named.display()
        );
        return Ok(Some(named));
    }
    let found = on_path().or_else(|| {
        if !system::can_install() {
            return None;
        }
        note("no browser: installing Debian's package of Chromium");
        if let Err(why) = system::install(PACKAGE) {
            note(&format!("{why:#}"));
        }
        on_path()
    });
    match &found {
        Some(browser) => note(&format!("the browser is {}", browser.display())),
        None => note(&format!(
            "the web console's tests in a browser are left out: put Chromium or Chrome on PATH, or name \
             it in {VARIABLE}"
        )),
    }
    Ok(found)
}

fn on_path() -> Option<PathBuf> {
    first_in(std::env::split_paths(&std::env::var_os("PATH")?))
}

/// The program that stands first among `PROGRAMS` in the first folder that has any.
fn first_in(folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    folders
        .flat_map(|folder| PROGRAMS.map(|name| folder.join(name)))
        .find(|file: &PathBuf| Path::is_file(file))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::*;

    #[test]
    fn a_browser_is_found_by_any_of_its_names_in_the_order_of_path() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let paths = || folders.iter().map(|folder| folder.path().to_owned());
        assert_eq!(first_in(paths()), None);
        let [early, late] = folders.each_ref().map(|folder| folder.path().join("google-chrome"));
        fs::create_dir(&early).unwrap();
        assert_eq!(first_in(paths()), None, "a folder is no program");
        fs::write(&late, "").unwrap();
        assert_eq!(first_in(paths()), Some(late));
        let chromium = folders[0].path().join("chromium");
        fs::write(&chromium, "").unwrap();
        assert_eq!(first_in(paths()), Some(chromium));
    }
}
