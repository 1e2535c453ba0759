//! The credential helper: by its protocol, and as the real `docker` asks it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use strongroom_tests::{Said, said_with_input};

use crate::{HELPER, Project};

const HUB: &str = "https://index.docker.io/v1/";
const NOT_FOUND: &str = "credentials not found in native keychain\n";

fn asks(project: &Project, what: &str, input: &str) -> Said {
    said_with_input(project.of(HELPER, &[what]), input)
}

fn given(server: &str, username: &str, secret: &str) -> String {
    json!({ "ServerURL": server, "Username": username, "Secret": secret }).to_string()
}

#[test]
fn gives_the_credentials_of_a_server_under_all_of_its_names() {
    let project = Project::new();
    project.has_registry("hub", "docker.io", "ada", "in-the-hub");
    project.has_registry("github", "ghcr.io", "grace", "at-github");
    for (asked, username, secret) in [
        (HUB, "ada", "in-the-hub"),
        ("ghcr.io", "grace", "at-github"),
        ("https://ghcr.io", "grace", "at-github"),
        ("ghcr.io/team/app\n", "grace", "at-github"),
    ] {
        let said = asks(&project, "get", asked);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
        let expected = json!({ "ServerURL": asked.trim(), "Username": username, "Secret": secret });
        assert_eq!(said.json(), expected);
    }
}

#[test]
fn a_miss_is_said_in_the_words_that_docker_knows() {
    let project = Project::new();
    project.has_registry("github", "ghcr.io", "grace", "pw");
    for (what, input, words) in [
        ("get", "quay.io", NOT_FOUND),
        ("get", "ghcr.io.example.com", NOT_FOUND),
        ("get", "", "no credentials server URL\n"),
        ("erase", " \n", "no credentials server URL\n"),
        ("store", r#"{"Username":"a","Secret":"b"}"#, "no credentials server URL\n"),
        ("store", r#"{"ServerURL":"quay.io","Secret":"b"}"#, "no credentials username\n"),
    ] {
        let said = asks(&project, what, input);
        assert_eq!((said.code, said.out.as_str()), (1, words), "{what} {input}");
    }
}

#[test]
fn an_identity_token_goes_by_dockers_name_for_one_both_ways() {
    let project = Project::new();
    let stored = asks(&project, "store", &given("example.azurecr.io", "<token>", "refresh"));
    assert_eq!(stored.code, 0, "{}", stored.out);
    let said = asks(&project, "get", "example.azurecr.io").json();
    assert_eq!((&said["Username"], &said["Secret"]), (&json!("<token>"), &json!("refresh")));
    assert_eq!(asks(&project, "list", "").json(), json!({ "example.azurecr.io": "<token>" }));
}

#[test]
fn a_login_is_kept_renewed_and_forgotten() {
    let project = Project::new();
    for password in ["first", "first", "second"] {
        let stored = asks(&project, "store", &given("https://quay.io", "ada", password));
        assert_eq!((stored.code, stored.out.as_str()), (0, ""));
        assert_eq!(asks(&project, "get", "quay.io").json()["Secret"], password);
        assert_eq!(project.names(), ["quay.io"]);
    }
    for _ in 0..2 {
        let erased = asks(&project, "erase", "quay.io");
        assert_eq!((erased.code, erased.out.as_str()), (0, ""));
    }
    assert_eq!(asks(&project, "get", "quay.io").out, NOT_FOUND);
    assert!(project.names().is_empty());
}

#[test]
fn what_people_put_there_is_neither_replaced_nor_erased() {
    let project = Project::new();
    project.has_registry("team", "quay.io", "robot", "shared");
    let same = asks(&project, "store", &given("quay.io", "robot", "shared"));
    assert_eq!((same.code, same.out.as_str()), (0, ""));
    let other = asks(&project, "store", &given("quay.io", "ada", "planted-password"));
    let erased = asks(&project, "erase", "quay.io");
    for said in [other, erased] {
        assert_eq!(said.code, 1);
        assert!(said.out.contains("`team`") && !said.out.contains("planted"), "{}", said.out);
    }
    assert_eq!(asks(&project, "get", "quay.io").json()["Secret"], "shared");
}

#[test]
fn two_for_one_server_are_not_chosen_between() {
    let project = Project::new();
    project.has_registry("one", "quay.io", "a", "1");
    project.has_registry("two", "quay.io", "b", "2");
    project.has_registry("near", "quay.io/team", "c", "3");
    let said = asks(&project, "get", "quay.io");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("`one` and `two`"), "{}", said.out);
    assert_eq!(asks(&project, "get", "quay.io/team/app").json()["Username"], "c");
}

#[test]
fn says_what_it_is_without_a_server() {
    let mut command = project_less("version");
    let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert_eq!(
        out,
        format!("docker-credential-strongroom (strongroom) {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn what_is_wrong_is_told_to_docker_where_it_looks() {
    let mut command = project_less("get");
    command.env("STRONGROOM_TOKEN", "srt_planted").env("STRONGROOM_URL", "http://127.0.0.1:1");
    let said = said_with_input(command, "quay.io");
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("cannot be reached") && !said.out.contains("planted"),
        "{}",
        said.out
    );
}

fn project_less(word: &str) -> std::process::Command {
    let mut command = std::process::Command::new(HELPER);
    command.env_clear().env("STRONGROOM_PROJECT", "p").arg(word);
    command
}

#[test]
#[cfg_attr(without_docker, ignore = "there is no docker on PATH")]
fn docker_logs_in_and_out() {
    let project = Project::new();
    let registry = registry("ada", "correct horse");
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.json");
    std::fs::write(&config, r#"{"credsStore":"strongroom"}"#).unwrap();
    let docker = |words: &[&str], input: &str| {
        let mut command = project.of("docker", words);
        command.env("DOCKER_CONFIG", home.path()).env("DOCKER_HOST", "tcp://127.0.0.1:1");
        said_with_input(command, input)
    };

    let login = ["login", &registry, "--username", "ada", "--password-stdin"];
    let refused = docker(&login, "wrong");
    assert_ne!(refused.code, 0, "{}", refused.out);
    assert!(project.names().is_empty());

    let done = docker(&login, "correct horse");
    assert!(done.out.contains("Login Succeeded"), "{}{}", done.out, done.err);
    assert_eq!(project.names(), [registry.as_str()]);
    let written: Value = serde_json::from_slice(&std::fs::read(&config).unwrap()).unwrap();
    assert_eq!(written["auths"], json!({ registry.as_str(): {} }), "{written}");

    // What it knows it has from the helper. To go on it would need a daemon.
    let again = docker(&["login", &registry], "");
    let told = again.out + &again.err;
    assert!(told.contains("[Username: ada]"), "{told}");

    let out = docker(&["logout", &registry], "");
    assert_eq!((out.code, out.err.as_str()), (0, ""), "{}", out.out);
    assert!(project.names().is_empty());
}

/// A registry that lets one person in, as far as `docker login` looks. Its address.
fn registry(username: &str, password: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let expected =
        format!("Basic {}", Base64::encode_string(format!("{username}:{password}").as_bytes()));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // Docker tries TLS first, and goes on when that is refused on this machine.
            let _ = answer(&stream.unwrap(), &expected);
        }
    });
    address
}

fn answer(mut stream: &TcpStream, expected: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let is_registry =
        lines.next().is_some_and(|line| line.is_ok_and(|line| line.starts_with("GET /v2/ ")));
    if !is_registry {
        return Ok(());
    }
    let mut is_in = false;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        let given = line.split_once(": ");
        is_in |= given.is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("authorization") && value == expected
        });
    }
    let status = if is_in { "200 OK" } else { "401 Unauthorized" };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\
         Docker-Distribution-Api-Version: registry/2.0\r\nConnection: close\r\n\r\n"
    )
}
