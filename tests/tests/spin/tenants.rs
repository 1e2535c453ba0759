//! Tenants side by side in one memory: each gets its own and nothing of another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use strongroom_tests::{API, Answer, Client, Program, SETTINGS, Secret, Spin, Strongroom};

use crate::{apart, counts};

/// As many as one instance serves at a time.
const TENANTS: usize = 16;
const ROUNDS: usize = 20;

/// A project with a token that reaches no other, on a connection of its own.
struct Tenant {
    name: String,
    client: Client,
    project: String,
    secret: Secret,
}

impl Tenant {
    fn new(owner: &Client, number: usize) -> Self {
        let name = format!("tenant-{number}-Zq7wKd93Vx");
        let project = owner.new_project();
        let secret = owner.new_secret(&project, &format!("of-{name}"), &value(&name, 0));
        let scopes: &[_] = &[(project.as_str(), strongroom_tests::ALL_PERMISSIONS)];
        let client = apart(&owner.new_token(Some(scopes)));
        Self { name, client, project, secret }
    }

    /// Does everything once. Gives the ids of its requests.
    fn round(&self, number: usize, others: &[Self]) -> Vec<String> {
        let mut requests = Vec::new();
        let mut keep = |ask: &dyn Fn() -> Answer| {
            let answer = patiently(ask);
            self.is_told_of_nobody_else(&answer);
            requests.push(answer.request_id().to_owned());
            answer
        };
        let client = &self.client;
        let patch = json!({ "value": value(&self.name, number) });
        let patched = keep(&|| client.patch(&self.secret.path, &patch)).expect(200);
        assert_eq!(patched.json()["name"], format!("of-{}", self.name));
        let revealed = keep(&|| client.get(&self.secret.revealed())).expect(200).json();
        assert_eq!(revealed["value"], value(&self.name, number));
        let list = format!("{SETTINGS}/{}/", self.project);
        let listed = keep(&|| client.get(&list)).expect(200);
        assert_eq!(listed.json()["data"].as_array().map(Vec::len), Some(1));
        // What is refused does not take anything along either.
        let other = &others[(number * 7) % others.len()];
        if other.name != self.name {
            let _ = keep(&|| client.get(&other.secret.revealed())).refused(404, "not-found");
        }
        let bad = json!({ "_type": "secret/Custom", "name": self.name, "value": 1 });
        let _ = keep(&|| client.post(&list, &bad)).expect(422);
        requests
    }

    #[track_caller]
    fn is_told_of_nobody_else(&self, answer: &Answer) {
        let text = format!("{:?} {}", answer.headers, answer.text());
        for found in text.match_indices("tenant-") {
            assert!(text[found.0..].starts_with(&self.name), "{}: {text}", self.name);
        }
    }
}

/// Asks again where the database was busy for too long with others.
fn patiently(ask: &dyn Fn() -> Answer) -> Answer {
    (0..20).map(|_| ask()).find(|answer| answer.status != 503).expect("an answer in 20 attempts")
}

fn value(name: &str, number: usize) -> String {
    format!("value {number} of {name}")
}

/// Statements take a moment, each another one, so that requests overtake each other.
#[test]
fn each_gets_its_own_and_nothing_of_another() {
    let spin = Spin::by(Program::TestHost)
        .flag("--delay-statements", "2")
        .flag("--idle-instance-timeout", "600");
    let strongroom = Strongroom::start(Arc::new(spin));
    let owner = strongroom.owner();
    let tenants: Vec<Tenant> = (0..TENANTS).map(|number| Tenant::new(&owner, number)).collect();
    let before = counts(owner.address());
    let asked: BTreeMap<&str, BTreeSet<String>> = std::thread::scope(|scope| {
        let ask = |tenant| {
            let tenants = &tenants;
            let all = move || {
                (1..=ROUNDS).flat_map(|number| Tenant::round(tenant, number, tenants)).collect()
            };
            (tenant.name.as_str(), scope.spawn(all))
        };
        let threads: Vec<_> = tenants.iter().map(ask).collect();
        threads.into_iter().map(|(name, thread)| (name, thread.join().expect("a tenant"))).collect()
    });
    let counts = counts(owner.address());
    let number = |counts: &Value, name: &str| counts[name].as_u64().expect("a number");
    // It was a test: several shared one memory, and instances came and went meanwhile.
    assert!(number(&counts, "most_in_one_instance") > 1, "{counts}");
    assert!(number(&counts, "instances") > number(&before, "instances") + 4, "{counts}");
    assert_eq!(number(&counts, "traps"), 0, "{counts}");

    for tenant in &tenants {
        let own = &asked[tenant.name.as_str()];
        let log = owner.get(&format!("{API}/audit/{}?limit=1000", tenant.project)).expect(200);
        let log = log.json();
        let records = log["data"].as_array().expect("records");
        let of_others: BTreeSet<&str> = asked
            .iter()
            .filter(|(name, _)| **name != tenant.name)
            .flat_map(|(_, requests)| requests.iter().map(String::as_str))
            .collect();
        let mut reveals = BTreeSet::new();
        for record in records {
            let request = record["request_id"].as_str().expect("an id");
            assert!(!of_others.contains(request) || record["event"] == "denied", "{record}");
            if record["event"] == "secret-revealed" {
                assert!(own.contains(request), "{record}");
                reveals.insert(request);
            }
        }
        assert_eq!(reveals.len(), ROUNDS, "{}", tenant.name);
    }
}
