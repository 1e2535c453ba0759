//! Which packages are components, and of what kind: read from their manifests, listed nowhere.
//!
//! What it is not: a judge of what cargo builds; the workspace's members are cargo's affair.
//! Depends on: the layout of `components/` and `examples/`, and `toml`.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

/// What a component is for, which decides where it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Part of the core.
    Core,
    /// Stands between the core and what Spin provides.
    Spin,
    /// Stands between the core and secret types, where no host does.
    Link,
    /// Serves files to browsers, beside the core.
    Web,
    /// A built-in secret type: a plug-in like any other.
    Type,
    /// Misbehaves on purpose; for the tests alone.
    Hostile,
    /// A secret type to learn from, and for the tests.
    Example,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Core, Self::Spin, Self::Link, Self::Web, Self::Type, Self::Hostile, Self::Example];

    /// The folder of the checkout that holds this kind.
    const fn folder(self) -> &'static str {
        match self {
            Self::Core => "components",
            Self::Spin => "components/spin",
            Self::Link => "components/link",
            Self::Web => "components/web",
            Self::Type => "components/types",
            Self::Hostile => "components/hostile",
            Self::Example => "examples/types",
        }
    }

    /// Whether it comes with the server.
    pub(crate) const fn is_shipped(self) -> bool {
        match self {
            Self::Core | Self::Type => true,
            Self::Spin | Self::Link | Self::Web | Self::Hostile | Self::Example => false,
        }
    }

    /// Whether a native host, or its tests, have a use for it.
    pub(crate) const fn is_native(self) -> bool {
        match self {
            Self::Core | Self::Web | Self::Type | Self::Hostile | Self::Example => true,
            Self::Spin | Self::Link => false,
        }
    }

    /// Whether an application for Spin has a use for it.
    pub(crate) const fn is_edge(self) -> bool {
        match self {
            Self::Core | Self::Spin | Self::Link | Self::Type => true,
            Self::Web | Self::Hostile | Self::Example => false,
        }
    }
}

/// A package that is built to a component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Component {
    pub(crate) kind: Kind,
    pub(crate) package: String,
    /// The file cargo writes, without a folder.
    pub(crate) artifact: String,
    /// Whether it is a Rust library as well, whose tests run on this machine.
    pub(crate) is_native: bool,
}

/// Lists the components of a checkout, sorted, so that everything made of the list is the same on
/// every machine.
pub(crate) fn list(root: &Path) -> anyhow::Result<Vec<Component>> {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let folder = root.join(kind.folder());
        if !folder.is_dir() {
            continue;
        }
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let manifest = entry?.path().join("Cargo.toml");
            if !manifest.is_file() {
                continue;
            }
            let text = fs::read_to_string(&manifest)
                .with_context(|| format!("cannot read {}", manifest.display()))?;
            let component =
                parse(&text, kind).with_context(|| format!("cannot use {}", manifest.display()))?;
            found.extend(component);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads one manifest; none when the package is not built to a component.
fn parse(manifest: &str, kind: Kind) -> anyhow::Result<Option<Component>> {
    let manifest: toml::Table = manifest.parse()?;
    let lib = manifest.get("lib");
    let types = lib.and_then(|lib| lib.get("crate-type")).and_then(toml::Value::as_array);
    let is = |wanted: &str| {
        types.is_some_and(|types| types.iter().any(|kind| kind.as_str() == Some(wanted)))
    };
    if !is("cdylib") {
        return Ok(None);
    }
    let package = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str)
        .context("the package has no name")?;
    let library = lib
        .and_then(|lib| lib.get("name"))
        .and_then(toml::Value::as_str)
        .map_or_else(|| package.replace('-', "_"), str::to_owned);
    Ok(Some(Component {
        kind,
        package: package.to_owned(),
        artifact: format!("{library}.wasm"),
        is_native: is("rlib"),
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_cdylib_is_a_component_named_after_its_package() {
        let manifest = "[package]\nname = \"a-vault\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
        let expected = Component {
            kind: Kind::Type,
            package: "a-vault".into(),
            artifact: "a_vault.wasm".into(),
            is_native: false,
        };
        assert_eq!(parse(manifest, Kind::Type).unwrap(), Some(expected));
    }

    #[test]
    fn a_library_with_a_name_of_its_own_is_found_under_it() {
        let manifest = "[package]\nname = \"a\"\n[lib]\nname = \"b_c\"\n\
                        crate-type = [\"rlib\", \"cdylib\"]\n";
        let component = parse(manifest, Kind::Core).unwrap().unwrap();
        assert_eq!(component.artifact, "b_c.wasm");
        assert!(component.is_native);
    }

    #[test]
    fn other_libraries_are_no_components() {
        for lib in ["", "[lib]\n", "[lib]\ncrate-type = [\"rlib\"]\n"] {
            let manifest = format!("[package]\nname = \"a\"\n{lib}");
            assert_eq!(parse(&manifest, Kind::Core).unwrap(), None, "{lib}");
        }
    }

    #[test]
    fn a_broken_manifest_is_an_error() {
        assert!(parse("[package", Kind::Core).is_err());
        assert!(parse("[lib]\ncrate-type = [\"cdylib\"]\n", Kind::Core).is_err());
    }

    #[test]
    fn lists_every_kind_in_one_order_and_leaves_out_the_rest() {
        let root = tempfile::tempdir().unwrap();
        for (folder, lib) in [
            ("components/vault", "crate-type = [\"cdylib\"]"),
            ("components/authorizer", "crate-type = [\"cdylib\"]"),
            ("components/bindings", ""),
            ("components/spin/http", "crate-type = [\"cdylib\"]"),
            ("components/link/end", "crate-type = [\"cdylib\"]"),
            ("components/types/single", "crate-type = [\"cdylib\"]"),
            ("components/hostile/liar", "crate-type = [\"cdylib\"]"),
            ("examples/types/certificate", "crate-type = [\"cdylib\"]"),
        ] {
            let folder = root.path().join(folder);
            fs::create_dir_all(&folder).unwrap();
            let name = folder.file_name().unwrap().to_str().unwrap();
            let manifest = format!("[package]\nname = \"{name}\"\n[lib]\n{lib}\n");
            fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        }
        fs::write(root.path().join("components/strongroom.wac"), "").unwrap();
        let found: Vec<_> =
            list(root.path()).unwrap().into_iter().map(|c| (c.kind, c.package)).collect();
        let expected = [
            (Kind::Core, "authorizer".to_owned()),
            (Kind::Core, "vault".to_owned()),
            (Kind::Spin, "http".to_owned()),
            (Kind::Link, "end".to_owned()),
            (Kind::Type, "single".to_owned()),
            (Kind::Hostile, "liar".to_owned()),
            (Kind::Example, "certificate".to_owned()),
        ];
        assert_eq!(found, expected);
    }
}
