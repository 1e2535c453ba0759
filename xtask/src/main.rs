//! `cargo xtask`: sets up what a machine lacks, builds, composes, serves, tests, lints, documents
//! and measures Strongroom.
//!
//! What it is: the order of the steps and what they hand to each other.
//! What it is not: a build system. cargo decides what is out of date; the composition is done by
//! `strongroom-compose`, run as a program so that this one stays quick to build.
//! Depends on: cargo and rustc on the machine, `rustup` or Debian's archive where the WebAssembly
//! target is missing.

mod args;
mod browser;
mod cargo;
mod console;
mod dist;
mod help;
mod node;
mod packages;
mod postgres;
mod progress;
mod shrink;
mod system;
mod tasks;
mod wasm;
mod workspace;

use std::io::Write as _;
use std::process::ExitCode;

use crate::args::Command;
use crate::workspace::Workspace;

/// The exit code for arguments that were not understood, as is the custom.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let command = match args::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("error: {error}; try `cargo xtask --help`");
            return ExitCode::from(USAGE);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    // Help comes first: it is to work where nothing else does.
    if let Command::Help(topic) = command {
        std::io::stdout().write_all(help::text(topic).as_bytes())?;
        return Ok(());
    }
    let workspace = Workspace::find()?;
    match command {
        Command::Help(_) => Ok(()),
        Command::Build => tasks::build(&workspace),
        Command::Serve(options) => tasks::serve(&workspace, &options),
        Command::Test(options) => tasks::test(&workspace, &options),
        Command::Lint => tasks::lint(&workspace),
        Command::Doc => tasks::doc(&workspace),
        Command::Bench(args) => tasks::bench(&workspace, &args),
    }
}
