//! `strongroom type new`: a project that can be built as it is.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde_json::json;

use super::templates::{self, File};
use crate::commands::output::line;
use crate::settings::{Language, New};

pub(super) fn new(settings: &New) -> anyhow::Result<()> {
    let names = Names::parse(&settings.name)?;
    let folder = PathBuf::from(&names.project);
    ensure!(
        !folder.exists(),
        "{} is there already: choose another name, or remove it first",
        folder.display()
    );
    // Whole or not at all: half a project would look like one.
    let partial = PathBuf::from(format!(".{}.partial", names.project));
    let _ = fs::remove_dir_all(&partial);
    let written = write(&partial, settings.lang, &names)
        .and_then(|()| fs::rename(&partial, &folder).context("cannot name the folder"));
    if let Err(error) = written {
        let _ = fs::remove_dir_all(&partial);
        return Err(error.context(format!("cannot make {}", folder.display())));
    }
    report(settings, &names, &folder)
}

fn write(folder: &Path, language: Language, names: &Names) -> anyhow::Result<()> {
    for File { path, content } in templates::of(language) {
        let path = folder.join(path);
        let cannot = || format!("cannot write {}", path.display());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(cannot)?;
        }
        let mode = if content.starts_with("#!") { 0o777 } else { 0o666 };
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&path)
            .with_context(cannot)?;
        file.write_all(names.fill(content).as_bytes()).with_context(cannot)?;
    }
    Ok(())
}

fn report(settings: &New, names: &Names, folder: &Path) -> anyhow::Result<()> {
    let steps: Vec<String> = templates::steps(settings.lang).map(|step| names.fill(step)).collect();
    let component = names.fill(templates::component(settings.lang));
    if settings.output.json {
        let facts = json!({
            "folder": folder, "id": names.id, "build": steps, "component": component,
        });
        return line(&facts.to_string());
    }
    line(&format!(
        "Made {}/, a secret type with the id {}. Build and try it:",
        names.project, names.id
    ))?;
    line("")?;
    line(&format!("    cd {}", names.project))?;
    for step in steps {
        line(&format!("    {step}"))?;
    }
    line(&format!("    strongroom type check {component}"))?;
    line(&format!("    strongroom type test {component}"))?;
    line("")?;
    line(&format!("{}/README.md says more.", names.project))
}

/// One name in its forms.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    /// `my-service`
    project: String,
    /// `my_service`
    module: String,
    /// `MyService`
    id: String,
    /// `My Service`
    title: String,
}

impl Names {
    fn parse(name: &str) -> anyhow::Result<Self> {
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        let begins = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if !begins || name.len() > 48 || !name.split('-').all(is_part) {
            bail!(
                "a name is of lower-case letters, digits and single `-`, begins with a letter and \
                 has at most 48 characters: `my-service`"
            );
        }
        let words: Vec<String> = name.split('-').map(capitalized).collect();
        Ok(Self {
            project: name.to_owned(),
            module: name.replace('-', "_"),
            id: words.concat(),
            title: words.join(" "),
        })
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{{name}}", &self.project)
            .replace("{{module}}", &self.module)
            .replace("{{id}}", &self.id)
            .replace("{{title}}", &self.title)
    }
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_forms() {
        let names = Names::parse("my-service2").unwrap();
        assert_eq!(
            names.fill("{{name}} {{module}} {{id}} {{title}}"),
            "my-service2 my_service2 MyService2 My Service2"
        );
    }

    #[test]
    fn refuses_what_is_no_name_or_leads_elsewhere() {
        for name in [
            "",
            "-a",
            "a-",
            "a--b",
            "1a",
            "A",
            "a_b",
            "a b",
            "../a",
            "a/b",
            "/a",
            "a.b",
            "é",
            "a\"b",
            "a\nb",
            &"a".repeat(49),
        ] {
            assert!(Names::parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn every_project_fills_in_every_name() {
        let names = Names::parse("my-service").unwrap();
        for language in [Language::Rust, Language::Js, Language::Python] {
            for File { path, content } in templates::of(language) {
                assert!(!names.fill(content).contains("{{"), "{path}");
            }
        }
    }
}
