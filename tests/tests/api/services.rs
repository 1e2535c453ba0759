//! A secret whose credential is alive at a service: checked, rotated, and what stays when its type
//! is gone. The type is the example that rotates API keys, the service its own.

#[allow(dead_code, unreachable_pub, clippy::all, reason = "the example's own")]
#[path = "../../../examples/types/rotating-api-key/examples/service.rs"]
mod service;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use service::Service;
use sha2::{Digest as _, Sha256};
use strongroom_example_rotating_api_key::id;
use strongroom_tests::{API, Client, Native, SETTINGS, Strongroom, artefacts};
use tempfile::TempDir;

const FIRST: &str = "rk_the-first-key-of-all";

struct Stage {
    service: Service,
    types: TempDir,
    strongroom: Strongroom,
    owner: Client,
    project: String,
    path: String,
}

impl Stage {
    fn new() -> Self {
        let service = Service::start("127.0.0.1:0", FIRST).expect("a service");
        let types = tempfile::tempdir().expect("a folder");
        set_types(types.path(), Some(&service));
        let strongroom = Strongroom::start(Arc::new(Native::new().types(types.path())));
        let owner = strongroom.owner();
        let project = owner.new_project();
        let value = json!({ "service": format!("http://{}", service.address), "key": FIRST });
        let body = json!({ "_type": "secret/RotatingApiKey", "name": "key", "value": value });
        let made = owner.post(&format!("{SETTINGS}/{project}/"), &body).expect(201).json();
        let path = format!("{SETTINGS}/{project}/{}", made["_key"].as_str().expect("a key"));
        Self { service, types, strongroom, owner, project, path }
    }

    fn key(&self) -> String {
        let revealed = self.owner.get(&format!("{}?decrypt=true", self.path)).expect(200).json();
        revealed["value"]["key"].as_str().expect("a key").to_owned()
    }

    fn rotate(&self) -> strongroom_tests::Answer {
        self.owner.ask("POST", &format!("{}/rotate", self.path)).send()
    }

    fn check(&self) -> strongroom_tests::Answer {
        self.owner.ask("POST", &format!("{}/check", self.path)).send()
    }

    fn rotation(&self) -> Value {
        self.owner.get(&self.path).expect(200).json()["_rotation"].clone()
    }

    /// Ids of the keys that work.
    fn valid(&self) -> Vec<String> {
        self.service.state.lock().expect("a lock").keys.keys().cloned().collect()
    }

    fn ail(&self, requests: usize) {
        self.service.state.lock().expect("a lock").ailing = requests;
    }
}

/// The type that rotates, or none but the honest one.
fn set_types(folder: &Path, service: Option<&Service>) {
    let mut manifest = String::new();
    let mut add = |file: &Path, lines: &str| {
        let name = file.file_name().expect("a name").to_str().expect("text");
        let bytes = fs::read(file).expect("a component");
        fs::write(folder.join(name), &bytes).expect("a file");
        let digest: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        write!(manifest, "[[type]]\nfile = \"{name}\"\nsha256 = \"{digest}\"\n{lines}\n")
            .expect("text");
    };
    add(&artefacts::component("strongroom-type-single-variable"), "");
    if let Some(service) = service {
        let hosts = format!("hosts = [\"http://{}\"]\nprivate = true", service.address);
        add(&artefacts::example("strongroom-example-rotating-api-key"), &hosts);
    }
    fs::write(folder.join("manifest.new"), manifest).expect("a file");
    fs::rename(folder.join("manifest.new"), folder.join("manifest.toml")).expect("a manifest");
}

#[test]
fn a_key_is_checked_and_rotated_at_its_service() {
    let stage = Stage::new();
    assert_eq!(stage.check().expect(200).json(), json!({ "works": true, "message": null }));

    let rotated = stage.rotate().expect(200);
    assert_eq!(rotated.header("etag"), Some("\"2.2\""));
    assert_eq!(rotated.json()["_rotation"], Value::Null);
    assert_eq!(rotated.json()["value"]["key"], "********");
    let key = stage.key();
    assert_ne!(key, FIRST);
    assert_eq!(stage.valid(), [id(&key)], "the first one is revoked");
    assert_eq!(stage.check().expect(200).json()["works"], true);

    let log = stage.owner.get(&format!("{API}/audit/{}?limit=20", stage.project)).expect(200);
    let steps: Vec<String> = log.json()["data"]
        .as_array()
        .expect("records")
        .iter()
        .filter(|record| record["event"] == "rotation-stepped")
        .map(|record| format!("{} {}", record["step"], record["outcome"]).replace('"', ""))
        .collect();
    assert_eq!(steps, ["revoke done", "finish done", "test done", "set done", "create done"]);
    assert!(!log.text().contains("rk_"));
}

#[test]
fn a_key_that_its_service_does_not_know_does_not_work() {
    let stage = Stage::new();
    let value = json!({ "service": format!("http://{}", stage.service.address), "key": "rk_no" });
    let _ = stage.owner.patch(&stage.path, &json!({ "value": value })).expect(200);
    let verdict = stage.check().expect(200).json();
    assert_eq!(verdict["works"], false);
    assert!(verdict["message"].is_string());
    let refused = stage.rotate().expect(422).json();
    assert_eq!(refused["type"], "urn:strongroom:problem:credential-rejected");
    assert_eq!(refused["step"], "set");
    assert_eq!(stage.rotation(), json!({ "step": "set", "version": 3 }));
}

#[test]
fn a_rotation_that_a_crash_interrupted_goes_on_with_the_key_that_was_kept() {
    let mut stage = Stage::new();
    // The next value is made and kept, and then the service is down.
    stage.ail(1);
    let down = stage.rotate().expect(503).json();
    assert_eq!(
        (&down["type"], &down["step"]),
        (&json!("urn:strongroom:problem:service-unavailable"), &json!("set"),)
    );
    assert_eq!(stage.key(), FIRST, "the current value stays");
    let under_way = stage.rotation();
    assert_eq!(under_way, json!({ "step": "set", "version": 2 }));

    stage.strongroom.kill();
    // Nothing of either key lies in the data folder, beside the code of the type that makes them.
    for entry in walk(&stage.strongroom.data()) {
        let bytes = fs::read(&entry).expect("a file");
        assert!(!bytes.windows(3).any(|window| window == b"rk_"), "{}", entry.display());
    }
    stage.strongroom.start_again();
    stage.owner = stage.strongroom.owner();
    assert_eq!(stage.rotation(), under_way);
    assert_eq!(stage.rotate().expect(200).json()["_version"], 2);
    assert_eq!(stage.valid(), [id(&stage.key())]);
}

#[test]
fn a_rotation_can_be_given_up_and_a_new_value_ends_it() {
    let stage = Stage::new();
    stage.ail(1);
    let _ = stage.rotate().expect(503);
    let _ = stage.owner.delete(&format!("{}/rotate", stage.path)).expect(204);
    assert_eq!(stage.rotation(), Value::Null);

    stage.ail(1);
    let _ = stage.rotate().expect(503);
    let value = json!({ "service": format!("http://{}", stage.service.address), "key": FIRST });
    let _ = stage.owner.patch(&stage.path, &json!({ "value": value })).expect(200);
    assert_eq!(stage.rotation(), Value::Null);
    assert_eq!(stage.rotate().expect(200).json()["_version"], 3);
}

#[test]
fn a_secret_outlives_its_type() {
    let stage = Stage::new();
    set_types(stage.types.path(), None);
    stage.strongroom.running().wait_for_line(&["secret type gone", "type=RotatingApiKey"]);
    // The gateway remembers descriptions for as long as the second lasts.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let owner = &stage.owner;

    let list = owner.get(&format!("{SETTINGS}/{}/", stage.project)).expect(200).json();
    assert_eq!(list["data"][0]["value"]["key"], "********");
    let revealed = owner.get(&format!("{}?decrypt=true", stage.path)).expect(200).json();
    assert_eq!(revealed["value"]["key"], FIRST);
    assert!(revealed["note"].as_str().expect("a note").contains("not loaded"));
    let lines = owner.get(&format!("{}?decrypt=true&format=json", stage.path)).expect(200);
    assert_eq!(lines.json()["key"], FIRST);

    let renamed = owner.patch(&stage.path, &json!({ "name": "renamed" })).expect(200).json();
    assert_eq!(renamed["name"], "renamed");
    let value = json!({ "value": { "service": "https://a.example", "key": "rk_next" } });
    for refused in [owner.patch(&stage.path, &value), stage.check(), stage.rotate()] {
        assert_eq!(refused.expect(422).json()["errors"][0]["field"], "_type");
    }
    let document = owner.get("/api/identity/v1/swagger/doc.json").expect(200).json();
    assert!(document["components"]["schemas"].get("Value.RotatingApiKey").is_none());
    assert!(document["components"]["schemas"].get("Value.Custom").is_some());
    let _ = owner.delete(&stage.path).expect(204);
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.ends_with("cache") {
            continue;
        }
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
