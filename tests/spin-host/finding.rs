//! For build scripts of packages with tests on Spin: where there is one they are compiled with
//! `cfg(there_is_spin)`, and the tests on it are not ignored.

use std::process::Command;

/// The first version that speaks WASI 0.3 as released.
const FIRST: (u32, u32) = (4, 1);

/// Looks again when what is named, or where programs are looked for, changes.
pub(crate) fn tell_cargo() {
    println!("cargo::rustc-check-cfg=cfg(there_is_spin)");
    println!("cargo::rerun-if-env-changed=STRONGROOM_SPIN");
    println!("cargo::rerun-if-env-changed=PATH");
    let program = std::env::var_os("STRONGROOM_SPIN").unwrap_or_else(|| "spin".into());
    let Ok(output) = Command::new(program).arg("--version").output() else { return };
    if version(&String::from_utf8_lossy(&output.stdout)).is_some_and(|found| found >= FIRST) {
        println!("cargo::rustc-cfg=there_is_spin");
    }
}

/// Of `spin 4.1.0 (…)`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix("spin ")?.split(['.', '-', ' ']);
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}
