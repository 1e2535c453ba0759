//! A template: text with `{{ sr://… }}` in it.
//!
//! Only braces that begin a reference are the template's, so the templates of other tools pass as
//! they are. A backslash before such braces makes them text, and two are one backslash; anywhere
//! else a backslash is one. A value is put in as it is and is not looked through again.

use std::collections::HashMap;

use anyhow::Context as _;
use strongroom_client::Reference;

use crate::selection::Variable;

const SCHEME: &str = "sr://";

pub(super) struct Template<'a> {
    pieces: Vec<Piece<'a>>,
}

enum Piece<'a> {
    Text(&'a str),
    Value(Reference),
}

impl<'a> Template<'a> {
    /// # Errors
    /// What begins as a reference is none; the error has its line and not its text.
    pub(super) fn read(text: &'a str) -> anyhow::Result<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = next(rest) {
            let line = || {
                let read = text.len().saturating_sub(after.len());
                format!("line {}", text.get(..read).unwrap_or_default().matches('\n').count() + 1)
            };
            let bare = before.trim_end_matches('\\');
            let slashes = before.len() - bare.len();
            let (kept, _) = before.split_at(bare.len() + slashes / 2);
            pieces.push(Piece::Text(kept));
            if slashes % 2 == 1 {
                // The braces are text; what follows them is looked at like any.
                let (braces, others) = rest.split_at(before.len()).1.split_at(2);
                pieces.push(Piece::Text(braces));
                rest = others;
                continue;
            }
            let (reference, others) = after
                .split_once("}}")
                .filter(|(reference, _)| !reference.contains('\n'))
                .context("a reference has no `}}` behind it")
                .with_context(line)?;
            let reference = reference.trim().parse().with_context(line)?;
            pieces.push(Piece::Value(reference));
            rest = others;
        }
        pieces.push(Piece::Text(rest));
        Ok(Self { pieces })
    }

    pub(super) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Value(reference) => Some(reference),
            Piece::Text(_) => None,
        })
    }

    /// With a value for each reference, under its text.
    ///
    /// # Errors
    /// There is none for one.
    pub(super) fn filled(&self, values: &[Variable]) -> anyhow::Result<Vec<u8>> {
        let values: HashMap<&str, &str> =
            values.iter().map(|value| (value.name.as_str(), value.value.expose())).collect();
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Ok(*text),
            Piece::Value(reference) => {
                let value = values.get(reference.to_string().as_str()).copied();
                value.with_context(|| format!("`{reference}` has no value"))
            }
        });
        let texts = texts.collect::<anyhow::Result<Vec<&str>>>()?;
        Ok(texts.concat().into_bytes())
    }
}

/// What comes before the next braces that begin a reference, and the reference with what follows.
fn next(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("{{")?;
        let after = text.get(at + 2..)?;
        let reference = after.trim_start_matches([' ', '\t']);
        if reference.starts_with(SCHEME) {
            return Some((text.get(..at)?, reference));
        }
        // By one: of three braces the last two may begin it.
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use strongroom_client::SecretString;

    use super::*;

    fn filled(template: &str) -> String {
        let values = [("sr://user/me/a", "{{ sr://user/me/b }}\\"), ("sr://user/me/b/c", "2")];
        let values = values.map(|(name, value)| Variable {
            name: name.to_owned(),
            value: SecretString::from(value),
            from: String::new(),
        });
        let filled = Template::read(template).unwrap().filled(&values).unwrap();
        String::from_utf8(filled).unwrap()
    }

    #[test]
    fn references_are_filled_in_and_all_else_stays() {
        for (template, expected) in [
            ("", ""),
            ("no reference", "no reference"),
            ("x={{ sr://user/me/b/c }}\n", "x=2\n"),
            ("{{sr://user/me/b/c}}{{\tsr://user/me/b/c\t}}", "22"),
            (
                "{{ .Values.a }} {{sr:/}} { {{ sr://user/me/b/c }} }",
                "{{ .Values.a }} {{sr:/}} { 2 }",
            ),
            ("{{{sr://user/me/b/c}}}", "{2}"),
            ("C:\\dir\\{x} \\n", "C:\\dir\\{x} \\n"),
            ("{{ sr://user/me/b%2Fc }}".replace("%2F", "/").as_str(), "2"),
        ] {
            assert_eq!(filled(template), expected, "{template}");
        }
    }

    #[test]
    fn a_value_is_not_looked_through() {
        assert_eq!(filled("{{ sr://user/me/a }}{{ sr://user/me/b/c }}"), "{{ sr://user/me/b }}\\2");
    }

    #[test]
    fn a_backslash_makes_a_reference_text_and_two_are_one() {
        for (template, expected) in [
            ("\\{{ sr://user/me/b/c }}", "{{ sr://user/me/b/c }}"),
            ("\\\\{{ sr://user/me/b/c }}", "\\2"),
            ("\\\\\\{{ sr://user/me/b/c }}", "\\{{ sr://user/me/b/c }}"),
            ("\\{{ sr://no reference", "{{ sr://no reference"),
            ("\\{{ other }}", "\\{{ other }}"),
            ("\\{{ sr://x }} {{ sr://user/me/b/c }}", "{{ sr://x }} 2"),
        ] {
            assert_eq!(filled(template), expected, "{template}");
        }
    }

    #[test]
    fn what_begins_as_a_reference_and_is_none_is_told_by_its_line() {
        for template in [
            "\n{{ sr://planted }}",
            "\n{{ sr://user/me/planted",
            "\n{{ sr://user/me/planted\n}}",
            "\n{{ sr://project/planted/a b/{{ c }}",
        ] {
            let Err(error) = Template::read(template) else { continue };
            let error = format!("{error:#}");
            assert!(error.starts_with("line 2: ") && !error.contains("planted"), "{error}");
        }
        assert!(Template::read("{{ sr://planted }}").is_err());
        assert!(Template::read("{{ sr://user/me/a").is_err());
    }
}
