//! Environment files for Compose, read by a reader after its documented rules.

use std::collections::BTreeMap;

use proptest::prelude::*;
use strongroom_rendering::{Format, dotenv};

use crate::{awkward, refuses};

/// Compose's rules, as far as quoted values go: a file's line ends become newlines first; in either
/// quotes a backslash before the quote gives the quote, and a backslash after one is none of these;
/// in double quotes escapes are replaced then, and `$` begins a variable unless it is doubled.
fn read(file: &[u8]) -> BTreeMap<String, String> {
    let text = String::from_utf8(file.to_vec()).unwrap().replace("\r\n", "\n");
    let mut rest = text.as_str();
    let mut found = BTreeMap::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').expect("a name");
        let quote = after.chars().next().expect("a value");
        assert!(matches!(quote, '"' | '\''), "{after:?} is not quoted");
        let (value, length) = quoted(&after[1..], quote);
        let value = if quote == '"' { expanded(&value) } else { value };
        assert!(found.insert(name.to_owned(), value).is_none());
        rest = after[1 + length..].strip_prefix('\n').expect("the end of the line");
    }
    found
}

fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            _ if c == quote && !escaped => return (value, at + 1),
            _ => {
                if escaped && c != quote {
                    value.push('\\');
                }
                escaped = false;
                value.push(c);
            }
        }
    }
    panic!("the quotes do not end");
}

fn expanded(text: &str) -> String {
    let mut value = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                Some(c @ ('\\' | '"')) => value.push(c),
                other => panic!("{other:?} after a backslash"),
            },
            '$' => {
                assert_eq!(rest.next(), Some('$'), "a variable is expanded");
                value.push('$');
            }
            _ => value.push(c),
        }
    }
    value
}

fn file(value: &str) -> String {
    String::from_utf8(
        Format::DotenvCompose.render("stripe", &[("value", value.as_bytes())]).unwrap(),
    )
    .unwrap()
}

#[test]
fn quotes_are_single_where_nothing_stands_against_it() {
    for (value, expected) in [
        ("sk_live_123", "STRIPE='sk_live_123'\n"),
        ("$HOME # no comment", "STRIPE='$HOME # no comment'\n"),
        (r"C:\new", "STRIPE='C:\\new'\n"),
        ("", "STRIPE=''\n"),
        ("it's $5", "STRIPE=\"it's $$5\"\n"),
        ("two\nlines", "STRIPE=\"two\\nlines\"\n"),
        ("ends\\", "STRIPE=\"ends\\\\\"\n"),
        ("\"'", "STRIPE=\"\\\"'\"\n"),
    ] {
        assert_eq!(file(value), expected);
    }
}

#[test]
fn a_value_of_several_lines_is_one_line_of_the_file() {
    assert_eq!(file("a\r\nb\n").lines().count(), 1);
}

#[test]
fn refuses_what_no_environment_holds() {
    refuses(Format::DotenvCompose.render("a", &[("value", b"a\0b")]), "value", "NUL");
    refuses(Format::DotenvCompose.render("a", &[("value", b"\xff")]), "value", "UTF-8");
}

proptest! {
    #[test]
    fn compose_reads_every_value_back(values in proptest::collection::vec(awkward(), 2..5)) {
        let names = ["a", "b", "c", "d"];
        let fields: Vec<(&str, &[u8])> =
            names.into_iter().zip(values.iter().map(String::as_bytes)).collect();
        let found = read(&Format::DotenvCompose.render("set", &fields).unwrap());
        prop_assert_eq!(found.len(), fields.len());
        for (name, value) in fields {
            prop_assert_eq!(found[&format!("SET_{}", name.to_uppercase())].as_bytes(), value);
        }
    }
}

#[test]
fn a_variable_without_a_proper_name_is_an_error_of_its_field() {
    let variable =
        strongroom_rendering::Variable { name: "A=B".into(), field: "value", value: b"v" };
    refuses(dotenv::render(dotenv::Dialect::Compose, &[variable]), "value", "name");
}
