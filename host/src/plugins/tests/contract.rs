//! The checks by themselves.

use strongroom_ports::catalogue::Description;

use super::super::bindings::{self, FieldKind};
use super::super::contract;
use super::super::failure::Breach;

fn raw_field(name: &str) -> bindings::FieldDescription {
    bindings::FieldDescription {
        name: name.into(),
        title: "Title".into(),
        kind: FieldKind::Text,
        required: false,
        help: String::new(),
    }
}

fn raw(names: &[&str]) -> bindings::Description {
    bindings::Description {
        id: "Type".into(),
        title: "Title".into(),
        help: "First line\nsecond line".into(),
        fields: names.iter().map(|name| raw_field(name)).collect(),
    }
}

fn described() -> Description {
    contract::described(raw(&["one", "two"])).unwrap()
}

#[test]
fn a_sound_description_is_taken_in() {
    let description = described();
    assert_eq!(description.id.as_str(), "Type");
    assert_eq!(description.fields[1].name.as_str(), "two");
}

#[test]
fn a_description_that_misleads_or_cannot_be_shown_is_refused() {
    type Change = fn(&mut bindings::Description);
    let cases: [(Change, Breach); 12] = [
        (|d| d.id = "a/b".into(), Breach::Id),
        (|d| d.id = String::new(), Breach::Id),
        (|d| d.fields.clear(), Breach::FieldCount),
        (|d| d.fields = (0..65).map(|n| raw_field(&format!("f{n}"))).collect(), Breach::FieldCount),
        (|d| d.fields[0].name = "a b".into(), Breach::FieldName),
        (|d| d.fields[1].name = "one".into(), Breach::FieldRepeated),
        (|d| d.title = String::new(), Breach::Title),
        (|d| d.title = "x".repeat(256), Breach::Title),
        (|d| d.title = "\u{1b}[2J".into(), Breach::Title),
        (|d| d.fields[0].title = "\u{202e}drowssap".into(), Breach::Title),
        (|d| d.help = "\0".into(), Breach::Help),
        (|d| d.fields[0].help = "x".repeat(4097), Breach::Help),
    ];
    for (change, breach) in cases {
        let mut description = raw(&["one", "two"]);
        change(&mut description);
        assert_eq!(contract::described(description), Err(breach));
    }
}

fn problems(message: &str, value: &str) -> Result<String, Breach> {
    let given = [bindings::Field { name: "one".into(), value: value.into() }];
    let problem = bindings::Problem { field: "one".into(), message: message.into() };
    contract::problems(&described(), vec![problem], &given)
        .map(|problems| problems[0].message.clone())
}

#[test]
fn a_message_without_the_value_is_kept() {
    for (message, value) in [
        ("must begin with AKIA", "akid"),
        ("must not be empty", ""),
        ("must be at most 10 characters", "10"),
        ("must not be white space alone", "   \n    "),
    ] {
        assert_eq!(problems(message, value).unwrap(), message);
    }
}

#[test]
fn a_message_with_the_value_is_replaced() {
    for (message, value) in [
        ("`hunter2` is too weak", "hunter2"),
        ("HUNTER2 is too weak", "hunter2"),
        ("hunter2", "hunter2\n"),
        ("not pin 1234", "1234"),
        ("schlüssel ist falsch", "schlüssel"),
    ] {
        assert_eq!(problems(message, value).unwrap(), "is not valid", "{message}");
    }
}

#[test]
fn a_message_that_is_no_single_line_of_text_breaks_the_contract() {
    for message in ["", " ", "two\nlines", "a\ttab", "\u{1b}[31mred", &"x".repeat(501)] {
        assert_eq!(problems(message, "value"), Err(Breach::ProblemMessage), "{message:?}");
    }
    assert!(problems(&"é".repeat(500), "value").is_ok());
}
