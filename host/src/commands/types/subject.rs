//! A type, called as a server calls it, and what of its answers is not as a case says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, TypeName};
use strongroom_ports::catalogue::{About, Description, Error, Field, RenderError};
use strongroom_secret_bytes::SecretBytes;

use super::cases::{Case, Contents, VALIDATE};
use super::snapshot::Snapshot;
use crate::plugins::manifest::{self, Addition, Allowance};
use crate::plugins::{Catalogue, Options};

/// The type, loaded as a server loads it.
pub(super) struct Subject {
    catalogue: Catalogue,
    pub(super) description: Description,
}

impl Subject {
    pub(super) fn load(path: &Path, bytes: &[u8]) -> anyhow::Result<Self> {
        // No case sends a request. A host is granted so that a connected type is loaded; its name is
        // one that never is.
        let mut allowance = Allowance::default();
        allowance.grants.hosts.push("nowhere.invalid".parse()?);
        let folder = Scratch::new()?;
        let file = "type.wasm";
        manifest::add(&folder.0, &Addition { file, bytes, allowance })?;
        let what = format!("compiling {}", path.display());
        let catalogue = super::patiently(&what, || {
            Catalogue::load(&folder.0, &Options::default(), super::cache().as_deref())
        })?;
        if let Some(Err(why)) = catalogue.statuses().first().map(|status| &status.state) {
            anyhow::bail!("{} is not loaded: {why}", path.display());
        }
        let entry = catalogue.types().first().cloned();
        let description = entry.context("the type was not loaded")?.description;
        Ok(Self { catalogue, description })
    }

    fn id(&self) -> &TypeName {
        &self.description.id
    }

    /// What is not as the case says.
    pub(super) async fn run(
        &self,
        case: &Case,
        about: &About,
        snapshot: &mut Snapshot,
    ) -> Vec<String> {
        let mut failures = Vec::new();
        let given = match fields(&case.value) {
            Ok(given) => given,
            Err(failure) => return vec![failure],
        };
        let answer = self.catalogue.validate(self.id(), given).await;
        if answer.is_ok() && case.fails(VALIDATE) {
            failures.push("validate does not fail, and should".to_owned());
        }
        match answer {
            Ok(stored) => {
                let stored = contents(stored);
                for (name, content) in &stored {
                    snapshot.content(&format!("stored {name}"), content);
                }
                if !case.problems.is_empty() {
                    failures.push("it is taken, and should be refused".to_owned());
                } else {
                    failures.extend(differences(case, &stored));
                    failures.extend(self.is_settled(&stored).await);
                }
                self.render(case, about, &stored, snapshot, &mut failures).await;
            }
            Err(Error::Invalid(problems)) => {
                snapshot.problems("refused", &problems);
                failures.extend(unlike("", &case.problems, &problems));
            }
            Err(Error::Unknown | Error::Failed) if case.fails(VALIDATE) => {
                snapshot.problems("validate fails", &[]);
            }
            Err(Error::Unknown | Error::Failed) => failures.push(failed(VALIDATE)),
        }
        failures
    }

    /// What is stored is validated again when one field of it changes.
    async fn is_settled(&self, stored: &Contents) -> Option<String> {
        let Ok(again) = fields(stored) else { return None };
        let again = self.catalogue.validate(self.id(), again).await.map(contents);
        let is_same = again.is_ok_and(|again| again == *stored);
        (!is_same).then(|| "what is stored, validated again, is refused or changed".to_owned())
    }

    async fn render(
        &self,
        case: &Case,
        about: &About,
        stored: &Contents,
        snapshot: &mut Snapshot,
        failures: &mut Vec<String>,
    ) {
        for rendering in &self.description.renderings {
            let format = rendering.format.as_str();
            let Ok(given) = fields(stored) else { continue };
            let expected = case.not_rendered.get(format);
            let answer = self.catalogue.render(self.id(), &rendering.format, about, given).await;
            if case.fails(format) && !matches!(answer, Err(RenderError::Failed)) {
                failures.push(format!("{format} does not fail, and should"));
            }
            match answer {
                Ok(rendered) => {
                    let content = rendered.content.expose();
                    snapshot.content(&format!("rendering {format}"), content);
                    if expected.is_some() {
                        failures.push(format!("{format} is rendered, and should not be"));
                    }
                    if case.rendered.get(format).is_some_and(|it| it != content) {
                        failures.push(format!(
                            "{format} is {}, and not what the case says",
                            shown(content)
                        ));
                    }
                }
                Err(RenderError::NotRepresentable(problems)) => {
                    snapshot.problems(&format!("not in {format}"), &problems);
                    match expected {
                        Some(expected) => {
                            failures.extend(unlike(&format!("{format}: "), expected, &problems));
                        }
                        None if case.rendered.contains_key(format) => {
                            failures
                                .push(format!("{format} is not rendered: {}", listed(&problems)));
                        }
                        None => {}
                    }
                }
                Err(RenderError::Failed) if case.fails(format) => {
                    snapshot.problems(&format!("rendering {format} fails"), &[]);
                }
                Err(RenderError::Unknown | RenderError::UnknownFormat | RenderError::Failed) => {
                    failures.push(failed(&format!("render {format}")));
                }
            }
        }
    }
}

fn failed(what: &str) -> String {
    format!("{what} failed: it trapped, took too long or too much memory, or broke the contract")
}

/// Fields whose stored form is not the one that the case says.
fn differences(case: &Case, stored: &Contents) -> Vec<String> {
    let mut expected = case.value.clone();
    expected.extend(case.stored.clone());
    expected.retain(|name, _| !case.left_out.contains(name));
    let names: BTreeSet<&String> = expected.keys().chain(stored.keys()).collect();
    let different = |name: &&&String| expected.get(**name) != stored.get(**name);
    let say = |name: &String| {
        let now = stored.get(name).map_or_else(|| "left out".to_owned(), |it| shown(it));
        format!("{name} is stored as {now}, and not as the case says")
    };
    names.iter().filter(different).map(|name| say(name)).collect()
}

/// What in the problems is not as the case says: every field that has one, with words of its message.
fn unlike(place: &str, expected: &BTreeMap<String, String>, found: &[Problem]) -> Vec<String> {
    let name =
        |field: &str| if field.is_empty() { "the value".to_owned() } else { field.to_owned() };
    let mut failures = Vec::new();
    for Problem { field, message } in found {
        match expected.get(field) {
            None => failures.push(format!("{place}{} has the problem \"{message}\"", name(field))),
            Some(words) if !message.contains(words.as_str()) => failures.push(format!(
                "{place}{} has the problem \"{message}\", and not \"{words}\"",
                name(field)
            )),
            Some(_) => {}
        }
    }
    for field in expected.keys().filter(|field| !found.iter().any(|it| it.field == **field)) {
        failures.push(format!("{place}{} has no problem, and should have one", name(field)));
    }
    failures
}

fn listed(problems: &[Problem]) -> String {
    let each = problems.iter().map(|it| format!("{} {}", it.field, it.message));
    each.collect::<Vec<_>>().join(", ")
}

/// Values of cases are made for tests: they may be shown.
fn shown(content: &[u8]) -> String {
    match std::str::from_utf8(content) {
        Ok(text) if text.len() <= 500 => format!("{text:?}"),
        _ => format!("{} bytes", content.len()),
    }
}

fn fields(contents: &Contents) -> Result<Vec<Field>, String> {
    let field = |(name, content): (&String, &Vec<u8>)| {
        let name: FieldName =
            name.parse().map_err(|_| format!("`{name}` is not the name of a field"))?;
        Ok(Field { name, value: SecretBytes::new(content.clone()) })
    };
    contents.iter().map(field).collect()
}

fn contents(fields: Vec<Field>) -> Contents {
    fields.into_iter().map(|it| (it.name.into(), it.value.into_exposed())).collect()
}

/// A folder of types for one run.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Self> {
        let mut random = [0; 8];
        getrandom::fill(&mut random)
            .map_err(|error| anyhow::anyhow!("no random number: {error}"))?;
        let folder = std::env::temp_dir()
            .join(format!("strongroom-type-{:016x}", u64::from_le_bytes(random)));
        fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
