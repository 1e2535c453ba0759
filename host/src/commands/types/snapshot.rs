//! `cases.snapshot`: a type's form and its renderings as text, so that a change of them is seen in
//! review, and what differs from it.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};
use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::Description;

use super::report::traits;

const HEAD: &str =
    "# What the cases gave: written by `strongroom type test --update`, to be read in review.\n";

/// Grows case by case.
pub(super) struct Snapshot(String);

impl Snapshot {
    pub(super) fn new(description: &Description) -> Self {
        let mut text = HEAD.to_owned();
        // Writing to a string does not fail.
        let _ = writeln!(text, "\ntype {} \"{}\"", description.id, description.title);
        help(&mut text, &description.help);
        for field in &description.fields {
            let _ = writeln!(text, "field {} \"{}\"", field.name, field.title);
            let _ = writeln!(text, "  {}", traits(field));
            for choice in field.choices.iter().filter(|choice| choice.title != choice.value) {
                let _ = writeln!(text, "  {} \"{}\"", choice.value, choice.title);
            }
            help(&mut text, &field.help);
        }
        for it in &description.renderings {
            let _ = writeln!(text, "rendering {} \"{}\"", it.format, it.title);
            let _ = writeln!(text, "  {}", it.media_type);
            help(&mut text, &it.help);
        }
        Self(text)
    }

    pub(super) fn case(&mut self, name: &str) {
        let _ = writeln!(self.0, "\ncase \"{name}\"");
    }

    /// A field as stored, a rendering: a title and content, in lines.
    pub(super) fn content(&mut self, title: &str, content: &[u8]) {
        let _ = writeln!(self.0, "  {title}");
        match std::str::from_utf8(content) {
            Ok(text) if text.len() <= 10_000 => {
                for line in text.split('\n') {
                    // A carriage return, an escape: to be seen, not obeyed.
                    let shown: String = line.chars().flat_map(shown).collect();
                    let _ = writeln!(self.0, "{}", format!("  | {shown}").trim_end());
                }
            }
            _ => {
                let digest = crate::plugins::manifest::Digest::of(content);
                let _ = writeln!(self.0, "  {} bytes, SHA-256 {digest}", content.len());
            }
        }
    }

    pub(super) fn problems(&mut self, title: &str, problems: &[Problem]) {
        let _ = writeln!(self.0, "  {title}");
        for Problem { field, message } in problems {
            let _ = writeln!(
                self.0,
                "    {}: {message}",
                if field.is_empty() { "the value" } else { field }
            );
        }
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

fn shown(character: char) -> Vec<char> {
    if character.is_control() && character != '\t' {
        character.escape_default().collect()
    } else {
        vec![character]
    }
}

fn help(text: &mut String, help: &str) {
    for line in help.lines() {
        let _ = writeln!(text, "  {line}");
    }
}

/// What is different, in the lines around it; nothing where nothing is.
pub(super) fn difference(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for group in diff.grouped_ops(2) {
        if !text.is_empty() {
            text.push_str("  …\n");
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let line = change.value().trim_end_matches('\n');
            let _ = writeln!(text, "{sign} {line}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_in_the_lines_around_it_alone() {
        let lines: Vec<String> = (1..=9).map(|n| format!("line {n}\n")).collect();
        let old = lines.concat();
        let new = old.replace("line 5", "line five");
        assert_eq!(
            difference(&old, &new),
            "  line 3\n  line 4\n- line 5\n+ line five\n  line 6\n  line 7\n"
        );
        assert_eq!(difference(&old, &old), "");
    }

    #[test]
    fn what_would_repaint_a_terminal_is_shown_and_not_obeyed() {
        let mut snapshot = Snapshot(String::new());
        snapshot.content("field", b"a\x1b[2J\r\nb\xc3\xa9");
        snapshot.content("bytes", &[0xff]);
        let text = snapshot.into_text();
        assert!(
            text.starts_with("  field\n  | a\\u{1b}[2J\\r\n  | bé\n  bytes\n  1 bytes, SHA-256 ")
        );
    }
}
