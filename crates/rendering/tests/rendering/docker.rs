//! Environment files for Docker, read as its client reads them, and by the client itself.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use serde_json::Value;
use strongroom_rendering::Format;

use crate::{awkward, refuses};

/// Docker's rules: a line ends in a newline with or without a carriage return; what follows the
/// first `=` is the value, as it stands.
fn read(file: &[u8]) -> BTreeMap<String, String> {
    let text = std::str::from_utf8(file).unwrap();
    let lines = text.strip_suffix('\n').expect("a last newline").split('\n');
    lines
        .map(|line| line.strip_suffix('\r').unwrap_or(line).split_once('=').expect("a value"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn rendered(value: &[u8]) -> Result<Vec<u8>, Vec<(String, String)>> {
    Format::DotenvDocker.render("stripe", &[("value", value)])
}

#[test]
fn a_value_is_the_rest_of_its_line() {
    for value in ["sk_live_123", "'quoted'", "\"x\"", "# none", " blanks ", "a=b", "$HOME", ""] {
        let expected = format!("STRIPE={value}\n");
        assert_eq!(rendered(value.as_bytes()).unwrap(), expected.as_bytes());
    }
}

#[test]
fn refuses_what_a_line_does_not_hold() {
    refuses(rendered(b"one\ntwo"), "value", "several lines");
    refuses(rendered(b"one\r"), "value", "carriage return");
    refuses(rendered(b"a\0b"), "value", "NUL");
    refuses(rendered(b"\xc3\x28"), "value", "UTF-8");
    refuses(rendered(&[b'x'; 65_529]), "value", "too long");
    assert!(rendered(&[b'x'; 65_528]).is_ok());
}

#[test]
fn tells_of_every_field_that_does_not_fit() {
    let fields: &[(&str, &[u8])] = &[("a", b"1\n2"), ("b", b"fine"), ("c", b"\xff")];
    let problems = Format::DotenvDocker.render("x", fields).unwrap_err();
    let names: Vec<_> = problems.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["a", "c"]);
}

proptest! {
    #[test]
    fn docker_reads_every_value_back_that_it_can_hold(value in awkward()) {
        let fits = !value.contains('\n') && !value.ends_with('\r');
        match rendered(value.as_bytes()) {
            Ok(file) => prop_assert_eq!(&read(&file)["STRIPE"], &value),
            Err(_) => prop_assert!(!fits),
        }
    }
}

/// What Docker's client makes of the file: the environment it asks a daemon for. The daemon is this
/// test, and does nothing.
#[test]
#[ignore = "needs the client of Docker; run it with --ignored where there is one"]
fn dockers_own_client_reads_the_file_so() {
    let longest = "x".repeat(65_528);
    for value in ["'it\"s' $HOME \\n # x", " \t blanks ", "a\rb", "=", "pässwörd 🔑", &longest]
    {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, rendered(value.as_bytes()).unwrap()).unwrap();

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = Command::new("docker")
            .arg("--host")
            .arg(format!("tcp://{}", listener.local_addr().unwrap()))
            .args(["create", "--env-file"])
            .arg(&path)
            .arg("image")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let asked = asked_environment(&listener);
        client.wait().unwrap();
        assert_eq!(asked, [format!("STRIPE={value}")]);
    }
}

fn asked_environment(listener: &TcpListener) -> Vec<String> {
    for stream in listener.incoming() {
        let mut stream = BufReader::new(stream.unwrap());
        while let Some((target, body)) = request(&mut stream) {
            let created = target.contains("/containers/create");
            let (status, answer) = match (created, target.contains("_ping")) {
                (true, _) => ("201 Created", r#"{"Id":"1","Warnings":[]}"#),
                (_, true) => ("200 OK", "OK"),
                _ => ("404 Not Found", "{}"),
            };
            let length = answer.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nApi-Version: 1.45\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n\r\n"
            );
            stream.get_mut().write_all(head.as_bytes()).unwrap();
            stream.get_mut().write_all(answer.as_bytes()).unwrap();
            if created {
                let body: Value = serde_json::from_slice(&body).unwrap();
                let list = body["Env"].as_array().unwrap().clone();
                return list.iter().map(|entry| entry.as_str().unwrap().to_owned()).collect();
            }
        }
    }
    unreachable!("a listener goes on for ever")
}

fn request(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut first = String::new();
    if stream.read_line(&mut first).ok()? == 0 {
        return None;
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((first, body))
}
