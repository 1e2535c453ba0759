//! On Spin: setting up, instances that serve many, what an adapter must not do, and tenants side by
//! side in one memory.
//!
//! What a caller can see is asked of Spin itself too, where there is one. What only the platform can
//! see is asked of the host that stands in for it, which counts.

mod connected;
mod instances;
mod postgresql;
mod secrecy;
mod set_up;
mod tenants;
mod trap;
mod variables;

use std::path::{Path, PathBuf};

use serde_json::Value;
use strongroom_tests::spin::{ROOT_KEYS, SETUP_CODE};
use strongroom_tests::{Client, Program, Running, Spin, raw};
use tempfile::TempDir;

/// A data folder, without an owner as yet.
struct Stage {
    folder: TempDir,
    program: Program,
}

impl Stage {
    fn new(program: Program) -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), program }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn spin(&self) -> Spin {
        Spin::by(self.program)
    }

    fn up(&self) -> Running {
        self.up_with(&self.spin())
    }

    fn up_with(&self, spin: &Spin) -> Running {
        spin.up(&self.data()).unwrap_or_else(|refused| panic!("does not start: {refused}"))
    }

    /// What its starts have as the variable `setup_code`.
    fn code(&self) -> String {
        read(&self.data().join(SETUP_CODE))
    }

    /// What they have as `root_keys`.
    fn root_keys(&self) -> String {
        read(&self.data().join(ROOT_KEYS))
    }
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("a file that a start leaves")
}

/// What the host that stands in for Spin has counted.
fn counts(address: &str) -> Value {
    let answer = raw::send(address, "GET", "/.well-known/spin-host/counts", &[], b"");
    serde_json::from_str(&answer.body).expect("counts")
}

fn count(address: &str, name: &str) -> u64 {
    counts(address)[name].as_u64().unwrap_or_else(|| panic!("no count of {name}"))
}

/// A client on a connection of its own.
fn apart(client: &Client) -> Client {
    Client::new(client.address()).with_token(client.token())
}
