//! Which programs there are to test with: whether a test is ignored is decided when it is built.

use std::env;

fn main() {
    println!("cargo::rerun-if-env-changed=PATH");
    println!("cargo::rerun-if-changed=build.rs");
    let path = env::var_os("PATH").unwrap_or_default();
    for program in ["zsh", "fish", "mandoc"] {
        println!("cargo::rustc-check-cfg=cfg(there_is_{program})");
        if env::split_paths(&path).any(|folder| folder.join(program).is_file()) {
            println!("cargo::rustc-cfg=there_is_{program}");
        }
    }
}
