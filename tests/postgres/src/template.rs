//! Fresh data of a cluster: made once by `initdb`, beside the test program, and copied from there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::account::Account;
use crate::programs::Programs;

/// The superuser of every cluster. No network address lets it in.
pub(crate) const SUPERUSER: &str = "postgres";

/// Changes with what [`make`] asks of `initdb`.
const RECIPE: u32 = 1;

/// Copies fresh data to a place that is not there yet.
pub(crate) fn copy_to(data: &Path, programs: &Programs) {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| keep(programs));
    copy(template, data).unwrap_or_else(|why| panic!("cannot copy {}: {why}", template.display()));
}

/// The template in the target folder, for tests of the next program too.
fn keep(programs: &Programs) -> PathBuf {
    let program = std::env::current_exe().expect("a program that runs");
    let built = program.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    let name = format!("data-{}-{RECIPE}", programs.version());
    let kept =
        built.expect("a program lies in a folder").join("strongroom-test-postgres").join(name);
    if kept.exists() {
        return kept;
    }
    let parent = kept.parent().expect("a folder to keep it in");
    fs::create_dir_all(parent).expect("a folder beside the tests");
    let (made, fresh) = (make(programs), tempfile::tempdir_in(parent).expect("a folder"));
    copy(&made.path().join("data"), &fresh.path().join("data")).expect("a copy of fresh data");
    // Another program may have been first: a template appears whole, and once.
    let moved = fs::rename(fresh.path().join("data"), &kept);
    assert!(moved.is_ok() || kept.exists(), "cannot keep {}: {moved:?}", kept.display());
    kept
}

/// The databases sort by the rules of a language where the installation knows them: what counts on
/// the order of bytes without saying so is to show.
fn make(programs: &Programs) -> TempDir {
    const BY_LANGUAGE: &[&str] = &["--locale-provider=icu", "--icu-locale=en"];
    let account = Account::find();
    let mut said = String::new();
    for collation in [BY_LANGUAGE, &[]] {
        if !collation.is_empty() && programs.major() < 15 {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        account.own(folder.path()).expect("a folder of the server's user");
        let mut command = programs.command("initdb");
        command.args(["--no-sync", "--encoding=UTF8", "--auth=reject", "--username", SUPERUSER]);
        command.args(collation).arg("--pgdata").arg(folder.path().join("data"));
        let output = account.apply(&mut command).output().expect("initdb starts");
        if output.status.success() {
            return folder;
        }
        said = String::from_utf8_lossy(&output.stderr).into_owned();
    }
    panic!("initdb failed: {said}");
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir(to)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
