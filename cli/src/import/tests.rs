//! What the sources' tests share, and that environment files come in as they go out.
#![allow(clippy::unwrap_used, reason = "tests")]

use strongroom_client::Value;
use strongroom_rendering::Format;

use super::item::{Content, Item};
use super::source::dotenv::{Dialect, read};

/// An item a line: its name, and its value or what else it is.
pub(super) fn summary(items: &[Item]) -> Vec<String> {
    let line = |item: &Item| {
        let name = item.path.join("/");
        match &item.content {
            Content::Unfit(_) => format!("{name} unfit"),
            Content::Left(_) => format!("{name} left"),
            Content::Secret(found) => {
                let value = match &found.value {
                    Value::One(text) => text.expose().to_owned(),
                    Value::Fields(fields) => {
                        let fields = fields.iter();
                        let fields = fields.map(|(name, text)| format!("{name}={}", text.expose()));
                        fields.collect::<Vec<_>>().join(" ")
                    }
                };
                format!("{name} = {} {value}", found.type_name)
            }
        }
    };
    items.iter().map(line).collect()
}

#[test]
fn environment_files_are_read_to_the_byte_as_they_are_given_out() {
    let values = [
        "plain",
        "two words",
        "it's",
        "a\"b",
        "a$b ${c} $$d",
        "back\\slash",
        "a\\\\b",
        "end\\",
        "line\nline\n",
        "\r",
        "# no comment",
        "a #b",
        " spaces ",
        "tab\there",
        "äöü🔑",
        "`x`",
        "'",
    ];
    for (format, dialect) in [
        (Format::DotenvCompose, Dialect::Compose),
        (Format::DotenvDocker, Dialect::Docker),
        (Format::DotenvShell, Dialect::Shell),
    ] {
        let mut held = 0;
        for value in values {
            let fields: &[(&str, &[u8])] = &[("value", value.as_bytes())];
            // What a dialect does not hold it refuses.
            let Ok(file) = format.render("key", fields) else { continue };
            let items = read(std::str::from_utf8(&file).unwrap(), dialect).unwrap();
            assert_eq!(summary(&items), [format!("KEY = Custom {value}")], "{dialect:?}");
            held += 1;
        }
        assert!(held >= 14, "{dialect:?} holds {held}");
    }
}

#[test]
fn what_readers_would_read_differently_does_not_fit() {
    let text = "A=$B\nB=\"${A}\"\nC='a\\\\b'\nD=\"\\d\"\nE='a' b\nF\nnot a line\n\
                export G=1 # comment\nH=a#b\nI=\nJ='\n'\nK = spaced \n";
    let said = [
        "A unfit",
        "B unfit",
        "C unfit",
        "D unfit",
        "E unfit",
        "F left",
        " unfit",
        "G = Custom 1",
        "H = Custom a#b",
        "I left",
        "J = Custom \n",
        "K = Custom spaced",
    ];
    assert_eq!(summary(&read(text, Dialect::Compose).unwrap()), said);
}

#[test]
fn a_shell_is_asked_for_nothing() {
    let text =
        "export A='it'\\''s'\nB=\"a\\\"b\"c; C=1\nD=$(id)\nE=`id`\nset -a\nF=1 id\nG=a\\ b\n";
    let said = [
        "A = Custom it's",
        "B = Custom a\"bc",
        "C = Custom 1",
        "D unfit",
        "E unfit",
        " unfit",
        "F unfit",
        "G = Custom a b",
    ];
    assert_eq!(summary(&read(text, Dialect::Shell).unwrap()), said);
}

#[test]
fn a_quote_without_an_end_is_an_error_that_holds_nothing_of_the_file() {
    for dialect in [Dialect::Compose, Dialect::Shell] {
        let why = read("A=1\nB='planted\n", dialect).err().unwrap().to_string();
        assert_eq!(why, "line 2: a quote has no end");
    }
}
