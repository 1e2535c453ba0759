//! Environment files, in the three dialects that are taken for one.
//!
//! Docker takes the rest of a line for the value, quotes included, and has no values of several
//! lines. Compose quotes: nothing means anything between single quotes but the quote itself,
//! between double quotes `$`, `\` and `"` do. A shell has single quotes alone.

use crate::problems::{self, add};
use crate::{Problems, Rendered, Variable, variable};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `docker run --env-file`.
    Docker,
    /// `env_file` and `.env` of Compose.
    Compose,
    /// To be read by a POSIX shell with `.`.
    Shell,
}

/// Docker's reader gives up on a longer line.
const DOCKERS_LINE: usize = 65_535;

/// One line for each variable.
///
/// # Errors
/// The fields whose values the dialect cannot hold, and those whose variables have no proper name.
pub fn render(dialect: Dialect, variables: &[Variable<'_>]) -> Rendered {
    let mut problems = Problems::new();
    let mut out = String::new();
    for Variable { name, field, value } in variables {
        if !variable::is_name(name) {
            add(&mut problems, field, "has no name that an environment variable can have");
            continue;
        }
        let Some(text) = problems::text(field, value, &mut problems) else { continue };
        if text.contains('\0') {
            add(&mut problems, field, "has a NUL character, which no environment variable holds");
            continue;
        }
        match dialect {
            Dialect::Docker => match docker(name, text) {
                Ok(()) => line(&mut out, &[name, "=", text]),
                Err(message) => add(&mut problems, field, message),
            },
            Dialect::Compose => {
                out.push_str(name);
                out.push('=');
                compose(&mut out, text);
                out.push('\n');
            }
            Dialect::Shell => {
                line(&mut out, &["export ", name, "='", &text.replace('\'', r"'\''"), "'"])
            }
        }
    }
    problems::or(problems, out.into_bytes())
}

fn line(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().copied());
    out.push('\n');
}

fn docker(name: &str, text: &str) -> Result<(), &'static str> {
    if text.contains('\n') {
        return Err("has several lines, and Docker's environment files hold one line a value");
    }
    // A line may end in both.
    if text.ends_with('\r') {
        return Err("ends in a carriage return, which Docker takes for the end of the line");
    }
    if name.len() + 1 + text.len() > DOCKERS_LINE {
        return Err("is too long for a line of Docker's environment files");
    }
    Ok(())
}

fn compose(out: &mut String, text: &str) {
    // Readers differ on what a quote and a backslash after a backslash mean between single quotes. Of
    // what stands there now, none takes anything for something else.
    let is_plain =
        !text.contains(['\'', '\n', '\r']) && !text.contains(r"\\") && !text.ends_with('\\');
    if is_plain {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '\\' => out.push_str(r"\\"),
            '"' => out.push_str(r#"\""#),
            '$' => out.push_str("$$"),
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            _ => out.push(c),
        }
    }
    out.push('"');
}
