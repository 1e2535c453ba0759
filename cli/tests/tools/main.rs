//! Docker, Amazon's tools and kubectl, which get secrets through `strongroom-client` and
//! `docker-credential-strongroom`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod aws;
mod docker;
mod examples;
mod guides;
mod kubernetes;
mod rendering;

use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::{Value, json};
use strongroom_tests::{SETTINGS, Terminal, said};
use tempfile::TempDir;

const CLIENT: &str = env!("CARGO_BIN_EXE_strongroom-client");
const HELPER: &str = env!("CARGO_BIN_EXE_docker-credential-strongroom");

/// A project of a test's own, before a terminal.
struct Project {
    terminal: Terminal,
    /// `project/<id>`.
    owner: String,
    /// With our programs, and nothing else, for PATH.
    programs: TempDir,
}

impl Project {
    fn new() -> Self {
        let terminal = Terminal::owner(CLIENT);
        let owner = terminal.strongroom.owner().new_project();
        let programs = tempfile::tempdir().unwrap();
        for (name, program) in [("strongroom", CLIENT), ("docker-credential-strongroom", HELPER)] {
            symlink(program, programs.path().join(name)).unwrap();
        }
        Self { terminal, owner, programs }
    }

    fn id(&self) -> &str {
        self.owner.strip_prefix("project/").unwrap()
    }

    /// Its key.
    fn has(&self, kind: &str, name: &str, value: &Value) -> String {
        let body = json!({ "_type": format!("secret/{kind}"), "name": name, "value": value });
        let made = self.terminal.strongroom.owner().post(&self.settings(), &body);
        made.expect(201).json()["_key"].as_str().unwrap().to_owned()
    }

    fn has_registry(&self, name: &str, server: &str, username: &str, password: &str) -> String {
        let value = json!({ "server": server, "username": username, "password": password });
        self.has("ContainerRegistry", name, &value)
    }

    fn settings(&self) -> String {
        format!("{SETTINGS}/{}/", self.owner)
    }

    /// Names of what is there.
    fn names(&self) -> Vec<String> {
        let list = self.terminal.strongroom.owner().get(&self.settings()).expect(200).json();
        let names = list["data"].as_array().unwrap().iter();
        names.map(|secret| secret["name"].as_str().unwrap().to_owned()).collect()
    }

    /// `strongroom-client` with words that may have spaces.
    fn command(&self, words: &[&str]) -> Command {
        self.of(CLIENT, words)
    }

    /// Another program in the same environment, with our programs before others on PATH.
    fn of(&self, program: &str, words: &[&str]) -> Command {
        let terminal = Terminal {
            program: program.into(),
            ..self.terminal.with_token(self.terminal.token.as_deref().unwrap())
        };
        let (first, rest) = words.split_first().unwrap();
        let mut command = terminal.command(first);
        let path = format!("{}:{}", self.programs.path().display(), std::env::var("PATH").unwrap());
        command.args(rest).env("STRONGROOM_PROJECT", self.id()).env("PATH", path);
        command
    }

    /// What it must be able to say.
    fn says(&self, words: &[&str]) -> String {
        let said = said(self.command(words));
        assert_eq!(said.code, 0, "{words:?}: {}{}", said.out, said.err);
        said.out
    }
}
