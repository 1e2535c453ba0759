//! The form of AWS's shared files: sections, settings, and settings of settings, which are indented.

use std::collections::BTreeMap;

use anyhow::bail;

/// The settings of one section, by name in lower case.
#[derive(Default)]
pub(super) struct Section(BTreeMap<String, Setting>);

#[derive(Default)]
struct Setting {
    text: String,
    nested: BTreeMap<String, String>,
}

impl Section {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name)?.text.as_str();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn nested(&self, name: &str, inner: &str) -> Option<&str> {
        let text = self.0.get(name)?.nested.get(inner)?.as_str();
        (!text.is_empty()).then_some(text)
    }

    /// What another has wins.
    pub(super) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// In their order, those that are there twice as often as they are.
///
/// # Errors
/// A line that is none of the form, by its number.
pub(super) fn sections(text: &str, file: &str) -> anyhow::Result<Vec<(String, Section)>> {
    let mut sections: Vec<(String, Section)> = Vec::new();
    // Whose settings an indented line continues.
    let mut current = String::new();
    for (position, line) in text.lines().enumerate() {
        let number = position + 1;
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix('[') {
            // A comment may stand behind the bracket.
            let Some((name, _)) = rest.split_once(']') else {
                bail!("{file}: line {number}: a section has no end")
            };
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            sections.push((name.replace(['"', '\''], ""), Section::default()));
            current.clear();
            continue;
        }
        let Some((_, section)) = sections.last_mut() else {
            bail!("{file}: line {number}: a setting before the first section")
        };
        let Some((name, value)) = trimmed.split_once('=') else {
            bail!("{file}: line {number}: neither a section nor a setting")
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
        if line.starts_with([' ', '\t']) && !current.is_empty() {
            section.0.entry(current.clone()).or_default().nested.insert(name, value);
        } else {
            current.clone_from(&name);
            section.0.insert(name, Setting { text: value, nested: BTreeMap::new() });
        }
    }
    Ok(sections)
}
