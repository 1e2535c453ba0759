//! `strongroom bundle`: what it puts together, and what it refuses.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use strongroom_tests::artefacts;

const CONNECTED: &str = "strongroom-example-rotating-api-key";

/// A folder that an application is put into.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn application(&self) -> PathBuf {
        self.0.path().join("application.wasm")
    }

    fn manifest(&self) -> PathBuf {
        self.0.path().join("spin.toml")
    }

    fn bundle(&self, arguments: &[&str]) -> Output {
        Command::new(artefacts::host())
            .args(["bundle", "--components"])
            .arg(artefacts::dist("edge"))
            .arg("-o")
            .arg(self.application())
            .args(arguments)
            .output()
            .expect("it runs")
    }

    /// What it prints with `--json`.
    fn bundled(&self, arguments: &[&str]) -> Value {
        let output = self.bundle(&[&["--json"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Why it refused, once it is known to have written nothing.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.bundle(arguments);
        assert!(!output.status.success());
        assert!(!self.application().exists() && !self.manifest().exists());
        String::from_utf8(output.stderr).expect("text")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.manifest()).expect("a manifest")
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in text")
}

#[test]
fn without_more_it_is_the_application_that_the_build_makes() {
    let place = Place::new();
    let facts = place.bundled(&[]);
    let built = artefacts::dist("strongroom-spin.wasm");
    assert!(fs::read(place.application()).ok() == fs::read(built).ok(), "they differ");
    let console = place.application().with_file_name("application-console.wasm");
    let built = artefacts::dist("strongroom-spin-console.wasm");
    assert!(fs::read(console).ok() == fs::read(built).ok(), "the consoles differ");
    assert!(place.text().contains("source = \"application-console.wasm\""), "{}", place.text());
    assert_eq!(facts["types"].as_array().expect("types").len(), 3);
    assert!(place.text().contains("allowed_outbound_hosts = []"), "{}", place.text());
    assert!(place.text().contains("source = \"application.wasm\""), "{}", place.text());
}

#[test]
fn a_type_that_would_not_be_taken_is_not_bundled_and_its_report_says_why() {
    let hostile = artefacts::component("strongroom-hostile-type-escape-in-title");
    let place = Place::new();
    let why = place.refused(&["--type", text(&hostile)]);
    assert!(why.contains("is not bundled") && why.contains("a title is"), "{why}");
    assert!(why.contains("SHA-256"), "the report of `type check`: {why}");
}

#[test]
fn a_connected_type_is_granted_hosts_by_its_id_and_the_application_reaches_those_alone() {
    let connected = artefacts::example(CONNECTED);
    let connected = text(&connected);
    let why = Place::new().refused(&["--type", connected]);
    assert!(why.contains("granted no host"), "{why}");
    let stray = ["--type", connected, "--grant", "Other=api.example.com"];
    assert!(Place::new().refused(&stray).contains("granted no host"));

    let place = Place::new();
    let facts = place.bundled(&["--type", connected, "--grant", "RotatingApiKey=api.example.com"]);
    assert_eq!(facts["allowed_outbound_hosts"], serde_json::json!(["https://api.example.com"]));
    let expected = "allowed_outbound_hosts = [\"https://api.example.com\"]";
    assert!(place.text().contains(expected), "{}", place.text());
}

#[test]
fn a_grant_for_a_type_that_is_not_there_or_sends_nothing_is_refused() {
    let why = Place::new().refused(&["--grant", "Nobody=api.example.com"]);
    assert!(why.contains("there is no type Nobody"), "{why}");
    let why = Place::new().refused(&["--grant", "Custom=api.example.com"]);
    assert!(why.contains("sends no requests"), "{why}");
}

#[test]
fn a_type_whose_id_is_taken_is_refused() {
    let again = artefacts::types().join("strongroom-type-single-variable.wasm");
    let why = Place::new().refused(&["--type", text(&again)]);
    assert!(why.contains("is taken by a type before it"), "{why}");
}

#[test]
fn a_manifest_that_a_person_wrote_stays_theirs() {
    let place = Place::new();
    fs::write(place.manifest(), "spin_manifest_version = 2\n").expect("a manifest");
    let output = place.bundle(&[]);
    assert!(!output.status.success());
    assert!(!place.application().exists());
    assert_eq!(place.text(), "spin_manifest_version = 2\n");
}

#[test]
fn an_application_on_postgresql_reaches_its_database_and_what_is_named() {
    let place = Place::new();
    let _ =
        place.bundled(&["--store", "postgres", "--issuer", "https://login.example.com/realms/a"]);
    let expected = "allowed_outbound_hosts = [\"https://login.example.com\", \
                    \"postgres://{{ database_host }}\"]";
    assert!(place.text().contains(expected), "{}", place.text());
    let built = artefacts::dist("strongroom-spin-postgres.wasm");
    assert!(fs::read(place.application()).ok() == fs::read(built).ok(), "they differ");
}
