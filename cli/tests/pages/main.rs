//! What shells and `man` make of what they are told. A test of a program that is not here is ignored.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::fs;
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_strongroom-client");

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{program}: {err}");
    assert_eq!(err, "", "{program}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn bash_completes_commands_and_flags() {
    let script = format!(
        "source <({PROGRAM} completion bash --name strongroom)
         complete -p strongroom
         COMP_WORDS=(strongroom secret ro) COMP_CWORD=2
         _strongroom strongroom ro secret; echo \"${{COMPREPLY[*]}}\"
         COMP_WORDS=(strongroom secret get --fo) COMP_CWORD=3
         _strongroom strongroom --fo get; echo \"${{COMPREPLY[*]}}\""
    );
    let said = output("bash", &["--norc", "-c", &script]);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].contains("-F _strongroom"), "{said}");
    assert_eq!(lines[1..], ["rollback rotate", "--format"], "{said}");
}

#[test]
#[cfg_attr(without_zsh, ignore = "there is no zsh on this machine")]
fn zsh_completes_commands() {
    let script = format!(
        "autoload -U compinit && compinit -u -D
         source <({PROGRAM} completion zsh --name strongroom)
         print -r -- ${{_comps[strongroom]}}"
    );
    assert_eq!(output("zsh", &["-fc", &script]).trim(), "_strongroom");
}

#[test]
#[cfg_attr(without_fish, ignore = "there is no fish on this machine")]
fn fish_completes_commands() {
    let script = format!(
        "{PROGRAM} completion fish --name strongroom | source
         complete -C 'strongroom secret ro'"
    );
    let said = output("fish", &["--no-config", "-c", &script]);
    let words: Vec<&str> = said.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(words, ["rollback", "rotate"]);
}

#[test]
fn each_command_has_a_page_that_says_nothing_of_the_one_who_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(PROGRAM);
    command.arg("man").arg(folder.path()).env("STRONGROOM_TOKEN", "planted");
    command.env("STRONGROOM_URL", "https://planted.example");
    assert!(command.status().unwrap().success());
    for page in ["", "-login", "-secret-set", "-run", "-token-create"] {
        let page = folder.path().join(format!("strongroom-client{page}.1"));
        let text = fs::read_to_string(&page).unwrap_or_else(|why| panic!("{page:?}: {why}"));
        assert!(text.contains(".SH NAME") && !text.contains("planted"), "{page:?}");
    }
}

#[test]
#[cfg_attr(without_mandoc, ignore = "there is no mandoc on this machine")]
fn pages_are_what_man_reads() {
    let folder = tempfile::tempdir().unwrap();
    output(PROGRAM, &["man", folder.path().to_str().unwrap()]);
    for page in fs::read_dir(folder.path()).unwrap() {
        let page = page.unwrap().path();
        output("mandoc", &["-T", "lint", "-W", "error", page.to_str().unwrap()]);
    }
}
