//! The suite that every language keeps to: one set of cases, one snapshot, three sources.

use std::fs;
use std::path::Path;

use serde_json::Value;
use strongroom_tests::artefacts;

use crate::language::{Language, attempt, strongroom};

const SUITE: &str = "tests/tests/kit/conformance";

/// The conformance type, and one that talks to a service.
fn source(language: Language, of: &str) -> String {
    let file = match language {
        Language::Rust => format!("{of}.rs"),
        Language::Js => format!("{of}.js"),
        Language::Python => format!("{of}.py"),
    };
    artefacts::source(&format!("{SUITE}/{file}"))
}

/// The component of the conformance type, built once.
pub(crate) fn conformance(language: Language) -> std::path::PathBuf {
    let project = language.project().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let component = project.folder.join("conformance.wasm");
    if component.exists() {
        return component;
    }
    project.build(&source(language, "secret_type"), "conformance.wasm")
}

pub(crate) fn a_type_keeps_to_it(language: Language) {
    let component = conformance(language);
    let folder = component.parent().expect("a project");
    let cases = artefacts::workspace().join(SUITE).join("cases.toml");
    let file = component.to_str().expect("text");
    let words = ["type", "test", file, "--cases", cases.to_str().expect("text"), "--json"];
    let output = attempt(folder, &words);
    let said: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|why| panic!("{why}: {}", String::from_utf8_lossy(&output.stderr)));
    assert!(output.status.success(), "{said:#}");
    assert_eq!(said["snapshot"]["state"], "same");

    let checked = strongroom(folder, &["type", "check", file, "--json"]);
    let checked: Value = serde_json::from_str(&checked).expect("JSON");
    assert_eq!(checked["accepted"], true);
    assert_eq!(checked["contract"], "1.0.0");
    assert_eq!(checked["imports"]["outbound"], false);
    assert_eq!(checked["imports"]["beyond"], serde_json::json!([]));
    if language != Language::Rust {
        // The engines come without a clock, randomness or a console.
        assert_eq!(checked["imports"]["baseline"], serde_json::json!([]));
    }
}

pub(crate) fn a_connected_type_can_be_built(language: Language) {
    let project = language.project().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let component = project.build(&source(language, "connected"), "connected.wasm");
    let file = component.to_str().expect("text");
    let words = ["type", "check", file, "--host", "api.example.com", "--json"];
    let checked: Value = serde_json::from_str(&strongroom(&project.folder, &words)).expect("JSON");
    assert_eq!(checked["connected"], true, "{checked}");
    assert_eq!(checked["imports"]["outbound"], true);
    assert_eq!(checked["accepted"], true, "{checked}");
    let may = checked["may"].to_string();
    assert!(may.contains("https://api.example.com, at public addresses alone"), "{may}");
    // Compiling an interpreter once more would show nothing new.
    if language == Language::Rust {
        is_not_added_without_a_host(&project.folder, file);
    }
}

fn is_not_added_without_a_host(project: &Path, file: &str) {
    let types = tempfile::tempdir().expect("a folder");
    let folder = types.path().to_str().expect("text");
    let refused = attempt(project, &["type", "add", file, "--types", folder]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("--host"), "{said}");
    assert_eq!(fs::read_dir(types.path()).expect("a folder").count(), 0);
}

pub(crate) fn commands_refuse_what_is_wrong() {
    let scratch = tempfile::tempdir().expect("a folder");
    let here = scratch.path();
    fs::write(here.join("text.wasm"), "not a component").expect("a file");
    fs::create_dir(here.join("there")).expect("a folder");
    for (words, expected) in [
        (vec!["type", "new", "--lang", "js", "../up"], "a name is of lower-case letters"),
        (vec!["type", "new", "--lang", "js", "there"], "there is there already"),
        (vec!["type", "new", "--lang", "cobol", "a"], "rust, js, python"),
        (vec!["type", "check", "absent.wasm"], "cannot read absent.wasm"),
        (vec!["type", "check", "there"], "there is not a file"),
        (vec!["type", "check", "text.wasm"], "text.wasm would not be taken"),
        (vec!["type", "test", "text.wasm"], "name the cases with --cases"),
        (vec!["type", "add", "text.wasm", "--types", "types"], "would not be taken"),
        (vec!["type", "add", "text.wasm", "--host", "a/b"], "--host a/b is no host"),
        (vec!["type", "list", "--types", "absent"], "name another folder with --types"),
        (vec!["type", "remove", "Nothing", "--types", "absent"], "name another folder"),
    ] {
        let output = attempt(here, &words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(expected), "{words:?}: {said}");
    }
    // Nothing of it was left behind.
    let left = fs::read_dir(here).expect("a folder").count();
    assert_eq!(left, 2);
}
