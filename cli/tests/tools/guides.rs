//! The pages of `docs/use` about tools of others, followed command by command.

use serde_json::Value;
use strongroom_tests::{Reader, Said, Terminal};

use crate::{CLIENT, HELPER};

fn follow(page: &str) -> Said {
    let terminal = Terminal::owner(CLIENT);
    let reader = Reader::new(&terminal);
    reader.with_program("docker-credential-strongroom", HELPER.as_ref()).follow(page)
}

#[test]
fn docker() {
    let said = follow("use/docker.md");
    assert!(said.out.contains(r#""Secret":"a-password""#), "{}", said.out);
    assert!(said.out.contains(r#"{"ghcr.io":"robot"}"#), "{}", said.out);
}

#[test]
fn amazon() {
    let said = follow("use/aws.md");
    assert!(said.out.contains("keys are at http://127.0.0.1:"), "{}", said.out);
    assert!(said.out.contains(r#""AccessKeyId":"AKIAIOSFODNN7EXAMPLE""#), "{}", said.out);
    assert!(said.out.contains(r#""Token":"","Expiration":""#), "{}", said.out);
}

#[test]
fn kubernetes() {
    let said = follow("use/kubernetes.md");
    let answer = said.out.lines().find(|line| line.contains("CredentialProviderResponse"));
    let answer: Value = serde_json::from_str(answer.unwrap()).unwrap();
    assert_eq!(answer["auth"]["ghcr.io"]["password"], "a-password", "{}", said.out);
}

#[test]
fn terraform() {
    assert!(follow("use/terraform.md").out.contains(r#"{"value":"sk_live_123"}"#));
}

#[test]
fn jobs() {
    follow("use/ci.md");
}

#[test]
fn direnv() {
    follow("use/direnv.md");
}

#[test]
fn systemd() {
    follow("use/systemd.md");
}
