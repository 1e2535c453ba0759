//! Variables with their values, and what may be one.

use std::collections::{BTreeMap, HashMap};

use anyhow::ensure;
use strongroom_client::SecretString;
use strongroom_rendering::variable::{is_name, is_reserved};

#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: SecretString,
    /// Where it comes from, for a person: a secret's name, a file's.
    pub(crate) from: String,
}

impl Variable {
    /// One more, for one more process.
    pub(crate) fn duplicate(&self) -> Self {
        let Self { name, value, from } = self;
        Self { name: name.clone(), value: value.duplicate(), from: from.clone() }
    }

    /// Whether a process would have the same of both.
    pub(crate) fn are_same(some: &[Self], others: &[Self]) -> bool {
        pairs(some) == pairs(others)
    }
}

fn pairs(variables: &[Variable]) -> BTreeMap<&str, &str> {
    variables.iter().map(|it| (it.name.as_str(), it.value.expose())).collect()
}

/// Variables that a process can have: none twice, none of a name that decides which programs it runs.
///
/// # Errors
/// One cannot be, by its name.
pub(crate) fn checked(variables: Vec<Variable>) -> anyhow::Result<Vec<Variable>> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for Variable { name, value, from } in &variables {
        ensure!(is_name(name), "`{from}` gives {name}, which is no name of a variable");
        ensure!(
            !is_reserved(name),
            "`{from}` gives {name}, which shells or the loader of programs use themselves: choose \
             another name with --env VARIABLE=SECRET"
        );
        ensure!(
            !value.expose().contains('\0'),
            "{name} of `{from}` has a NUL character, which no variable holds"
        );
        if let Some(other) = seen.insert(name, from) {
            anyhow::bail!(
                "`{other}` and `{from}` both give {name}: leave one out, or give it another name \
                 with --env VARIABLE=SECRET"
            );
        }
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn variable(name: &str, value: &str, from: &str) -> Variable {
        Variable { name: name.to_owned(), value: SecretString::from(value), from: from.to_owned() }
    }

    #[test]
    fn a_name_is_given_once_and_by_nobody_who_would_say_what_runs() {
        for (variables, told) in [
            (vec![variable("A", "1", "a"), variable("A", "1", "a b")], "`a` and `a b` both give A"),
            (vec![variable("PATH", "1", "path")], "`path` gives PATH, which shells"),
            (vec![variable("LD_PRELOAD", "1", "x")], "`x` gives LD_PRELOAD, which shells"),
            (vec![variable("A-B", "1", "x")], "no name of a variable"),
            (vec![variable("A", "planted\0", "x")], "A of `x` has a NUL"),
        ] {
            let error = checked(variables).unwrap_err().to_string();
            assert!(error.contains(told) && !error.contains("planted"), "{error}");
        }
        assert_eq!(checked(vec![variable("A", "", "a"), variable("B", "", "a")]).unwrap().len(), 2);
    }
}
