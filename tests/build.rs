//! Whether there is a PostgreSQL, a Spin and Node.js to test with: whether a test is ignored is decided
//! when it is built.

use std::process::Command;

#[path = "postgres/finding.rs"]
mod finding;
#[path = "spin-host/finding.rs"]
mod finding_spin;

/// What makes components smaller runs on Node.js.
fn tell_of_node() {
    println!("cargo::rustc-check-cfg=cfg(without_node)");
    println!("cargo::rerun-if-env-changed=PATH");
    let runs = |program| Command::new(program).arg("--version").output().is_ok();
    if !runs("node") || !runs("npm") {
        println!("cargo::rustc-cfg=without_node");
    }
}

fn main() {
    tell_of_node();
    finding::tell_cargo();
    finding_spin::tell_cargo();
}
