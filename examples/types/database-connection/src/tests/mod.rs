//! Values that people have, and the accidents that they have with them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod renderings;

use strongroom_secret_type::testing::{self, Pairs, describes_properly};

use super::*;

const FIELDS: [(&str, &str); 3] =
    [(ENGINE, "postgresql"), (HOST, "db.example.com"), (USERNAME, "ann")];

#[track_caller]
fn accepts(base: Pairs<'_>, more: Pairs<'_>) {
    testing::accepts::<DatabaseConnection>(base, more);
}

#[track_caller]
fn refuses(base: Pairs<'_>, more: Pairs<'_>, field: &str, words: &str) {
    testing::refuses::<DatabaseConnection>(base, more, field, words);
}

#[test]
fn is_described_as_the_server_takes_it() {
    describes_properly::<DatabaseConnection>();
}

#[test]
fn accepts_urls_as_they_are() {
    for url in [
        "postgresql://ann:hunter2@db.example.com:5432/app",
        "postgres://ann@localhost",
        "mysql://ann:p%40ss%3Aw%2Frd@[fd00::7]:3306/app?ssl-mode=REQUIRED",
        "postgresql://db/app?sslmode=verify-full&application_name=x",
        "postgresql://%E9%8D%B5:%25@10.0.0.1/a%20b",
    ] {
        accepts(&[], &[(URL, url)]);
    }
}

#[test]
fn refuses_urls_that_no_client_reads_as_they_were_meant() {
    for (url, words) in [
        ("", "empty"),
        ("db.example.com", "must begin with"),
        ("jdbc:postgresql://db/app", "must begin with"),
        ("redis://db", "must begin with"),
        ("postgresql://ann:pa@ss@db/app", "%40"),
        ("postgresql://ann:pa/ss@db/app", "%2F"),
        ("postgresql://ann:pa:ss@db/app", "%3A"),
        ("postgresql://ann:pa%ss@db/app", "%25"),
        ("postgresql://ann:pa#ss@db/app", "%23"),
        ("postgresql://ann:%ff@db/app", "UTF-8"),
        ("postgresql://ann:%0a@db/app", "newline"),
        ("postgresql:///app", "have a host"),
        ("postgresql://a,b/app", "one host"),
        ("postgresql://db:0/app", "port"),
        ("postgresql://db:70000/app", "port"),
        ("postgresql://d b/app", "host name"),
        ("postgresql://db/app\n", "begin or end"),
        ("postgresql://db/app?sslmode", "value"),
        ("postgresql://db/%2e.", "dot"),
    ] {
        refuses(&[], &[(URL, url)], URL, words);
    }
}

#[test]
fn a_url_stands_alone() {
    let url = [(URL, "postgresql://db/app")];
    refuses(&url, &[(PASSWORD, "hunter2")], PASSWORD, "beside a URL");
    refuses(&url, &[(HOST, "other")], HOST, "beside a URL");
}

#[test]
fn without_a_url_engine_host_and_user_are_needed() {
    let problems = DatabaseConnection::validate(testing::with(&[], &[])).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, [ENGINE, HOST, USERNAME]);
    accepts(&FIELDS, &[]);
}

#[test]
fn accepts_the_hosts_ports_and_passwords_that_people_have() {
    for host in ["localhost", "db", "my_db", "10.0.0.1", "fd00::7", "db.example.com."] {
        accepts(&FIELDS, &[(HOST, host), (PORT, "5433"), (TLS, "verify-full")]);
    }
    for password in ["a b", " blanks ", "pässwörd", "a:b@c/d#e%f\\g\"h'", "two\nlines"] {
        accepts(&FIELDS, &[(PASSWORD, password)]);
    }
}

#[test]
fn refuses_what_is_certain_to_fail() {
    for (name, value, words) in [
        (ENGINE, "oracle", "postgresql or mysql"),
        (HOST, "", "empty"),
        (HOST, "db:5432", "without a port"),
        (HOST, "https://db", "alone"),
        (HOST, "/var/run/postgresql", "alone"),
        (HOST, "db.example.com ", "begin or end"),
        (HOST, "10.0.0.256", "IPv4"),
        (PORT, "0", "port"),
        (PORT, "65536", "port"),
        (PORT, "5432.0", "port"),
        (USERNAME, "ann\n", "begin or end"),
        (DATABASE, "", "empty"),
        (DATABASE, "..", "dot"),
        (PASSWORD, "", "empty"),
        (PASSWORD, "hunter3\n", "newline"),
        (PASSWORD, "a\0b", "NUL"),
        (TLS, "yes", "disable, require"),
    ] {
        refuses(&FIELDS, &[(name, value)], name, words);
    }
}
