//! Values that people have, and the accidents that they have with them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod endpoint;
mod keys;
mod places;
mod renderings;

use strongroom_secret_type::testing::{self, Pairs, with};

use super::*;

const AMAZON: [(&str, &str); 2] = [
    (ACCESS_KEY, "AKIAIOSFODNN7EXAMPLE"),
    (SECRET_KEY, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
];
const OTHER: [(&str, &str); 3] =
    [(ACCESS_KEY, "minioadmin"), (SECRET_KEY, "minioadmin"), (ENDPOINT, "http://minio:9000")];

#[track_caller]
fn accepts(base: Pairs<'_>, more: Pairs<'_>) {
    testing::accepts::<S3Connection>(base, more);
}

#[track_caller]
fn refuses(base: Pairs<'_>, more: Pairs<'_>, field: &str, words: &str) {
    testing::refuses::<S3Connection>(base, more, field, words);
}

#[test]
fn refuses_what_is_unseen_at_either_end_of_any_field() {
    for name in [ACCESS_KEY, SECRET_KEY, SESSION_TOKEN, REGION, BUCKET, PATH_STYLE] {
        for unseen in [" ", "\n", "\r\n", "\t", "\u{a0}", "\u{200b}", "\u{feff}"] {
            refuses(&OTHER, &[(name, &format!("abc{unseen}"))], name, "begin or end");
            refuses(&OTHER, &[(name, &format!("{unseen}abc"))], name, "begin or end");
        }
    }
    refuses(&OTHER, &[(ENDPOINT, "https://minio:9000\n")], ENDPOINT, "begin or end");
}

#[test]
fn refuses_empty_fields_control_characters_and_bytes_that_are_no_text() {
    for FieldDescription { name, .. } in S3Connection::describe().fields {
        refuses(&OTHER, &[(&name, "")], &name, "empty");
        for control in ["a\nb", "a\0b", "a\u{1b}[2Jb", "a\u{85}b"] {
            refuses(&OTHER, &[(&name, control)], &name, "one line");
        }
        let mut fields = with(&OTHER, &[]);
        fields.set(&name, [0xff, 0xfe]);
        let problems = S3Connection::validate(fields).unwrap_err();
        assert!(problems.iter().any(|p| p.field == name && p.message.contains("UTF-8")), "{name}");
    }
}

#[test]
fn path_style_is_true_or_false_and_nothing_like_it() {
    accepts(&OTHER, &[(PATH_STYLE, "true")]);
    accepts(&OTHER, &[(PATH_STYLE, "false")]);
    for value in ["True", "yes", "1", "on"] {
        refuses(&OTHER, &[(PATH_STYLE, value)], PATH_STYLE, "true or false");
    }
}

#[test]
fn tells_all_problems_at_once_and_holds_no_field_against_a_bad_endpoint() {
    let bad = [(ACCESS_KEY, "minio"), (BUCKET, "a b"), (ENDPOINT, "minio"), (PATH_STYLE, "no")];
    let problems = S3Connection::validate(with(&AMAZON, &bad)).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(fields, [ENDPOINT, BUCKET, PATH_STYLE]);
}

#[test]
fn hides_what_is_secret_and_requires_the_two_keys_alone() {
    use strongroom_secret_type::FieldKind;

    let description = S3Connection::describe();
    assert_eq!(description.id, "S3Connection");
    let names = |wanted: fn(&FieldDescription) -> bool| -> Vec<String> {
        description.fields.iter().filter(|f| wanted(f)).map(|f| f.name.clone()).collect()
    };
    assert_eq!(names(|f| f.required), [ACCESS_KEY, SECRET_KEY]);
    assert_eq!(names(|f| f.kind == FieldKind::Password), [SECRET_KEY, SESSION_TOKEN]);
}
