//! Reads `dotenv-shell` as the server writes it: `export NAME='…'`, a quote within as `'\''`.
//!
//! Not a reader of shell: whatever else stands there is refused, so that nothing is taken for another
//! value.

use strongroom_client::SecretString;
use strongroom_rendering::variable;

/// The variables in order, or None where the text is something else.
pub(super) fn read(text: &str) -> Option<Vec<(String, SecretString)>> {
    let mut variables = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, value) = rest.strip_prefix("export ")?.split_once("='")?;
        if !variable::is_name(name) {
            return None;
        }
        let (value, after) = quoted(value)?;
        variables.push((name.to_owned(), value));
        rest = after;
    }
    Some(variables)
}

/// A value after its first quote, and what comes after its line.
fn quoted(text: &str) -> Option<(SecretString, &str)> {
    // Room for all of it at once: a string that grows would leave copies behind.
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('\'')?;
        value.push_str(part);
        if let Some(after) = after.strip_prefix(r"\''") {
            value.push('\'');
            rest = after;
        } else {
            return Some((SecretString::from(value), after.strip_prefix('\n')?));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use strongroom_rendering::Variable;
    use strongroom_rendering::dotenv::{Dialect, render};

    use super::*;

    #[test]
    fn what_is_written_for_a_shell_is_read_back() {
        for value in ["", "a", "it's", "''", "'", "a\nb\n", "$x `y` \\ \"", "export A='b'\n", "\\'"]
        {
            let bytes = value.as_bytes();
            let variables = [
                Variable { name: "A".to_owned(), field: "a", value: bytes },
                Variable { name: "B_2".to_owned(), field: "b", value: b"second" },
            ];
            let text = String::from_utf8(render(Dialect::Shell, &variables).unwrap()).unwrap();
            let found = read(&text).unwrap();
            let found: Vec<_> =
                found.iter().map(|(name, it)| (name.as_str(), it.expose())).collect();
            assert_eq!(found, [("A", value), ("B_2", "second")], "{text}");
        }
    }

    #[test]
    fn anything_else_that_a_shell_would_read_is_refused() {
        for text in [
            "A='b'\n",
            "export A=b\n",
            "export A='b'",
            "export A='b' # c\n",
            "export A='b'\"c\"\n",
            "export A-B='c'\n",
            "export A='b'\n\n",
            "export A='b\n",
            "# a comment\nexport A='b'\n",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
