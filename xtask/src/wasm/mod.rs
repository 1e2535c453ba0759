//! The compiler for `wasm32-wasip2`: finds it, or brings it.
//!
//! What it is: three ways in a fixed order, each of which one variable can force.
//! What it is not: the build of the components; see `tasks`.
//! Depends on: `rustc`, and where the target is missing `rustup` or Debian's archive.

mod apt;
mod apt_sources;
mod debian;
mod rustup;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::cargo::{self, output};
use crate::progress::note;
use crate::workspace::Workspace;

/// The target of every component.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// Forces one of the ways.
const FORCE: &str = "STRONGROOM_WASM_TOOLCHAIN";

/// What to do when no way works.
const BY_HAND: &str = "install Rust with rustup (https://rustup.rs) and run `rustup target add \
                       wasm32-wasip2`";

/// A compiler that knows the target.
#[derive(Debug)]
pub(crate) enum Compiler {
    /// The active toolchain.
    Active,
    /// One from Debian's archive, beside the active toolchain.
    Debian(debian::Toolchain),
}

impl Compiler {
    /// A cargo call that uses this compiler.
    pub(crate) fn cargo(&self, workspace: &Workspace, subcommand: &str) -> anyhow::Result<Command> {
        let mut command = cargo::cargo(workspace, subcommand);
        if let Self::Debian(toolchain) = self {
            toolchain.apply(&mut command)?;
            // Two compilers in one folder would throw out each other's work.
            command.env("CARGO_TARGET_DIR", self.target_dir(workspace));
        }
        Ok(command)
    }

    /// Where cargo builds with this compiler.
    pub(crate) fn target_dir(&self, workspace: &Workspace) -> PathBuf {
        match self {
            Self::Active => workspace.target().to_owned(),
            Self::Debian(_) => workspace.target().join("wasm-debian"),
        }
    }
}

/// A way to come by the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Installed,
    Rustup,
    Debian,
}

impl Way {
    fn parse(name: &str) -> anyhow::Result<Self> {
        match name {
            "installed" => Ok(Self::Installed),
            "rustup" => Ok(Self::Rustup),
            "debian" => Ok(Self::Debian),
            _ => bail!("{FORCE} is to be `installed`, `rustup` or `debian`"),
        }
    }
}

/// Finds or brings the compiler, and says which it was.
pub(crate) fn set_up(workspace: &Workspace) -> anyhow::Result<Compiler> {
    let active = Active::ask()?;
    match std::env::var(FORCE) {
        Ok(name) => forced(Way::parse(&name)?, &active, workspace),
        Err(std::env::VarError::NotPresent) => in_turn(&active, workspace),
        Err(std::env::VarError::NotUnicode(_)) => bail!("{FORCE} is not text"),
    }
}

fn forced(way: Way, active: &Active, workspace: &Workspace) -> anyhow::Result<Compiler> {
    match way {
        Way::Installed if active.has_target() => Ok(use_active(INSTALLED)),
        Way::Installed => bail!("the active toolchain lacks {TARGET}; {BY_HAND}"),
        Way::Rustup => {
            rustup::add_target(TARGET)
                .with_context(|| format!("cannot add {TARGET} with rustup; {BY_HAND}"))?;
            if !active.has_target() {
                bail!("rustup added {TARGET}, but not to the active toolchain; {BY_HAND}");
            }
            Ok(use_active(ADDED))
        }
        Way::Debian => from_debian(active, workspace),
    }
}

fn in_turn(active: &Active, workspace: &Workspace) -> anyhow::Result<Compiler> {
    if active.has_target() {
        return Ok(use_active(INSTALLED));
    }
    // Once the third way was needed, the second is not tried at every start: it may be slow to
    // fail.
    if !debian::is_ready(workspace) {
        match rustup::add_target(TARGET) {
            Ok(()) if active.has_target() => return Ok(use_active(ADDED)),
            Ok(()) => note("rustup added the target, but to another toolchain"),
            Err(error) => note(&format!("rustup cannot add it: {error:#}")),
        }
    }
    from_debian(active, workspace)
}

const INSTALLED: &str = "installed with the active toolchain";
const ADDED: &str = "added by rustup";

fn use_active(how: &str) -> Compiler {
    note(&format!("{TARGET}: {how}"));
    Compiler::Active
}

fn from_debian(active: &Active, workspace: &Workspace) -> anyhow::Result<Compiler> {
    let toolchain = debian::set_up(workspace, active.linker()?)
        .with_context(|| format!("cannot take {TARGET} from Debian's archive; {BY_HAND}"))?;
    note(&format!("{TARGET}: from Debian's archive, {}", toolchain.version()));
    Ok(Compiler::Debian(toolchain))
}

/// The toolchain that builds everything else.
#[derive(Debug)]
struct Active {
    sysroot: PathBuf,
    /// The target triple of this machine.
    host: String,
}

impl Active {
    fn ask() -> anyhow::Result<Self> {
        let rustc = || Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let sysroot = output(rustc().args(["--print", "sysroot"]))?;
        let about = output(rustc().arg("-vV"))?;
        let host = about
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .context("`rustc -vV` names no host")?;
        Ok(Self { sysroot: PathBuf::from(sysroot.trim_end()), host: host.to_owned() })
    }

    fn has_target(&self) -> bool {
        has_std(&self.sysroot.join("lib/rustlib").join(TARGET).join("lib"))
    }

    /// The folder of the linker for components. Debian does not package it, and it does not
    /// depend on the compiler's version.
    fn linker(&self) -> anyhow::Result<PathBuf> {
        let folder = self.sysroot.join("lib/rustlib").join(&self.host).join("bin");
        if folder.join("wasm-component-ld").is_file() {
            Ok(folder)
        } else {
            bail!("the active toolchain lacks `wasm-component-ld`; {BY_HAND}")
        }
    }
}

/// Whether a folder of the sysroot holds the standard library, and not only its empty folder.
fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.filter_map(Result::ok).any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_way_is_named_by_one_of_three_words() {
        assert_eq!(Way::parse("installed").unwrap(), Way::Installed);
        assert_eq!(Way::parse("rustup").unwrap(), Way::Rustup);
        assert_eq!(Way::parse("debian").unwrap(), Way::Debian);
        assert!(Way::parse("Debian").is_err());
        assert!(Way::parse("").is_err());
    }

    #[test]
    fn an_empty_folder_is_no_standard_library() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_std(&folder.path().join("absent")));
        assert!(!has_std(folder.path()));
        fs::write(folder.path().join("libcore-0123.rlib"), "").unwrap();
        assert!(!has_std(folder.path()));
        fs::write(folder.path().join("libstd-0123.rlib"), "").unwrap();
        assert!(has_std(folder.path()));
    }
}
