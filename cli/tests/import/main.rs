//! Importing, as people do it: what is planned, what is written, and what is left where it fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod chariot;
mod failing;
mod files;
mod server;
mod taken;
mod vault;

use std::path::PathBuf;

use serde_json::Value;
use strongroom_tests::{Reader, SETTINGS, Said, Terminal, said};
use tempfile::TempDir;

fn owner() -> Terminal {
    Terminal::owner(env!("CARGO_BIN_EXE_strongroom-client"))
}

/// A project of its own, and a folder for what is imported into it.
struct Place {
    terminal: Terminal,
    /// `project/<id>`.
    project: String,
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let terminal = owner();
        let project = terminal.strongroom.owner().new_project();
        Self { terminal, project, folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Of what is behind `import`, with the project's id and without a question.
    fn import(&self, line: &str) -> Said {
        self.import_with(line, &[])
    }

    fn import_with(&self, line: &str, variables: &[(&str, &str)]) -> Said {
        let id = self.project.trim_start_matches("project/");
        let mut command = self.terminal.command(&format!("import {line} --project {id}"));
        // Nothing of the one who runs the tests.
        for name in ["VAULT_TOKEN", "VAULT_ADDR", "VAULT_NAMESPACE", "DOCKER_CONFIG"] {
            command.env_remove(name);
        }
        command.env("HOME", self.folder.path()).envs(variables.iter().copied());
        said(command)
    }

    fn imports(&self, line: &str) -> Value {
        let done = self.import(&format!("{line} --yes --json"));
        assert_eq!(done.code, 0, "{line}: {}{}", done.out, done.err);
        done.json()
    }

    /// Every secret there is: its name, type and value.
    fn secrets(&self) -> Vec<(String, String, Value)> {
        let client = self.terminal.strongroom.owner();
        let path = format!("{SETTINGS}/{}/?limit=1000", self.project);
        let listed = client.get(&path).expect(200).json();
        let entry = |entry: &Value| {
            let text = |name: &str| entry[name].as_str().unwrap().to_owned();
            let path = format!("{SETTINGS}/{}/{}?decrypt=true", self.project, text("_key"));
            let value = client.get(&path).expect(200).json()["value"].clone();
            (text("name"), text("_type"), value)
        };
        listed["data"].as_array().unwrap().iter().map(entry).collect()
    }

    fn names(&self) -> Vec<String> {
        self.secrets().into_iter().map(|(name, ..)| name).collect()
    }
}

#[test]
fn every_command_of_the_guide_works() {
    let terminal = owner();
    let vault = vault::Vault::start();
    let said = Reader::new(&terminal)
        .with_variable("VAULT_ADDR", &vault.address())
        .with_variable("VAULT_TOKEN", vault::TOKEN)
        .with_variable("CHARIOT_URL", terminal.strongroom.running().address())
        .with_variable("CHARIOT_TOKEN", terminal.strongroom.owner_token())
        .follow("use/import.md");
    assert!(said.out.contains("the same already"), "{}", said.out);
}
