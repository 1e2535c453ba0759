//! Signing in, and what is kept of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod provider;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use provider::Provider;
use serde_json::Value;
use strongroom_tests::{Native, Said, Strongroom, Terminal, said, said_with_input};
use tempfile::TempDir;

/// Somebody with a home of their own, and no variables that say where and as whom.
struct Person {
    terminal: Terminal,
    home: TempDir,
}

impl Person {
    fn new() -> Self {
        let owner = Terminal::owner(env!("CARGO_BIN_EXE_strongroom-client"));
        Self { terminal: owner, home: tempfile::tempdir().unwrap() }
    }

    fn server(&self) -> String {
        self.terminal.strongroom.running().address().to_owned()
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join(".config/strongroom")
    }

    fn command(&self, line: &str) -> std::process::Command {
        let mut command = self.terminal.without_token().command(line);
        command.env_remove("STRONGROOM_URL").env_remove("XDG_CONFIG_HOME");
        command.env("HOME", self.home.path());
        command
    }

    fn run(&self, line: &str) -> Said {
        said(self.command(line))
    }

    fn does(&self, line: &str) -> Said {
        let said = self.run(line);
        assert_eq!(said.code, 0, "{line}: {}{}", said.out, said.err);
        said
    }

    fn signs_in(&self, line: &str, typed: &str) -> Said {
        let said = said_with_input(self.command(line), typed);
        assert_eq!(said.code, 0, "{line}: {}{}", said.out, said.err);
        said
    }
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn a_token_is_kept_for_its_context_where_nobody_else_can_read_it() {
    let person = Person::new();
    let token = person.terminal.token.clone().unwrap();
    let line = format!("login --server {} --as lab --with token", person.server());
    let said = person.signs_in(&line, &format!("{token}\n"));
    assert!(!said.out.contains(&token) && !said.err.contains(&token));
    assert_eq!(person.does("whoami").fact("Administrator"), "yes");
    let folder = person.folder();
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("credentials")), 0o700);
    assert_eq!(mode(&folder.join("credentials/lab")), 0o600);
    assert!(!fs::read_to_string(folder.join("contexts.toml")).unwrap().contains(&token));
    person.does("logout");
    assert_eq!(fs::read_dir(folder.join("credentials")).unwrap().count(), 0);
    let said = person.run("whoami");
    assert!(said.err.contains("strongroom login"), "{}", said.err);
}

#[test]
fn a_token_that_the_server_does_not_take_replaces_none_that_it_does() {
    let person = Person::new();
    let line = format!("login --server {} --as lab --with token", person.server());
    person.signs_in(&line, &person.terminal.token.clone().unwrap());
    let said = said_with_input(person.command(&line), "srt_planted");
    assert_eq!(said.code, 4, "{}", said.err);
    assert!(!said.err.contains("planted"));
    assert_eq!(person.does("whoami").fact("Administrator"), "yes");
    assert_eq!(fs::read_dir(person.folder().join("credentials")).unwrap().count(), 1);
}

#[test]
fn a_client_signs_in_with_its_id_and_secret() {
    let person = Person::new();
    let organization = person.terminal.organization();
    let made = person.terminal.does(&format!(
        "client create organization/{organization} ci --scope organization/{organization}:metadata --json"
    ));
    let made = made.json();
    let (id, secret) = (made["id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
    let line = format!("login --server {} --client {id}", person.server());
    let said = person.signs_in(&line, secret);
    assert!(!said.out.contains(secret));
    assert_eq!(person.does("whoami --json").json()["client"]["id"], id);
}

#[test]
fn a_context_says_which_server_and_project_and_a_flag_or_variable_comes_first() {
    let person = Person::new();
    let project = strongroom_tests::unique("of-a-context");
    person.terminal.does(&format!("project create {project}"));
    let server = person.server();
    person.does(&format!("context add away --server http://127.0.0.1:9 --project {project}"));
    person.signs_in(
        &format!("login --server {server} --as lab --project {project} --with token"),
        &person.terminal.token.clone().unwrap(),
    );
    person.does("secret list");
    let contexts = person.does("context list --json").json();
    let names = contexts["data"].as_array().unwrap().iter().map(|it| it["name"].clone());
    assert_eq!(names.collect::<Vec<_>>(), ["away", "lab"]);
    // Another server than the one that was signed in to is sent nothing.
    for line in ["whoami --context away", "whoami --server http://127.0.0.1:9"] {
        let said = person.run(line);
        assert!(said.err.contains("there is no token for http://127.0.0.1:9"), "{}", said.err);
    }
    let mut command = person.command("whoami");
    command.env("STRONGROOM_TOKEN", "srt_wrong");
    assert_eq!(said(command).code, 4);
    person.does("context use away");
    assert_ne!(person.run("secret list").code, 0);
    person.does("secret list --context lab");
    let said = person.run("whoami --context nowhere");
    assert!(said.err.contains("no context of this name"), "{}", said.err);
    person.does("context rm lab");
    assert!(!person.folder().join("credentials/lab").exists());
}

#[test]
fn a_credential_is_for_the_server_that_it_was_made_for_whatever_becomes_of_the_context() {
    let person = Person::new();
    let line = format!("login --server {} --as lab --with token", person.server());
    person.signs_in(&line, &person.terminal.token.clone().unwrap());
    person.does("context add lab --server http://127.0.0.1:9");
    let said = person.run("whoami");
    assert!(said.err.contains("signed in to another server"), "{}", said.err);
}

#[test]
fn a_person_signs_in_at_a_provider_with_a_code_and_stays_signed_in() {
    let provider = Provider::start();
    let settings = tempfile::tempdir().unwrap();
    let file = settings.path().join("strongroom.toml");
    fs::write(&file, provider.settings()).unwrap();
    let strongroom = Strongroom::start(Arc::new(Native::new().flag("--config", &file)));
    let person = Person {
        terminal: Terminal {
            program: env!("CARGO_BIN_EXE_strongroom-client").into(),
            strongroom: Arc::new(strongroom),
            token: None,
        },
        home: tempfile::tempdir().unwrap(),
    };
    let line = format!("login --server {} --as lab", person.server());

    provider.state().refuses = true;
    let said = person.run(&line);
    assert!(said.err.contains("the sign-in was refused"), "{}", said.err);
    assert!(!person.folder().join("credentials/lab").exists());
    provider.state().refuses = false;

    let said = person.does(&line);
    assert!(said.err.contains("/type and type WDJB-MJHT"), "{}", said.err);
    assert!(said.out.contains("as Grace"), "{}", said.out);
    let me = person.does("whoami --json").json();
    assert_eq!(me["token"]["kind"], "identity-token");

    // A token that has ended is renewed once, however many commands need one.
    let path = person.folder().join("credentials/lab");
    let mut kept: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    kept["expires_at"] = 0.into();
    fs::write(&path, kept.to_string()).unwrap();
    provider.state().asked.clear();
    let commands: Vec<_> = (0..4)
        .map(|_| {
            let mut command = person.command("whoami");
            command.stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut command in commands {
        assert!(command.wait().unwrap().success());
    }
    let renewals = |provider: &Provider| {
        provider.state().asked.iter().filter(|asked| *asked == "refresh_token").count()
    };
    assert_eq!(renewals(&provider), 1);
    assert_eq!(mode(&path), 0o600);

    // What the provider does not renew is over; what cannot reach it is away.
    let mut kept: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let (good, refresh_token) = (kept.clone(), kept["refresh_token"].clone());
    kept["expires_at"] = 0.into();
    let away = Value::from("http://127.0.0.1:9");
    let there = std::mem::replace(&mut kept["issuer"], away);
    fs::write(&path, kept.to_string()).unwrap();
    assert_eq!(person.run("whoami").code, 5);
    kept["issuer"] = there;
    kept["refresh_token"] = "refresh-1".into();
    fs::write(&path, kept.to_string()).unwrap();
    let said = person.run("whoami");
    assert_eq!(said.code, 4, "{}", said.err);
    assert!(said.err.contains("is over: `strongroom login`"), "{}", said.err);

    fs::write(&path, good.to_string()).unwrap();
    assert_eq!(provider.state().refresh_token.as_deref(), refresh_token.as_str());
    person.does("logout");
    assert_eq!(provider.state().refresh_token, None);
}
