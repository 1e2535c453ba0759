//! A type is added to a server that runs, seen everywhere, used, and removed while it serves.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use strongroom_tests::{API, Client, Native, SETTINGS, Secret, Strongroom, artefacts};

use crate::language::{Language, strongroom};
use crate::suite;

/// From the command to the server knowing it: compiling an interpreter takes seconds.
const PATIENCE: Duration = Duration::from_secs(90);

/// A server on a folder of types of its own, which starts as the built-in ones.
pub(crate) fn start(folder: &Path) -> Strongroom {
    fs::create_dir_all(folder).expect("a folder");
    for entry in fs::read_dir(artefacts::types()).expect("built-in types") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("a copy");
    }
    Strongroom::start(Arc::new(Native::new().types(folder)))
}

pub(crate) fn types(owner: &Client) -> Value {
    owner.get(&format!("{API}/types")).expect(200).json()
}

fn wait_until(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

pub(crate) fn while_serving(language: Language) {
    let component = suite::conformance(language);
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = scratch.path().join("types");
    let server = start(&folder);
    let owner = server.owner();
    let project = owner.new_project();
    let has = |id: &str| types(&owner).to_string().contains(&format!("{id}\""));
    assert!(!has("Conformance"));

    let (file, types_folder) = (component.to_str().expect("text"), folder.to_str().expect("text"));
    strongroom(scratch.path(), &["type", "add", file, "--types", types_folder]);
    wait_until("the type is seen", || has("Conformance"));
    let document = owner.get("/api/identity/v1/swagger/doc.json").expect(200).text().to_owned();
    assert!(document.contains("Conformance"), "the document does not know the type");

    let post = |value: Value| {
        let body = json!({ "_type": "secret/Conformance", "name": "mine", "value": value });
        owner.post(&format!("{SETTINGS}/{project}/"), &body)
    };
    let refused = post(json!({ "what": "all" })).refused(422, "invalid").to_string();
    for words in ["is wrong", "is wrong too", "so is all of it"] {
        assert!(refused.contains(words), "{refused}");
    }
    let created = post(json!({ "what": "upper", "secret": "abc ü" })).expect(201).json();
    let secret = Secret::of(&project, created["_key"].as_str().expect("a key"));
    assert_eq!(owner.reveal(&secret), json!({ "what": "upper", "secret": "ABC Ü" }));
    let rendered = owner.get(&format!("{}&format=odd", secret.revealed())).expect(200);
    assert_eq!(rendered.text(), r#"{"secret":"ABC Ü"}"#);
    assert_eq!(rendered.header("content-type"), Some("application/x-odd+json"));

    // What loops costs its own call: others are answered meanwhile.
    std::thread::scope(|scope| {
        let looping = scope.spawn(|| post(json!({ "what": "loop" })));
        let begun = Instant::now();
        let _ = owner.get(&secret.path).expect(200);
        assert!(begun.elapsed() < Duration::from_secs(1));
        let answer = looping.join().expect("an answer");
        assert!(answer.status >= 400, "{}: {}", answer.status, answer.text());
    });

    strongroom(scratch.path(), &["type", "remove", "conformance.wasm", "--types", types_folder]);
    wait_until("the type is gone", || !has("Conformance"));
    assert_eq!(owner.get(&secret.path).expect(200).json()["name"], "mine");
    assert_eq!(owner.reveal(&secret), json!({ "what": "upper", "secret": "ABC Ü" }));
    assert!(post(json!({ "what": "a" })).status >= 400);
    assert!(owner.delete(&secret.path).status < 300);
}
