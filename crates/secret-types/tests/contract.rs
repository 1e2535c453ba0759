//! What is held against a type, and what it may say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use strongroom_ports::catalogue::Field;
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_types::said::{self, Choice, FieldKind, Rendering};
use strongroom_secret_types::{self as contract, Breach, Described};

fn raw_field(name: &str) -> said::FieldDescription {
    said::FieldDescription {
        name: name.into(),
        title: "Title".into(),
        kind: FieldKind::Text,
        required: false,
        sensitive: false,
        pattern: None,
        choices: Vec::new(),
        default: None,
        help: String::new(),
    }
}

fn raw_rendering(format: &str) -> Rendering {
    Rendering {
        format: format.into(),
        title: "Title".into(),
        media_type: "text/plain".into(),
        help: String::new(),
    }
}

fn raw_choice(value: &str) -> Choice {
    Choice { value: value.into(), title: "Title".into() }
}

fn raw(names: &[&str]) -> said::Description {
    said::Description {
        id: "Type".into(),
        title: "Title".into(),
        help: "First line\nsecond line".into(),
        fields: names.iter().map(|name| raw_field(name)).collect(),
        renderings: vec![raw_rendering("text")],
    }
}

fn described() -> Described {
    contract::described(raw(&["one", "two"])).unwrap()
}

#[test]
fn a_sound_description_is_taken_in() {
    let description = described().description;
    assert_eq!(description.id.as_str(), "Type");
    assert_eq!(description.fields[1].name.as_str(), "two");
}

#[test]
fn a_description_that_misleads_or_cannot_be_shown_is_refused() {
    type Change = fn(&mut said::Description);
    let cases: [(Change, Breach); 37] = [
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
        (|d| d.title = "<script>".to_owned() + "\u{2028}", Breach::Title),
        (|d| d.help = "\u{2066}".into(), Breach::Help),
        (|d| d.fields[0].pattern = Some("(".into()), Breach::Pattern),
        (|d| d.fields[0].pattern = Some("(?=a)".into()), Breach::Pattern),
        (|d| d.fields[0].pattern = Some("((a{100}){100}){100}".into()), Breach::Pattern),
        (|d| d.fields[0].kind = FieldKind::Choice, Breach::Choices),
        (|d| d.fields[0].choices = vec![raw_choice("a")], Breach::Choices),
        (|d| choose(d, &["a", "a"]), Breach::Choices),
        (|d| choose(d, &["a\nb"]), Breach::Choices),
        (|d| choose(d, &[&"x".repeat(256)]), Breach::Choices),
        (|d| choose(d, &["x"; 101]), Breach::Choices),
        (
            |d| {
                choose(d, &["a"]);
                d.fields[0].choices[0].title = "\u{1b}[0m".into();
            },
            Breach::Title,
        ),
        (
            |d| {
                choose(d, &["a"]);
                d.fields[0].default = Some("b".into());
            },
            Breach::Default,
        ),
        (
            |d| {
                d.fields[0].sensitive = true;
                d.fields[0].default = Some("b".into());
            },
            Breach::Default,
        ),
        (
            |d| {
                d.fields[0].pattern = Some("a+".into());
                d.fields[0].default = Some("b".into());
            },
            Breach::Default,
        ),
        (|d| d.fields[0].default = Some("\u{1b}[2J".into()), Breach::Default),
        (|d| d.renderings[0].format = "JSON".into(), Breach::Format),
        (|d| d.renderings[0].format = "../a".into(), Breach::Format),
        (|d| d.renderings.push(raw_rendering("text")), Breach::FormatRepeated),
        (
            |d| d.renderings = (0..33).map(|n| raw_rendering(&format!("f{n}"))).collect(),
            Breach::RenderingCount,
        ),
        (|d| d.renderings[0].media_type = "text/html\r\nx: y".into(), Breach::MediaType),
        (|d| d.renderings[0].media_type = "text".into(), Breach::MediaType),
        (|d| d.renderings[0].title = "\u{7}".into(), Breach::Title),
        (|d| d.renderings[0].help = "\u{9b}31m".into(), Breach::Help),
        (|d| d.fields[0].default = Some("x".repeat(4097)), Breach::Default),
    ];
    for (change, breach) in cases {
        let mut description = raw(&["one", "two"]);
        change(&mut description);
        assert_eq!(contract::described(description).err(), Some(breach));
    }
}

fn choose(description: &mut said::Description, values: &[&str]) {
    description.fields[0].kind = FieldKind::Choice;
    description.fields[0].choices = values.iter().map(|value| raw_choice(value)).collect();
}

fn refused(description: said::Description, value: &[u8]) -> Option<String> {
    let described = contract::described(description).unwrap();
    let value = SecretBytes::new(value.to_vec());
    let field = Field { name: "one".parse().unwrap(), value };
    let problems = contract::admitted(&described, &[field]);
    problems.into_iter().next().map(|problem| problem.message)
}

#[test]
fn a_value_must_be_one_of_the_choices() {
    let mut description = raw(&["one"]);
    choose(&mut description, &["tcp", "udp"]);
    assert_eq!(refused(description.clone(), b"udp"), None);
    for value in [&b""[..], b"UDP", b"udp ", b"\xff"] {
        let message = refused(description.clone(), value);
        assert_eq!(message.as_deref(), Some("must be one of: tcp, udp"), "{value:?}");
    }
}

#[test]
fn a_value_must_match_its_pattern_and_the_message_does_not_repeat_it() {
    let mut description = raw(&["one"]);
    description.fields[0].pattern = Some("AKIA[A-Z0-9]{16}".into());
    assert_eq!(refused(description.clone(), b"AKIAIOSFODNN7EXAMPLE"), None);
    for value in [&b""[..], b"AKIAIOSFODNN7EXAMPLE\n", b"\xff"] {
        let message = refused(description.clone(), value).unwrap();
        assert_eq!(message, "is not in the form that this field asks for", "{value:?}");
    }
}

#[test]
fn what_a_type_gives_back_keeps_to_its_own_description() {
    let mut description = raw(&["one"]);
    description.fields[0].pattern = Some("a+".into());
    let described = contract::described(description).unwrap();
    let answer = |value: &str| vec![("one".to_owned(), SecretBytes::from(value.to_owned()))];
    assert!(contract::accepted(&described, answer("aa")).is_ok());
    assert_eq!(contract::accepted(&described, answer("b")).err(), Some(Breach::AnswerMismatch));
}

#[test]
fn a_problem_may_be_of_the_whole_value() {
    let problem = said::Problem { field: String::new(), message: "do not fit".into() };
    let problems = contract::problems(&described(), vec![problem], &[]).unwrap();
    assert_eq!((&*problems[0].field, &*problems[0].message), ("", "do not fit"));
}

#[test]
fn what_a_connected_type_says_tells_no_value() {
    type Make = fn(String) -> said::Failure;
    let kinds: [Make; 3] =
        [said::Failure::Rejected, said::Failure::Unavailable, said::Failure::Failed];
    for kind in kinds {
        let failure =
            |text: &str| contract::failure(&described(), kind(text.into()), &[b"hunter2"]);
        let told = format!("{:?}", failure("said no to Hunter2").unwrap());
        assert!(!told.to_lowercase().contains("hunter2"), "{told}");
        assert!(format!("{:?}", failure("said no").unwrap()).contains("said no"));
        for text in ["", "two\nlines", "\u{1b}[2J", &"x".repeat(501)] {
            assert_eq!(failure(text), Err(Breach::Message), "{text:?}");
        }
    }
}

fn problems(message: &str, value: &str) -> Result<String, Breach> {
    let problem = said::Problem { field: "one".into(), message: message.into() };
    contract::problems(&described(), vec![problem], &[value.as_bytes()])
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
        assert_eq!(problems(message, "value"), Err(Breach::Message), "{message:?}");
    }
    assert!(problems(&"é".repeat(500), "value").is_ok());
}
