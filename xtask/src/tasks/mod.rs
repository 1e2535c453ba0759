//! The commands: what is built for each, and what runs then.
//!
//! What it is not: the build; see `build`.
//! Depends on: cargo, and the host's command line (`strongroom serve`).

mod build;
mod clients;

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use anyhow::Context as _;

use crate::args::{Serve, Test};
use crate::cargo::{cargo, run};
use crate::console;
use crate::packages::{self, Component};
use crate::postgres;
use crate::progress::{note, step};
use crate::wasm::{self, Compiler};
use crate::workspace::Workspace;

/// The folder of the database and the keys, in the checkout.
const DEFAULT_DATA: &str = ".strongroom";

/// How many tests of a suite run at once, as Rust's test harness asks for it.
const THREADS: &str = "RUST_TEST_THREADS";

pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<()> {
    build::all(workspace, &[])
}

/// Ends only if the server cannot be started: it takes the place of this process, so that signals
/// reach it directly.
pub(crate) fn serve(workspace: &Workspace, options: &Serve) -> anyhow::Result<()> {
    build::all(workspace, &[])?;
    let host = workspace.program(build::HOST);
    let data = match &options.data {
        Some(data) => PathBuf::from(data),
        None => workspace.root().join(DEFAULT_DATA),
    };
    let error = Command::new(&host)
        .arg("serve")
        .arg("--core")
        .arg(build::core(workspace))
        .arg("--types")
        .arg(workspace.dist().join("types"))
        .arg("--data")
        .arg(data)
        .arg("--listen")
        .arg(&options.listen)
        .args(&options.extra)
        .exec();
    Err(error).with_context(|| format!("cannot start {}", host.display()))
}

pub(crate) fn test(workspace: &Workspace, options: &Test) -> anyhow::Result<()> {
    // First: whether it is there decides which tests are compiled to be ignored.
    step("finding a PostgreSQL for the suites that run on one", postgres::set_up)?;
    build::all(workspace, &[build::SPIN_HOST])?;
    let components = packages::list(workspace.root())?;
    let mut command = native(workspace, "test", &components);
    command
        // One failing suite is not to hide the next.
        .arg("--no-fail-fast")
        .arg("--")
        .args(&options.filters)
        .args(&options.extra)
        .env("STRONGROOM_BIN", workspace.program(build::HOST))
        .env("STRONGROOM_SPIN_HOST", workspace.program(build::SPIN_HOST))
        .env("STRONGROOM_DIST", workspace.dist());
    if std::env::var_os(THREADS).is_none() {
        command.env(THREADS, at_once().to_string());
    }
    step("running every test suite", || run(&mut command))?;
    // A filter chooses among the suites above.
    if options.filters.is_empty() && options.extra.is_empty() {
        let [host, spin_host] = [build::HOST, build::SPIN_HOST].map(|it| workspace.program(it));
        clients::test(workspace, &host)?;
        console::test(workspace, &host, &spin_host)?;
    }
    Ok(())
}

/// Tests wait for servers and disks more than they work: with one for each processor, processors wait
/// too.
fn at_once() -> usize {
    2 * thread::available_parallelism().map_or(1, usize::from)
}

pub(crate) fn lint(workspace: &Workspace) -> anyhow::Result<()> {
    let components = packages::list(workspace.root())?;
    step("checking the formatting", || run(cargo(workspace, "fmt").args(["--all", "--check"])))?;
    let compiler = step("finding a compiler for the components", || {
        let _lock = workspace.lock()?;
        wasm::set_up(workspace)
    })?;
    step("linting the native crates", || {
        let mut command = native(workspace, "clippy", &components);
        run(command.args(["--all-targets", "--", "-D", "warnings"]))
    })?;
    if components.is_empty() {
        return Ok(());
    }
    step("linting the components", || {
        let mut command = cargo(workspace, "clippy");
        select(&mut command, &components);
        match compiler {
            Compiler::Active => {
                command.args(["--profile", build::PROFILE, "--target", wasm::TARGET]);
                command.args(["--", "-D", "warnings"]);
            }
            // clippy reads only what a compiler of its own version wrote, and the archive's is of
            // another. Nothing is linked, so the code can be read for this machine, where exports
            // are left out and what they call looks unused.
            Compiler::Debian(_) => {
                note("for this machine: the active toolchain's clippy lacks the target");
                command.args(["--release", "--", "-D", "warnings", "-A", "unused"]);
            }
        }
        run(&mut command)
    })
}

pub(crate) fn doc(workspace: &Workspace) -> anyhow::Result<()> {
    let components = packages::list(workspace.root())?;
    let mut command = native(workspace, "doc", &components);
    command.arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings");
    step("building the documentation", || run(&mut command))?;
    note(&format!("it is in {}", workspace.target().join("doc").display()));
    Ok(())
}

pub(crate) fn bench(workspace: &Workspace, args: &[OsString]) -> anyhow::Result<()> {
    let spin = args.iter().any(|arg| arg == "--spin").then_some(build::SPIN_HOST);
    let more: Vec<&str> = [build::BENCH].into_iter().chain(spin).collect();
    build::all(workspace, &more)?;
    let error = Command::new(workspace.program(build::BENCH))
        .args(args)
        .env("STRONGROOM_BIN", workspace.program(build::HOST))
        .env("STRONGROOM_DIST", workspace.dist())
        .exec();
    Err(error).context("cannot start the benchmark")
}

/// A cargo call for everything that runs on this machine. One profile, so that the engine, which
/// takes minutes, is compiled once.
fn native(workspace: &Workspace, subcommand: &str, components: &[Component]) -> Command {
    let mut command = cargo(workspace, subcommand);
    command.args(["--release", "--workspace"]);
    for component in components.iter().filter(|component| !component.is_native) {
        command.args(["--exclude", &component.package]);
    }
    command
}

fn select<'a>(command: &mut Command, components: impl IntoIterator<Item = &'a Component>) {
    for component in components {
        command.args(["--package", &component.package]);
    }
}
