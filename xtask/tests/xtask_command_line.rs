//! The command line from outside: what is printed where, and the exit code.
//!
//! The build names this target; see `xtask/src/tasks/build.rs`.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output};

fn xtask(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).output().unwrap()
}

#[test]
fn help_goes_to_standard_output_and_fits_a_terminal() {
    for args in [
        &["--help"][..],
        &["build", "--help"],
        &["serve", "--help"],
        &["test", "--help"],
        &["lint", "--help"],
        &["doc", "--help"],
        &["bench", "--help"],
    ] {
        let output = xtask(args);
        assert!(output.status.success(), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("Usage: cargo xtask"), "{args:?}");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{args:?}");
    }
}

#[test]
fn arguments_that_are_not_understood_are_one_sentence_and_exit_code_2() {
    for args in [&["sevre"][..], &["serve", "--fast"], &["build", "now"], &["serve", "--data"]] {
        let output = xtask(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.starts_with("error: "), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }
}
