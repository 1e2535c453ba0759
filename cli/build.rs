//! Which tools of others there are to test with: whether a test is ignored is decided when it is
//! built.

use std::env;
use std::process::{Command, Stdio};

/// Found without being imported: they take seconds for that.
const PYTHON: &str = "import sys; from importlib.util import find_spec; \
                      sys.exit(any(find_spec(it) is None for it in ('boto3', 'moto', 'flask')))";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=PATH");
    for (cfg, line) in [
        ("without_docker", &["docker", "--version"][..]),
        ("without_kubectl", &["kubectl", "version", "--client"]),
        ("without_aws", &["aws", "--version"]),
        ("without_moto", &["python3", "-c", PYTHON]),
        ("without_direnv", &["direnv", "version"]),
        ("without_zsh", &["zsh", "--version"]),
        ("without_fish", &["fish", "--version"]),
        ("without_mandoc", &["sh", "-c", "command -v mandoc"]),
    ] {
        println!("cargo::rustc-check-cfg=cfg({cfg})");
        if !succeeds(line) {
            println!("cargo::rustc-cfg={cfg}");
        }
    }
    for program in ["zsh", "fish", "mandoc"] {
        println!("cargo::rustc-check-cfg=cfg(there_is_{program})");
        if is_on_path(program) {
            println!("cargo::rustc-cfg=there_is_{program}");
        }
    }
}

fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn succeeds(line: &[&str]) -> bool {
    let Some((program, arguments)) = line.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
