//! The third way: rustc and its `wasm32-wasip2` library from Debian's archive, unpacked into a
//! folder of their own.
//!
//! What it is: for machines that reach package archives and nothing else. Needs no root, installs
//! nothing, and leaves apt's own lists alone. Signatures are checked as for any apt source.
//! What it is not: a replacement of the active toolchain, which goes on building everything else.
//! Depends on: `apt-get`, `apt-cache` and `dpkg`; an apt source that names a Debian archive.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use super::TARGET;
use super::apt::{self, Apt};
use crate::cargo::{output, run};
use crate::progress::note;
use crate::workspace::Workspace;

/// The first release of Debian whose archive has the target's library.
const SUITE: &str = "forky";

/// The packages to unpack. What rustc needs to run is added from the archive's own index.
const PACKAGES: [&str; 3] = ["rustc", "libstd-rust-dev", "libstd-rust-dev-wasm32"];

/// Says that all is there; the number changes when this recipe does.
const STAMP: &str = "ready-1";

/// A compiler from Debian's archive.
#[derive(Debug)]
pub(crate) struct Toolchain {
    compiler: PathBuf,
    /// The active toolchain's folder of linkers.
    linker: PathBuf,
    version: String,
}

impl Toolchain {
    /// What the compiler says it is.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// Makes a cargo call use this compiler.
    pub(super) fn apply(&self, command: &mut Command) -> anyhow::Result<()> {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let ours = [self.linker.clone(), self.linker.join("gcc-ld")];
        let path = std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&inherited)))
            .context("the toolchain's folder cannot be put on PATH")?;
        command.env("PATH", path).env("RUSTC", &self.compiler);
        Ok(())
    }
}

/// Whether an earlier run brought the toolchain.
pub(super) fn is_ready(workspace: &Workspace) -> bool {
    folder(workspace).join(STAMP).is_file()
}

/// Brings the toolchain unless it is there.
pub(super) fn set_up(workspace: &Workspace, linker: PathBuf) -> anyhow::Result<Toolchain> {
    let folder = folder(workspace);
    let stamp = folder.join(STAMP);
    let compiler = folder.join("rustc");
    if !stamp.is_file() {
        bring(&folder, &compiler)?;
        fs::write(&stamp, version(&compiler)?).context("cannot write the stamp")?;
    }
    let version = fs::read_to_string(&stamp).context("cannot read the stamp")?;
    Ok(Toolchain { compiler, linker, version })
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("toolchain")
}

fn bring(folder: &Path, compiler: &Path) -> anyhow::Result<()> {
    let archive = apt::find_archive()?;
    let (triplet, loader) = machine()?;
    // What a run that was cut short left behind is not to be trusted.
    if folder.exists() {
        fs::remove_dir_all(folder).context("cannot empty the folder of the toolchain")?;
    }
    let apt = Apt::new(folder, &archive, SUITE)?;
    note(&format!("fetching rustc from {}, suite {SUITE}: about 200 MB", archive.uri));
    apt.update()?;
    let downloads = apt.download(&PACKAGES)?;
    let root = folder.join("root");
    note("unpacking it: about 800 MB");
    unpack(&downloads, &root)?;
    write_compiler(compiler, triplet, loader)?;
    check(compiler, folder)?;
    for scratch in ["apt", "packages"] {
        fs::remove_dir_all(folder.join(scratch)).context("cannot remove the downloads")?;
    }
    remove_other_targets(&root.join("usr/lib/rustlib"))
}

/// The package holds the libraries of more WebAssembly targets, 100 MB each.
fn remove_other_targets(libraries: &Path) -> anyhow::Result<()> {
    let cannot = "cannot tidy the folder of the toolchain";
    for entry in fs::read_dir(libraries).context(cannot)? {
        let entry = entry.context(cannot)?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("wasm") && name != TARGET {
            fs::remove_dir_all(entry.path()).context(cannot)?;
        }
    }
    Ok(())
}

/// Debian's name of this machine, and of the program that loads others.
fn machine() -> anyhow::Result<(&'static str, &'static str)> {
    match std::env::consts::ARCH {
        "x86_64" => Ok(("x86_64-linux-gnu", "ld-linux-x86-64.so.2")),
        "aarch64" => Ok(("aarch64-linux-gnu", "ld-linux-aarch64.so.1")),
        other => bail!("this way is not known to work on {other}"),
    }
}

fn unpack(packages: &[PathBuf], root: &Path) -> anyhow::Result<()> {
    for package in packages {
        run(Command::new("dpkg").arg("--extract").arg(package).arg(root).stdin(Stdio::null()))?;
    }
    Ok(())
}

/// Writes the program that starts the compiler with the C library it was built for, which may be
/// newer than this machine's. It finds its folder itself, so the checkout may move.
fn write_compiler(path: &Path, triplet: &str, loader: &str) -> anyhow::Result<()> {
    let script = format!(
        "#!/bin/sh\n\
         root=${{0%/*}}/root/usr\n\
         exec \"$root/lib/{triplet}/{loader}\" --library-path \"$root/lib/{triplet}\" \
         \"$root/bin/rustc\" \"$@\"\n"
    );
    fs::write(path, script).context("cannot write the compiler's start script")?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .context("cannot make the compiler's start script a program")
}

/// Compiles an empty library for the target and for this machine: packages of different versions
/// do not fit together, and that is to show here.
fn check(compiler: &Path, folder: &Path) -> anyhow::Result<()> {
    let empty = folder.join("apt/empty.rs");
    fs::write(&empty, "").context("cannot write a library to try the compiler on")?;
    for target in [&["--target", TARGET][..], &[]] {
        run(Command::new(compiler)
            .args(["--crate-type", "lib", "--emit", "metadata", "--out-dir"])
            .arg(folder.join("apt"))
            .args(target)
            .arg(&empty))
        .context("the compiler that was fetched does not work here")?;
    }
    Ok(())
}

fn version(compiler: &Path) -> anyhow::Result<String> {
    Ok(output(Command::new(compiler).arg("--version"))?.trim_end().to_owned())
}
