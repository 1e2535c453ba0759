//! JSON, read by another writer's parser.

use proptest::prelude::*;
use serde_json::Value;
use strongroom_rendering::Format;

use crate::{awkward, refused, refuses};

#[test]
fn an_object_has_a_string_for_each_field_in_their_order() {
    let text = Format::Json.render("x", &[("b", b"1"), ("a", b"true")]).unwrap();
    assert_eq!(text, br#"{"b":"1","a":"true"}"#);
}

#[test]
fn a_single_field_is_an_object_too() {
    assert_eq!(Format::Json.render("x", &[("value", b"v")]).unwrap(), br#"{"value":"v"}"#);
    assert_eq!(Format::Json.render("x", &[]).unwrap(), b"{}");
}

#[test]
fn control_characters_are_escaped_so_that_no_terminal_obeys_them() {
    let text = Format::Json.render("x", &[("v", "\u{1b}[2J\u{7f}\u{85}\0".as_bytes())]).unwrap();
    assert_eq!(text, br#"{"v":"\u001b[2J\u007f\u0085\u0000"}"#);
}

#[test]
fn bytes_that_are_no_text_are_refused_by_field() {
    refuses(Format::Json.render("x", &[("ok", b"1"), ("bad", b"\xff")]), "bad", "UTF-8");
    assert_eq!(refused(Format::Json.render("x", &[("a", b"\xff"), ("b", b"\xfe")])), ["a", "b"]);
}

proptest! {
    #[test]
    fn a_parser_reads_every_value_back(a in awkward(), b in ".*") {
        let fields: &[(&str, &[u8])] = &[("a", a.as_bytes()), ("b", b.as_bytes())];
        let text = Format::Json.render("x", fields).unwrap();
        let read: Value = serde_json::from_slice(&text).unwrap();
        prop_assert_eq!(&read["a"], &a);
        prop_assert_eq!(&read["b"], &b);
    }
}
