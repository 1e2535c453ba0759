//! Environment variables: their names, and which field each is.
//!
//! A name is made of the secret's and, where the value has several fields, the field's: upper-case,
//! with `_` for each white space and each ASCII sign, and `_` in front of a digit. `stripe` of one
//! field is `STRIPE`; `backups` has `BACKUPS_ACCESS_KEY` and `BACKUPS_SECRET_KEY`. Nothing is left
//! out and nothing made up: two fields of one name are an error, and so is a letter beyond ASCII.

use crate::problems::{self, NAME};
use crate::{Fields, Problems};

/// An environment variable, and the field whose value it has.
#[derive(Clone, PartialEq, Eq)]
pub struct Variable<'a> {
    pub name: String,
    /// What a problem names.
    pub field: &'a str,
    pub value: &'a [u8],
}

/// Without the value.
impl std::fmt::Debug for Variable<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Variable").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The variables of a value, by the rules above.
///
/// # Errors
/// [`NAME`] where the secret's name gives none; a field where its own does not, or gives one that
/// another has.
pub fn derived<'a>(secret: &str, fields: &Fields<'a>) -> Result<Vec<Variable<'a>>, Problems> {
    match fields {
        [(field, value)] => {
            let name = of_secret(secret)?;
            Ok(vec![Variable { name, field, value }])
        }
        _ => of_fields(secret, fields),
    }
}

/// The variables of a value whose type has several fields, however many of them were given.
///
/// # Errors
/// As [`derived`].
pub fn of_fields<'a>(secret: &str, fields: &Fields<'a>) -> Result<Vec<Variable<'a>>, Problems> {
    let mut problems = Problems::new();
    let mut variables: Vec<Variable<'a>> = Vec::new();
    let Some(prefix) = converted(secret) else {
        return Err(vec![(NAME.to_owned(), NO_VARIABLE.to_owned())]);
    };
    for (field, value) in fields {
        let Some(suffix) = converted(field) else {
            problems::add(&mut problems, field, NO_VARIABLE);
            continue;
        };
        let name = begun(format!("{prefix}_{suffix}"));
        if variables.iter().any(|other| other.name == name) {
            problems::add(&mut problems, field, "gives the same variable name as another field");
        } else if is_reserved(&name) {
            problems::add(&mut problems, NAME, RESERVED);
        }
        variables.push(Variable { name, field, value });
    }
    problems::or(problems, variables)
}

/// The variable of a secret of one field.
///
/// # Errors
/// [`NAME`].
pub fn of_secret(secret: &str) -> Result<String, Problems> {
    let message = match converted(secret).map(begun) {
        Some(name) if is_reserved(&name) => RESERVED,
        Some(name) => return Ok(name),
        None => NO_VARIABLE,
    };
    Err(vec![(NAME.to_owned(), message.to_owned())])
}

/// Whether this can be a variable's name: `[A-Za-z_][A-Za-z0-9_]*`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether a shell or the loader of programs takes this name for itself. A shell puts its own value
/// in some and cannot set others; with the rest, whoever may name a secret could say which programs
/// a job runs.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    const NAMES: [&str; 30] = [
        "_",
        "CDPATH",
        "COMP_WORDBREAKS",
        "DIRSTACK",
        "ENV",
        "EPOCHREALTIME",
        "EPOCHSECONDS",
        "EUID",
        "FUNCNAME",
        "GLIBC_TUNABLES",
        "GROUPS",
        "HISTCMD",
        "HOME",
        "IFS",
        "LINENO",
        "OLDPWD",
        "OPTARG",
        "OPTIND",
        "PATH",
        "PIPESTATUS",
        "PPID",
        "PROMPT_COMMAND",
        "PS4",
        "PWD",
        "RANDOM",
        "SECONDS",
        "SHELLOPTS",
        "SHLVL",
        "SRANDOM",
        "UID",
    ];
    const STARTS: [&str; 3] = ["BASH", "LD_", "DYLD_"];

    NAMES.contains(&name) || STARTS.iter().any(|start| name.starts_with(start))
}

const NO_VARIABLE: &str = "cannot be the name of an environment variable: give it a name of ASCII \
                           letters, digits and signs, with a letter or a digit in it";

const RESERVED: &str = "gives the name of a variable that shells or the loader of programs use \
                        themselves: give the secret another name";

fn converted(name: &str) -> Option<String> {
    let letter = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Some(c.to_ascii_uppercase()),
        _ if c.is_ascii_graphic() || c.is_whitespace() => Some('_'),
        _ => None,
    };
    name.contains(|c: char| c.is_ascii_alphanumeric())
        .then(|| name.chars().map(letter).collect())
        .flatten()
}

fn begun(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}
