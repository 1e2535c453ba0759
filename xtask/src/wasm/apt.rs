//! apt, kept apart from the machine's own lists: an index and downloads in a folder of ours.
//!
//! What it is: the archive of this machine, asked for another suite, without root.
//! What it is not: an installation; packages are files here. Signatures are checked as ever, with
//! the keys that the machine's own source names.
//! Depends on: `apt-get` and `apt-cache`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;

use super::apt_sources::{self, Archive};
use crate::cargo::{output, run};

/// This machine's Debian archive, from wherever apt would read it.
pub(super) fn find_archive() -> anyhow::Result<Archive> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(entries) = fs::read_dir("/etc/apt/sources.list.d") {
        let mut more: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        more.sort();
        files.extend(more);
    }
    files
        .iter()
        .find_map(|file| {
            let find = match file.extension()?.to_str()? {
                "sources" => apt_sources::find_in_sources,
                "list" => apt_sources::find_in_list,
                _ => return None,
            };
            find(&fs::read_to_string(file).ok()?)
        })
        .context(
            "the apt sources of this machine name no Debian archive (Ubuntu's has no such library)",
        )
}

/// apt with an index of its own.
pub(super) struct Apt {
    options: Vec<OsString>,
    packages: PathBuf,
}

impl Apt {
    /// Writes apt's files below a folder, for one suite of an archive.
    pub(super) fn new(folder: &Path, archive: &Archive, suite: &str) -> anyhow::Result<Self> {
        let apt = folder.join("apt");
        let packages = folder.join("packages");
        for dir in [apt.join("lists/partial"), apt.join("cache/archives/partial"), packages.clone()]
        {
            fs::create_dir_all(dir).context("cannot create the folder of the toolchain")?;
        }
        let source = apt.join("debian.sources");
        fs::write(&source, archive.source(suite)).context("cannot write the apt source")?;
        // Empty: what is installed on this machine is not to count as unpacked.
        let status = apt.join("status");
        fs::write(&status, "").context("cannot write the apt status")?;
        let mut options = Vec::new();
        for (name, value) in [
            ("Dir::Etc::SourceList", source.as_path()),
            ("Dir::Etc::SourceParts", Path::new("/dev/null")),
            ("Dir::Etc::Preferences", Path::new("/dev/null")),
            ("Dir::Etc::PreferencesParts", Path::new("/dev/null")),
            ("Dir::State::Lists", &apt.join("lists")),
            ("Dir::State::Status", &status),
            ("Dir::Cache", &apt.join("cache")),
            ("Acquire::Languages", Path::new("none")),
            ("Acquire::Retries", Path::new("3")),
            ("Acquire::http::Timeout", Path::new("30")),
            ("Acquire::https::Timeout", Path::new("30")),
        ] {
            let mut option = OsString::from(name);
            option.push("=");
            option.push(value);
            options.extend(["-o".into(), option]);
        }
        Ok(Self { options, packages })
    }

    /// Reads the archive's index and checks its signature.
    pub(super) fn update(&self) -> anyhow::Result<()> {
        run(self.command("apt-get").args(["--quiet", "update"]))
            .context("the archive's index cannot be read, or its signature not be checked")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        // Standard output belongs to what the caller asked for, not to the set-up.
        command.args(&self.options).stdin(Stdio::null()).stdout(std::io::stderr());
        command
    }

    /// Downloads the packages and what rustc needs to run, and no more: not the C compiler and
    /// its like, which `rustc` as a package depends on and this machine has.
    pub(super) fn download(&self, packages: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
        let library = self.depends(&["libstd-rust-dev"])?;
        let library = library
            .iter()
            .find(|name| is_run_time_library(name))
            .context("libstd-rust-dev depends on no run-time library of rustc")?;
        let needed = self.depends(&["--recurse", library])?;
        run(self
            .command("apt-get")
            .args(["--quiet", "download"])
            // apt's own user cannot write to our folder. Run by root, apt would find that out by
            // itself and warn of it; what is fetched is checked against the signed index anyway.
            .args(["-o", "APT::Sandbox::User=root"])
            .args(packages)
            .args(&needed)
            .current_dir(&self.packages))?;
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.packages).context("cannot list the downloads")? {
            files.push(entry.context("cannot list the downloads")?.path());
        }
        files.sort();
        Ok(files)
    }

    fn depends(&self, args: &[&str]) -> anyhow::Result<Vec<String>> {
        let mut command = self.command("apt-cache");
        command.args(["depends", "--important"]).args(args).stdout(Stdio::piped());
        Ok(package_names(&output(&mut command)?))
    }
}

/// The packages that `apt-cache depends` prints, each once, without virtual ones.
fn package_names(text: &str) -> Vec<String> {
    let mut names: Vec<_> = text
        .lines()
        .filter_map(|line| line.rsplit(char::is_whitespace).next())
        .filter(|name| name.starts_with(|first: char| first.is_ascii_alphanumeric()))
        // A name may carry its architecture.
        .filter_map(|name| name.split(':').next())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// `libstd-rust-1.97` and its like.
fn is_run_time_library(package: &str) -> bool {
    package
        .strip_prefix("libstd-rust-")
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_package_names_in_both_forms_and_skips_virtual_ones() {
        let text = "\
libstd-rust-dev
  Depends: libstd-rust-1.97
 |Depends: libc6:amd64
  Depends: <awk>
    mawk
libc6
";
        let expected = ["libc6", "libstd-rust-1.97", "libstd-rust-dev", "mawk"];
        assert_eq!(package_names(text), expected);
    }

    #[test]
    fn only_a_numbered_package_is_the_run_time_library() {
        assert!(is_run_time_library("libstd-rust-1.97"));
        assert!(!is_run_time_library("libstd-rust-dev"));
        assert!(!is_run_time_library("libstd-rust-dev-wasm32"));
        assert!(!is_run_time_library("rustc"));
    }
}
