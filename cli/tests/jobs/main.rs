//! `run`, `inject` and `env` as jobs use them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod away;
mod env;
mod guide;
mod inject;
mod run;
mod watch;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use strongroom_tests::{Client, Native, SETTINGS, Said, Secret, Strongroom, Terminal, said};
use tempfile::TempDir;

/// A job with a project of its own, at a server that all tests share.
struct Job {
    terminal: Terminal,
    client: Client,
    /// `project/<id>`.
    project: String,
    folder: TempDir,
}

impl Job {
    fn new() -> Self {
        Self::at(Terminal::owner(env!("CARGO_BIN_EXE_strongroom-client")))
    }

    /// With a server of its own.
    fn alone() -> Self {
        let strongroom = Arc::new(Strongroom::start(Arc::new(Native::new())));
        let token = Some(strongroom.owner_token().to_owned());
        let program = env!("CARGO_BIN_EXE_strongroom-client").into();
        Self::at(Terminal { program, strongroom, token })
    }

    fn at(terminal: Terminal) -> Self {
        let server = Client::new(terminal.strongroom.running().address());
        let client = server.with_token(terminal.token.as_deref().unwrap());
        let project = client.new_project();
        Self { terminal, client, project, folder: tempfile::tempdir().unwrap() }
    }

    /// Of the server that nobody else has.
    fn server(&mut self) -> &mut Strongroom {
        Arc::get_mut(&mut self.terminal.strongroom).expect("nobody else has it")
    }

    fn id(&self) -> &str {
        self.project.strip_prefix("project/").unwrap()
    }

    fn secret(&self, name: &str, value: &str) -> Secret {
        self.client.new_secret(&self.project, name, value)
    }

    fn secret_of(&self, kind: &str, name: &str, value: &Value) -> Secret {
        let body = json!({ "_type": format!("secret/{kind}"), "name": name, "value": value });
        let path = format!("{SETTINGS}/{}/", self.project);
        let created = self.client.post(&path, &body).expect(201).json();
        Secret::of(&self.project, created["_key"].as_str().unwrap())
    }

    fn change(&self, secret: &Secret, value: &str) {
        let _ = self.client.patch(&secret.path, &json!({ "value": value })).expect(200);
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// In the job's own folder, with its project for the one that is meant.
    fn command(&self, words: &[&str]) -> Command {
        let (first, rest) = words.split_first().unwrap();
        let mut command = self.terminal.command(first);
        command.args(rest).current_dir(self.path()).env("STRONGROOM_PROJECT", self.id());
        command.env("XDG_CACHE_HOME", self.path().join("cache"));
        command
    }

    fn run(&self, words: &[&str]) -> Said {
        said(self.command(words))
    }

    /// What it must be able to do.
    fn does(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert_eq!(said.code, 0, "{words:?}: {}{}", said.out, said.err);
        said.out
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path().join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }
}
