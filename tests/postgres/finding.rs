//! For build scripts of packages with tests on PostgreSQL: where there is none the tests are
//! compiled with `cfg(without_postgres)`, and say so by `#[cfg_attr(without_postgres, ignore = "…")]`.
//!
//! A package takes it in by its path:
//!
//! ```ignore
//! #[path = "../tests/postgres/finding.rs"]
//! mod finding;
//!
//! fn main() {
//!     finding::tell_cargo();
//! }
//! ```

#[path = "src/programs.rs"]
#[allow(dead_code, unreachable_pub, reason = "a build script only asks whether there are any")]
mod programs;

use std::path::Path;

use programs::{Missing, Programs, VARIABLE, VERSIONS};

/// Looks again when what was found, or the place where it would be, changes.
pub(crate) fn tell_cargo() {
    println!("cargo::rustc-check-cfg=cfg(without_postgres)");
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    match Programs::find() {
        Ok(found) => println!("cargo::rerun-if-changed={}", found.folder().display()),
        // Somebody counts on it: not a reason to run fewer tests.
        Err(missing @ Missing::NotWhereNamed { .. }) => println!("cargo::error={missing}"),
        Err(missing) => {
            println!("cargo::rustc-cfg=without_postgres");
            println!("cargo::rerun-if-env-changed=PATH");
            println!("cargo::warning={missing}; tests on it are ignored");
            let parent = Path::new(VERSIONS).ancestors().find(|folder| folder.exists());
            println!("cargo::rerun-if-changed={}", parent.unwrap_or(Path::new("/")).display());
        }
    }
}
