//! A database that moves: from the data folder to a PostgreSQL and back, with the command line, cut
//! off in the middle, and served again at the other end.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;
use strongroom_test_postgres as postgres;
use strongroom_tests::{API, Native, Secret, Strongroom, artefacts};

/// What a run of `database copy` came to.
struct Copied {
    done: bool,
    told: Value,
    said: String,
}

fn copy(from: &str, to: &str) -> Command {
    let mut command = Command::new(artefacts::host());
    command.args(["database", "copy", from, to]);
    command
}

fn run(from: &str, to: &str) -> Copied {
    let mut command = copy(from, to);
    let output = command.arg("--json").output().expect("the host runs");
    let said = String::from_utf8(output.stderr).expect("text");
    let told = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    Copied { done: output.status.success(), told, said }
}

/// An address with a password, as the command takes one: in a file.
fn address_in_file(url: &str, folder: &Path) -> String {
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = folder.join("address");
    let mut new = fs::OpenOptions::new();
    let opened = new.write(true).create(true).truncate(true).mode(0o600).open(&file);
    std::io::Write::write_all(&mut opened.expect("a file"), url.as_bytes()).expect("written");
    format!("file:{}", file.display())
}

fn on(database: &postgres::Database) -> Arc<Native> {
    Arc::new(Native::new().variable("STRONGROOM_DATABASE", database.url()))
}

/// With something in most tables.
fn filled() -> (Strongroom, Vec<Secret>) {
    let strongroom = Strongroom::start(Arc::new(Native::new()));
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secrets: Vec<Secret> = (0..20)
        .map(|number| owner.new_secret(&project, &format!("s{number}"), &format!("value {number}")))
        .collect();
    let _ = owner.new_token(None);
    for secret in &secrets {
        let _ = owner.reveal(secret);
    }
    (strongroom, secrets)
}

fn all_are_there(strongroom: &Strongroom, secrets: &[Secret]) {
    for (number, secret) in secrets.iter().enumerate() {
        assert_eq!(strongroom.owner().reveal(secret), format!("value {number}"));
    }
    // Its codes hold wherever the root key is.
    let path = &secrets.first().expect("a secret").path;
    let owner: Vec<&str> = path.rsplit('/').skip(3).take(2).collect();
    let log = format!("{API}/audit/{}/{}/verification", owner[1], owner[0]);
    let log = strongroom.owner().get(&log).expect(200);
    assert_eq!(log.json()["broken"], serde_json::Value::Null);
    assert!(log.json()["records"].as_u64().is_some_and(|records| records > 20));
}

fn rows(copied: &Copied, table: &str) -> u64 {
    let tables = copied.told["tables"].as_array().expect("tables");
    let found = tables.iter().find(|row| row["table"] == table).expect("the table");
    assert_eq!(found["sha256"].as_str().expect("a digest").len(), 64);
    found["rows"].as_u64().expect("a number")
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn a_copy_that_was_killed_goes_on_and_the_data_is_served_at_the_other_end_and_back() {
    let (mut strongroom, secrets) = filled();
    let database = postgres::shared().database();
    let there = address_in_file(&database.url(), strongroom.folder());
    let here = format!("sqlite:{}", strongroom.data().join("strongroom.db").display());

    let refused = run(&here, &there);
    assert!(!refused.done && refused.said.contains("another strongroom is running"));
    assert!(strongroom.stop().success());

    // Killed when it has told of its first table.
    let mut command = copy(&here, &there);
    let mut cut_off = command.stderr(Stdio::piped()).spawn().expect("the host runs");
    let mut said = BufReader::new(cut_off.stderr.take().expect("it is piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("a line");
    cut_off.kill().expect("it is killed");
    assert!(!cut_off.wait().expect("it ended").success(), "it was faster: {line}");
    let _ = said.read_to_string(&mut line);
    assert!(!line.contains("audit: comparing"), "it was faster: {line}");

    // Nobody takes half of a copy for the whole.
    let served = Native::new()
        .variable("STRONGROOM_DATABASE", database.url())
        .command(&["init"], &strongroom.data())
        .output()
        .expect("the host runs");
    assert!(!served.status.success());
    let why = String::from_utf8_lossy(&served.stderr).into_owned();
    assert!(why.contains("not finished"), "{why}");

    let copied = run(&here, &there);
    assert!(copied.done, "{}", copied.said);
    assert_eq!(rows(&copied, "secrets"), 20);
    assert!(rows(&copied, "audit") >= 40);
    assert!(!copied.said.contains("postgres://strongroom:"), "{}", copied.said);

    strongroom.move_to(on(&database));
    strongroom.start_again();
    all_are_there(&strongroom, &secrets);
    let more = strongroom.owner().new_project();
    let _ = strongroom.owner().new_secret(&more, "later", "a later value");

    // A server on it is in the way of the next copy.
    let back = strongroom.folder().join("back");
    fs::create_dir(&back).expect("a folder");
    let target = format!("sqlite:{}", back.join("strongroom.db").display());
    let refused = run(&there, &target);
    assert!(!refused.done && refused.said.contains("stop them"), "{}", refused.said);
    assert!(strongroom.stop().success());
    let copied = run(&there, &target);
    assert!(copied.done, "{}", copied.said);
    assert_eq!(rows(&copied, "secrets"), 21);
    fs::copy(back.join("strongroom.db"), strongroom.data().join("strongroom.db")).expect("a copy");
    strongroom.move_to(Arc::new(Native::new()));
    strongroom.start_again();
    all_are_there(&strongroom, &secrets);
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn nothing_is_copied_over_other_data_or_with_a_password_that_others_can_read() {
    let (mut strongroom, _) = filled();
    assert!(strongroom.stop().success());
    let here = format!("sqlite:{}", strongroom.data().join("strongroom.db").display());

    let mut other = Strongroom::start(Arc::new(Native::new()));
    assert!(other.stop().success());
    let taken = format!("sqlite:{}", other.data().join("strongroom.db").display());
    let before = fs::read(other.data().join("strongroom.db")).expect("a database");
    let refused = run(&here, &taken);
    assert!(!refused.done && refused.said.contains("holds other data"), "{}", refused.said);
    assert_eq!(fs::read(other.data().join("strongroom.db")).expect("a database"), before);

    let database = postgres::shared().database();
    let refused = run(&here, &database.url());
    assert!(!refused.done && refused.said.contains("file:FILE"), "{}", refused.said);
    let password = database.url();
    let (_, password) = password.split_once("strongroom:").expect("a user");
    let (password, _) = password.split_once('@').expect("a host");
    assert!(!refused.said.contains(password), "{}", refused.said);

    let nowhere = run("sqlite:/nowhere/strongroom.db", &taken);
    assert!(!nowhere.done && nowhere.said.contains("no database"), "{}", nowhere.said);
    let nonsense = run("mysql://x", &taken);
    assert!(!nonsense.done && nonsense.said.contains("sqlite:FILE"), "{}", nonsense.said);
}

#[test]
#[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
fn a_password_that_others_can_read_is_refused_and_never_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let url = "postgres://ada:hunter2@127.0.0.1:1/vault";
    let said = |native: Native, words: &[&str]| {
        let output = native.command(words, &data).output().expect("the host runs");
        assert!(!output.status.success());
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let flag = said(Native::new(), &["init", "--database", url]);
    assert!(flag.contains("STRONGROOM_DATABASE"), "{flag}");
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, format!("database = \"{url}\"\n")).expect("a file");
    let config = Native::new().flag("--config", settings.as_os_str());
    let filed = said(config, &["init"]);
    assert!(filed.contains("database-file"), "{filed}");
    let variable = || Native::new().variable("STRONGROOM_DATABASE", url);
    let away = said(variable(), &["init"]);
    assert!(away.contains("postgres://127.0.0.1:1/vault"), "{away}");
    assert!(away.contains("refused"), "{away}");
    let wrong = Native::new().variable("STRONGROOM_DATABASE", format!("{url}?sslmode=prefer"));
    let wrong = said(wrong, &["init"]);
    assert!(wrong.contains("sslmode"), "{wrong}");
    let help = variable().command(&["init", "--help"], &data).output().expect("the host runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("STRONGROOM_DATABASE"), "{help}");
    for text in [flag, filed, away, wrong, help] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}
