//! How cargo and other programs are run.
//!
//! What it is not: a choice of what to build; see `tasks` and `wasm`.
//! Depends on: the environment that `cargo run` gives.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::workspace::Workspace;

/// A cargo call in the checkout. Every call for this machine goes through here, so that all have
/// the same folder and the same environment and nothing is built twice.
pub(crate) fn cargo(workspace: &Workspace, subcommand: &str) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.arg(subcommand).current_dir(workspace.root());
    command.env("CARGO_TARGET_DIR", workspace.target());
    // What `cargo run` said about xtask is no fact about other packages: build scripts that watch
    // these variables would run again each time cargo is called directly.
    for (name, _) in std::env::vars_os() {
        let is_ours = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || matches!(name, "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH")
        });
        if is_ours {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a program to its end; any end but success is an error that names the program.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("cannot run `{name}`"))?;
    if !status.success() {
        bail!("`{name}` failed ({status})");
    }
    Ok(())
}

/// Runs a program to its end and takes what it prints; what it complains of is shown.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = name(command);
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{name}` printed no text"))
}

/// The program and its subcommand, without a folder: enough to know which call it was.
fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str()).display();
    match command.get_args().next().filter(|arg| !arg.as_encoded_bytes().starts_with(b"-")) {
        Some(subcommand) => format!("{program} {}", subcommand.display()),
        None => program.to_string(),
    }
}
