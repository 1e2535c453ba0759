//! The application's variables, as its manifest hands them to a component.
//!
//! Values come from `--variable`, then from the environment, then from the manifest. Names and
//! templates are judged as Spin judges them.

use std::collections::BTreeMap;

use crate::manifest::{Component, Manifest};
use anyhow::{Context as _, ensure};

/// What stands before the upper-case name of a variable in the environment.
const PREFIX: &str = "SPIN_VARIABLE_";

/// Why a component does not get a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotThere {
    /// No variable can have the name.
    NoName,
    /// It is not handed to this component.
    Undefined,
}

/// Variables with their values. Has no `Debug`: values are secrets.
pub struct Variables {
    of_application: BTreeMap<String, String>,
    of_component: BTreeMap<String, String>,
}

impl Variables {
    /// # Errors
    /// A required variable has no value, or a name or template is wrong.
    pub fn resolve(
        manifest: &Manifest,
        component: &Component,
        given: &BTreeMap<String, String>,
    ) -> anyhow::Result<Self> {
        let mut this = Self { of_application: BTreeMap::new(), of_component: BTreeMap::new() };
        let mut missing = Vec::new();
        for (name, declared) in &manifest.variables {
            ensure!(is_name(name), "`{name}` is no name of a variable");
            let environment = || std::env::var(format!("{PREFIX}{}", name.to_uppercase())).ok();
            let value =
                given.get(name).cloned().or_else(environment).or_else(|| declared.default.clone());
            match value {
                Some(value) => drop(this.of_application.insert(name.clone(), value)),
                None => missing.push(name.as_str()),
            }
        }
        ensure!(missing.is_empty(), "no provider resolved required variable(s): {missing:?}");
        for (name, template) in &component.variables {
            ensure!(is_name(name), "`{name}` is no name of a variable");
            let value = this.expand(template)?;
            this.of_component.insert(name.clone(), value);
        }
        Ok(this)
    }

    /// A template with `{{ name }}` in it.
    ///
    /// # Errors
    /// It is not closed, or names what there is not.
    pub fn expand(&self, template: &str) -> anyhow::Result<String> {
        let mut expanded = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").context("a template is not closed")?;
            let name = name.trim();
            let value = self
                .of_application
                .get(name)
                .with_context(|| format!("a template names the unknown variable `{name}`"))?;
            expanded.push_str(before);
            expanded.push_str(value);
            rest = after;
        }
        expanded.push_str(rest);
        Ok(expanded)
    }

    /// A variable of the component.
    ///
    /// # Errors
    /// Every case.
    pub fn get(&self, name: &str) -> Result<String, NotThere> {
        if !is_name(name) {
            return Err(NotThere::NoName);
        }
        self.of_component.get(name).cloned().ok_or(NotThere::Undefined)
    }
}

/// Lower-case letters, digits, and single underscores between them; a letter first.
fn is_name(name: &str) -> bool {
    name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_every_provider_can_hold() {
        for name in ["a", "a1", "root_keys", "a_1"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "A", "1a", "_a", "a_", "a__b", "a-b", "ä"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
