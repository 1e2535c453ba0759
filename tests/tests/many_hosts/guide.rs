//! `docs/scale-out.md`, done as it says: each of its shell's lines is run, on a PostgreSQL that speaks
//! TLS alone and with hosts that have the rights that the guide gives them and no more.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use strongroom_test_postgres::{Cluster, Settings};
use strongroom_tests::{API, Client, Native, Refused, Running, SETTINGS, TO_READ, artefacts};
use tempfile::TempDir;

use crate::on_postgresql;

/// Someone who follows the guide, in a folder that stands for the machine's.
struct Reader {
    cluster: std::sync::Arc<Cluster>,
    machine: TempDir,
}

impl Reader {
    fn new() -> Self {
        let cluster = Cluster::with(Settings::new().tls());
        let machine = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(machine.path().join("etc")).expect("a folder");
        let authority = cluster.authority().expect("one that speaks TLS");
        fs::copy(authority, machine.path().join("etc/database-ca.pem")).expect("a certificate");
        Self { cluster, machine }
    }

    /// The guide's names, as they are here.
    fn here(&self, text: &str) -> String {
        let folder = |name: &str| self.machine.path().join(name).display().to_string();
        text.replace("db.example.com", &format!("localhost:{}", self.cluster.port()))
            .replace("/etc/strongroom", &folder("etc"))
            .replace("/var/lib/strongroom", &folder("data"))
            .replace("/var/backups/strongroom", &folder("backups"))
    }

    /// Runs the lines of all fences that are for a shell, in one shell, and gives what they said.
    fn follow(&self, guide: &str) -> String {
        let script = self.here(&lines_for_a_shell(guide));
        let programs = self.cluster.programs();
        let host = artefacts::host();
        let folders = [host.parent().expect("a folder"), programs.folder()];
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path =
            folders.iter().map(Path::new).map(Path::to_owned).chain(std::env::split_paths(&path));
        let output = Command::new("/bin/sh")
            .args(["-euc", &script])
            .current_dir(self.machine.path())
            .env("PATH", std::env::join_paths(path).expect("a path"))
            .env("PGHOST", self.cluster.socket())
            .env("PGPORT", self.cluster.port().to_string())
            .env("STRONGROOM_CORE", artefacts::core())
            .env("STRONGROOM_TYPES", artefacts::types())
            .output()
            .expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}\n{said}");
        said
    }

    /// A host as the guide starts it, on a folder that has been given the root key.
    fn host(&self, address: &str, folder: &str) -> Result<Running, Refused> {
        use strongroom_tests::Deployment as _;
        let root_key = self.machine.path().join("data/root-key");
        let address = self.machine.path().join("etc").join(address);
        let native = Native::new().flag("--root-key", root_key).flag("--database-file", address);
        native.start(&self.machine.path().join(folder))
    }
}

fn lines_for_a_shell(guide: &str) -> String {
    let mut script = String::new();
    let mut is_for_a_shell = false;
    for line in guide.lines() {
        match line.strip_prefix("```") {
            Some(kind) => is_for_a_shell = kind == "sh",
            None if is_for_a_shell => {
                script.push_str(line);
                script.push('\n');
            }
            None => {}
        }
    }
    script
}

/// Something of everything that changes a table.
fn uses_all_that_there_is(owner: &Client) -> strongroom_tests::Secret {
    let organization = owner.organization().replacen('/', "s/", 1);
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "kept", "first");
    let _ = owner.patch(&secret.path, &json!({ "value": "second" })).expect(200);
    let gone = owner.new_secret(&project, "gone", "a value");
    let _ = owner.delete(&gone.path).expect(204);
    let reader = owner.new_token(Some(&[(&project, TO_READ)]));
    reader.get(&secret.revealed()).refused(403, "forbidden");
    let body = json!({ "name": "Ada", "role": "Contributor", "token_expires_in": 600 });
    let person = owner.post(&format!("{API}/{organization}/people"), &body).expect(201).json();
    let id = person["id"].as_str().expect("an id");
    let group = json!({ "name": "all" });
    let group = owner.post(&format!("{API}/{organization}/groups"), &group).expect(201).json();
    let membership = format!("{API}/groups/{}/members/{id}", group["id"].as_str().expect("an id"));
    assert!(owner.ask("PUT", &membership).send().status < 300);
    let _ = owner.delete(&membership).expect(204);
    let _ = owner.delete(&format!("{API}/people/{id}")).expect(204);
    let scopes = json!([{ "on": project, "permissions": ["reveal"] }]);
    let client = json!({ "name": "job", "expires_in": 600, "scopes": scopes });
    let client = owner.post(&format!("{API}/clients/{project}"), &client).expect(201).json();
    let client = format!("{API}/clients/{}", client["id"].as_str().expect("an id"));
    let _ = owner.delete(&client).expect(204);
    let other = owner.new_project();
    let _ = owner.delete(&format!("{API}/{}", other.replacen('/', "s/", 1))).expect(204);
    let _ = owner.get(&format!("{SETTINGS}/{project}/?search=ke")).expect(200);
    let _ = owner.get(&format!("{API}/audit/{project}")).expect(200);
    secret
}

fn the_guide_is_followed_to_the_letter_and_its_roles_can_do_what_they_need_and_no_more() {
    let reader = Reader::new();
    let guide = artefacts::source("docs/scale-out.md");
    let said = reader.follow(&guide);
    let token = said.split_whitespace().find(|word| word.starts_with("srt_")).expect("a token");

    let hosts = ["one", "two"].map(|folder| {
        reader.host("database", folder).unwrap_or_else(|refused| panic!("{refused}"))
    });
    let owner = |host: &Running| Client::new(host.address()).with_token(token);
    let secret = uses_all_that_there_is(&owner(&hosts[0]));
    assert_eq!(owner(&hosts[1]).reveal(&secret), "second");

    let as_server = |sql: &str| {
        let sql = format!("SET ROLE strongroom_server; {sql}");
        reader.cluster.try_sql("strongroom", &sql)
    };
    assert_eq!(as_server("SELECT count(*) > 0 FROM audit").expect("may read"), "t");
    for sql in [
        "DELETE FROM audit",
        "DELETE FROM audit_checkpoints",
        "UPDATE audit_checkpoints SET records = 0",
        "UPDATE audit SET event = 'nothing'",
        "TRUNCATE audit",
        "DROP TABLE secrets",
        "CREATE TABLE more (id bigint)",
        "ALTER TABLE secrets ADD COLUMN more bigint",
        "CREATE SCHEMA more",
    ] {
        let refused = as_server(sql).expect_err(sql);
        let reasons = ["permission denied", "must be owner"];
        assert!(reasons.iter().any(|reason| refused.contains(reason)), "{sql}: {refused}");
    }

    // What was backed up and restored opens with the root key, and holds what was there then.
    let restored = reader.host("restored", "three").unwrap_or_else(|refused| panic!("{refused}"));
    owner(&restored).get(&secret.path).refused(404, "not-found");
    let _ = owner(&restored).get(&format!("{API}/me")).expect(200);
}

on_postgresql! {
    the_guide_is_followed_to_the_letter_and_its_roles_can_do_what_they_need_and_no_more,
}
