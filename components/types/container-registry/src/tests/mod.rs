//! Values that people have, and the accidents that they have with them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod renderings;

use strongroom_secret_type::testing::{self, Pairs, with};

use super::*;

const BY_PASSWORD: [(&str, &str); 3] =
    [(SERVER, "ghcr.io"), (USERNAME, "ann"), (PASSWORD, "hunter2")];
const BY_TOKEN: [(&str, &str); 2] = [(SERVER, "ghcr.io"), (IDENTITY_TOKEN, "eyJhbGciOi.J9-_=")];

#[track_caller]
fn accepts(base: Pairs<'_>, more: Pairs<'_>) {
    testing::accepts::<ContainerRegistry>(base, more);
}

#[track_caller]
fn refuses(base: Pairs<'_>, more: Pairs<'_>, field: &str, words: &str) {
    testing::refuses::<ContainerRegistry>(base, more, field, words);
}

#[test]
fn accepts_the_names_of_registries_as_they_are() {
    for server in [
        "ghcr.io",
        "quay.io/team",
        "ghcr.io/team/some_image.name",
        "ghcr.io/v2",
        "docker.io/team",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "europe-west1-docker.pkg.dev/project-1/images",
        "localhost",
        "localhost:5000",
        "registry:5000",
        "Registry.Example.Com",
        "10.0.0.7",
        "10.0.0.7:5000",
        "[::1]:5000",
        "[fd00::7]",
        "https://index.docker.io/v1/",
    ] {
        accepts(&BY_PASSWORD, &[(SERVER, server)]);
    }
}

#[test]
fn stores_a_server_under_the_name_that_tools_look_up() {
    for (given, stored) in [
        ("https://ghcr.io", "ghcr.io"),
        ("https://ghcr.io/", "ghcr.io"),
        ("HTTPS://ghcr.io/v2/", "ghcr.io"),
        ("https://registry.example.com:5000/v1", "registry.example.com:5000"),
        ("https://quay.io/team/", "quay.io/team"),
        ("ghcr.io/", "ghcr.io"),
        ("docker.io", "https://index.docker.io/v1/"),
        ("Docker.io/", "https://index.docker.io/v1/"),
        ("index.docker.io", "https://index.docker.io/v1/"),
        ("index.docker.io/v1/", "https://index.docker.io/v1/"),
        ("registry-1.docker.io", "https://index.docker.io/v1/"),
        ("https://registry-1.docker.io/v2/", "https://index.docker.io/v1/"),
        ("https://index.docker.io/v1", "https://index.docker.io/v1/"),
        ("https://docker.io/team", "docker.io/team"),
    ] {
        let kept = ContainerRegistry::validate(with(&BY_PASSWORD, &[(SERVER, given)])).unwrap();
        assert_eq!(kept.text(SERVER), Ok(Some(stored)), "{given}");
        assert_eq!(kept.text(PASSWORD), Ok(Some("hunter2")), "{given}");
        // A value that is read and written back stays as it is.
        accepts(&BY_PASSWORD, &[(SERVER, stored)]);
    }
}

#[test]
fn refuses_what_is_no_registry() {
    for (server, words) in [
        ("", "empty"),
        (" ghcr.io", "begin or end"),
        ("ghcr.io\n", "begin or end"),
        ("ghcr.io\u{200b}", "begin or end"),
        ("ghcr\n.io", "one line"),
        ("ghcr .io", "white space"),
        ("ghcr–io.example", "ASCII"),
        ("http://localhost:5000", "without TLS"),
        ("http://registry.example.com", "without TLS"),
        ("docker://ghcr.io/team/image", "scheme"),
        ("oci://ghcr.io", "scheme"),
        ("https://", "have a host"),
        ("/team", "have a host"),
        (":5000", "have a host"),
        ("https:/ghcr.io", "port"),
        ("https://ann:hunter2@ghcr.io", "user name"),
        ("https://ghcr.io?a=b", "query"),
        ("ghcr.io/team#a", "fragment"),
        ("hub.docker.com", "web site"),
        ("https://hub.docker.com/u/ann", "web site"),
        ("ghcr", "Docker Hub"),
        ("team/image", "Docker Hub"),
        ("ghcr..io", "host name"),
        ("ghcr.io.", "host name"),
        ("my_registry.example.com", "host name"),
        ("-a.example.com", "host name"),
        ("ghcr.io:", "port"),
        ("ghcr.io:0", "port"),
        ("ghcr.io:65536", "port"),
        ("ghcr.io:+443", "port"),
        ("ghcr.io:latest", "port"),
        ("10.0.0.256:5000", "IPv4"),
        ("[::1", "closing"),
        ("[ghcr.io]:5000", "IPv6"),
        ("[::1]5000", "after ]"),
        ("ghcr.io/team/image:latest", "tag"),
        ("ghcr.io/image@sha256:0", "digest"),
        ("ghcr.io/Team", "lower-case"),
        ("ghcr.io//team", "lower-case"),
        ("ghcr.io/../team", "lower-case"),
        ("https://ghcr.io//", "lower-case"),
    ] {
        refuses(&BY_PASSWORD, &[(SERVER, server)], SERVER, words);
    }
}

#[test]
fn accepts_the_credentials_that_registries_hand_out() {
    for (username, password) in [
        ("AWS", "eyJwYXlsb2FkIjoi=="),
        ("robot$project+ci", "glpat-abc"),
        ("_json_key", "{\n  \"type\": \"service_account\"\n}"),
        ("ann@example.com", " blanks that someone chose "),
        ("CORP\\Ann Smith", "pässwörd:with:colons"),
        ("ann", "my ghp_ is not at the start"),
    ] {
        accepts(&BY_PASSWORD, &[(USERNAME, username), (PASSWORD, password)]);
    }
    accepts(&BY_TOKEN, &[]);
    accepts(&BY_TOKEN, &[(USERNAME, "00000000-0000-0000-0000-000000000000")]);
}

#[test]
fn refuses_credentials_that_are_certain_to_fail() {
    for (name, value, words) in [
        (USERNAME, "", "empty"),
        (USERNAME, "ann\n", "begin or end"),
        (USERNAME, " ann", "begin or end"),
        (USERNAME, "ann:hunter2", "colon"),
        (USERNAME, "a\0n", "control"),
        (PASSWORD, "", "empty"),
        (PASSWORD, " \n", "white space alone"),
        (PASSWORD, "hunter3\n", "newline"),
        (PASSWORD, "hunter3\r\n", "newline"),
        (PASSWORD, "\nhunter3", "newline"),
        (PASSWORD, "\u{feff}hunter3", "byte order mark"),
        (PASSWORD, "hunter\0", "control"),
        (PASSWORD, "\u{1b}[2J", "control"),
        (PASSWORD, "ghp_abc ", "access token"),
        (PASSWORD, " dckr_pat_abc", "access token"),
        (PASSWORD, "glpat-a\nbc", "access token"),
    ] {
        refuses(&BY_PASSWORD, &[(name, value)], name, words);
    }
    for (value, words) in [
        ("", "empty"),
        ("eyJ\n", "begin or end"),
        ("eyJ\nabc", "one line"),
        ("eyJ abc", "white space"),
        ("eyJ…", "ASCII"),
    ] {
        refuses(&BY_TOKEN, &[(IDENTITY_TOKEN, value)], IDENTITY_TOKEN, words);
    }
}

#[test]
fn refuses_bytes_that_are_no_text() {
    for name in [SERVER, USERNAME, PASSWORD] {
        let mut fields = with(&BY_PASSWORD, &[]);
        fields.set(name, [0xff, 0xfe]);
        let problems = ContainerRegistry::validate(fields).unwrap_err();
        assert!(problems.iter().all(|p| p.field == name && p.message.contains("UTF-8")), "{name}");
    }
}

#[test]
fn one_whole_way_to_sign_in_is_required() {
    const UNLESS: &str = "unless there is an identity token";

    refuses(&[(SERVER, "ghcr.io"), (USERNAME, "ann")], &[], PASSWORD, UNLESS);
    refuses(&[(SERVER, "ghcr.io"), (PASSWORD, "hunter2")], &[], USERNAME, UNLESS);
    refuses(&BY_TOKEN, &[(PASSWORD, "hunter2")], PASSWORD, "beside an identity token");
    refuses(&BY_PASSWORD, &[(IDENTITY_TOKEN, "eyJ")], PASSWORD, "beside an identity token");

    let problems = ContainerRegistry::validate(with(&[(SERVER, "ghcr.io")], &[])).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(fields, [USERNAME, PASSWORD]);
}

#[test]
fn tells_all_problems_at_once() {
    let bad = [(SERVER, "ghcr"), (USERNAME, "a:b"), (PASSWORD, "a\n")];
    let problems = ContainerRegistry::validate(with(&BY_PASSWORD, &bad)).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(fields, [SERVER, USERNAME, PASSWORD]);
}

#[test]
fn hides_what_is_secret_and_requires_the_server_alone() {
    use strongroom_secret_type::FieldKind;

    let description = ContainerRegistry::describe();
    assert_eq!(description.id, "ContainerRegistry");
    let names = |wanted: fn(&FieldDescription) -> bool| -> Vec<String> {
        description.fields.iter().filter(|f| wanted(f)).map(|f| f.name.clone()).collect()
    };
    assert_eq!(names(|f| f.required), [SERVER]);
    assert_eq!(names(|f| f.kind == FieldKind::Password), [PASSWORD, IDENTITY_TOKEN]);
}
