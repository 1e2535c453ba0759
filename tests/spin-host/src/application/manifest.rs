//! A `spin.toml`: components behind routes, as far as this host runs them.
//!
//! Depends on: Spin's manifest, version 2. What is not read here (build commands, descriptions) does
//! not change how an application runs; what would change it and is not known is an error.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::routes::Route;

/// The part of the manifest that decides how the application runs.
#[derive(Debug)]
pub struct Manifest {
    pub variables: BTreeMap<String, Declared>,
    /// At least one.
    pub routes: Vec<Route>,
    /// By their ids; each has a route.
    pub components: BTreeMap<String, Component>,
}

/// A variable of the application.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    #[serde(default)]
    pub required: bool,
    pub default: Option<String>,
    #[serde(default, rename = "secret")]
    _secret: bool,
    #[serde(default, rename = "description")]
    _description: Option<String>,
}

/// What a component is granted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Its file.
    pub source: PathBuf,
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    #[serde(default)]
    pub sqlite_databases: Vec<String>,
    /// Templates over the application's variables.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    #[serde(default, rename = "description")]
    _description: Option<String>,
    #[serde(default, rename = "build")]
    _build: Option<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    spin_manifest_version: u32,
    #[serde(rename = "application")]
    _application: toml::Table,
    #[serde(default)]
    variables: BTreeMap<String, Declared>,
    trigger: Triggers,
    component: BTreeMap<String, Component>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Triggers {
    http: Vec<Http>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Http {
    route: String,
    component: String,
}

impl Manifest {
    /// # Errors
    /// The file cannot be read, or says what this host does not know.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        Self::parse(&text, folder).with_context(|| format!("cannot run {}", file.display()))
    }

    fn parse(text: &str, folder: &Path) -> anyhow::Result<Self> {
        let mut file: File = toml::from_str(text)?;
        ensure!(file.spin_manifest_version == 2, "only version 2 of the manifest is known");
        let routes =
            file.trigger.http.iter().map(|http| Route::parse(&http.route, &http.component));
        let routes = routes.collect::<anyhow::Result<Vec<_>>>()?;
        ensure!(!routes.is_empty(), "there is no trigger");
        for id in routes.iter().map(|route| &route.component) {
            ensure!(file.component.contains_key(id), "there is no component `{id}`");
        }
        for (id, component) in &mut file.component {
            let has_route = routes.iter().any(|route| route.component == *id);
            ensure!(has_route, "no route leads to the component `{id}`");
            component.source = folder.join(&component.source);
        }
        for (name, declared) in &file.variables {
            ensure!(
                declared.required != declared.default.is_some(),
                "variable `{name}` must either be required or have a default"
            );
        }
        Ok(Self { variables: file.variables, routes, components: file.component })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    const GOOD: &str = r#"
spin_manifest_version = 2
[application]
name = "a"
[variables]
key = { required = true, secret = true }
[[trigger.http]]
route = "/..."
component = "c"
[component.c]
source = "d/c.wasm"
sqlite_databases = ["default"]
[component.c.variables]
key = "{{ key }}"
"#;

    #[test]
    fn reads_what_decides_how_an_application_runs() {
        let manifest = Manifest::parse(GOOD, Path::new("/app")).unwrap();
        assert_eq!((manifest.routes[0].text.as_str(), manifest.routes.len()), ("/...", 1));
        let component = &manifest.components[&manifest.routes[0].component];
        assert_eq!(component.source, Path::new("/app/d/c.wasm"));
        assert!(manifest.variables["key"].required);
        assert_eq!(component.sqlite_databases, ["default"]);
        assert!(component.allowed_outbound_hosts.is_empty());
    }

    #[test]
    fn refuses_what_it_would_run_otherwise_than_spin_does() {
        for (what, with) in [
            ("route = \"/...\"", "route = \"/:a\""),
            ("component = \"c\"", "component = \"other\""),
            ("[component.c]", "[component.d]\nsource = \"d.wasm\"\n[component.c]"),
            ("required = true", "required = false"),
            ("sqlite_databases", "key_value_stores"),
            ("spin_manifest_version = 2", "spin_manifest_version = 1"),
        ] {
            let text = GOOD.replace(what, with);
            assert_ne!(text, GOOD, "{what}");
            assert!(Manifest::parse(&text, Path::new("")).is_err(), "{with}");
        }
    }
}
