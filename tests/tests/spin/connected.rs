//! A type that talks to a service, put into the application with a grant. The test host alone leads a
//! name to an address of this machine; Spin asks the machine's resolver.

#[allow(dead_code, unreachable_pub, clippy::all, reason = "the example's own")]
#[path = "../../../examples/types/rotating-api-key/examples/service.rs"]
mod service;

use std::sync::Arc;

use serde_json::{Value, json};
use service::Service;
use strongroom_tests::{API, Answer, Client, Program, SETTINGS, Spin, Strongroom, artefacts};

const FIRST: &str = "rk_the-first-key-of-all";
const SERVICE: &str = "http://service.example";

struct Stage {
    service: Service,
    strongroom: Strongroom,
    owner: Client,
    project: String,
}

impl Stage {
    fn new() -> Self {
        let service = Service::start("127.0.0.1:0", FIRST).expect("a service");
        let file = artefacts::example("strongroom-example-rotating-api-key");
        let grant = format!("RotatingApiKey={SERVICE}");
        let spin = Spin::by(Program::TestHost)
            .bundled(&["--type", file.to_str().expect("text"), "--grant", &grant])
            .flag("--resolve", &format!("service.example={}", service.address))
            .flag("--resolve", &format!("other.example={}", service.address));
        let strongroom = Strongroom::start(Arc::new(spin));
        let owner = strongroom.owner();
        let project = owner.new_project();
        Self { service, strongroom, owner, project }
    }

    /// Gives the path of a new secret.
    fn secret(&self, name: &str, service: &str) -> String {
        let value = json!({ "service": service, "key": FIRST });
        let body = json!({ "_type": "secret/RotatingApiKey", "name": name, "value": value });
        let made = self.owner.post(&format!("{SETTINGS}/{}/", self.project), &body).expect(201);
        format!("{SETTINGS}/{}/{}", self.project, made.json()["_key"].as_str().expect("a key"))
    }

    fn ask(&self, path: &str, what: &str) -> Answer {
        self.owner.ask("POST", &format!("{path}/{what}")).send()
    }
}

#[test]
fn a_key_is_checked_and_rotated_at_its_service() {
    let stage = Stage::new();
    let path = stage.secret("key", SERVICE);
    assert_eq!(stage.ask(&path, "check").expect(200).json()["works"], true);
    let rotated = stage.ask(&path, "rotate").expect(200).json();
    assert_eq!((&rotated["_version"], &rotated["_rotation"]), (&json!(2), &Value::Null));
    let revealed = stage.owner.get(&format!("{path}?decrypt=true")).expect(200).json();
    assert_ne!(revealed["value"]["key"], FIRST);
    assert_eq!(stage.ask(&path, "check").expect(200).json()["works"], true);
    assert_eq!(stage.service.state.lock().expect("a lock").keys.len(), 1, "the first is revoked");
    let log = stage.owner.get(&format!("{API}/audit/{}?limit=20", stage.project)).expect(200);
    assert!(!log.text().contains("rk_"));
    assert!(!stage.strongroom.log().contains("rk_"));
}

/// Neither a name that nobody granted nor what is on this machine, whoever asks for it.
#[test]
fn what_was_not_granted_is_not_reached() {
    let stage = Stage::new();
    // Each request that came would be counted down.
    stage.service.state.lock().expect("a lock").ailing = 9;
    let by_address = format!("http://{}", stage.service.address);
    for (name, service) in [("other", "http://other.example"), ("address", by_address.as_str())] {
        let path = stage.secret(name, service);
        let refused = stage.ask(&path, "check");
        assert!(refused.status >= 400 || refused.json()["works"] == false, "{}", refused.text());
    }
    assert_eq!(stage.service.state.lock().expect("a lock").ailing, 9, "nobody came");
}
