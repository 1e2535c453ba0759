//! The projects that `strongroom type new` makes, kept in the program.
//!
//! The SDKs are on no registry yet, so a project carries its own copy, with the contract in it: it
//! builds wherever the registries of its language are reached, and keeps building as it did.

use crate::settings::Language;

/// One file of a project. In its content stand `{{name}}` and its like.
#[derive(Debug, Clone, Copy)]
pub(super) struct File {
    pub(super) path: &'static str,
    pub(super) content: &'static str,
}

macro_rules! files {
    ($($from:literal => $to:literal { $($file:literal),* $(,)? })*) => {
        &[$($(File {
            path: concat!($to, $file),
            content: include_str!(concat!("../../../../", $from, $file)),
        }),*),*]
    };
}

/// The contract, in every project.
macro_rules! with_the_contract {
    ($to:literal) => {
        files! {
            "wit/secret-type/" => $to {
                "outbound.wit", "rotation.wit", "secret-type.wit", "types.wit", "worlds.wit",
            }
        }
    };
}

/// Named otherwise in the repository, where it would be taken for one of its own.
const fn ignored(content: &'static str) -> File {
    File { path: ".gitignore", content }
}

const SHARED: &[File] = files! { "sdk/templates/" => "" { "cases.toml", "cases.snapshot" } };

const JS: &[&[File]] = &[
    SHARED,
    files! {
        "sdk/templates/js/" => "" {
            "README.md", "package.json", "package-lock.json", "secret-type.js",
            "secret-type.test.js",
        }
        "sdk/js/" => "sdk/" {
            "package.json", "bin/strongroom-build.js", "src/describe.js", "src/index.d.ts",
            "src/index.js", "src/outbound.d.ts", "src/outbound.js", "src/rotation.js",
            "src/testing.d.ts", "src/testing.js", "src/type.js", "src/value.js",
        }
    },
    with_the_contract!("sdk/wit/"),
    &[ignored(include_str!("../../../../sdk/templates/js/gitignore"))],
];

const PYTHON: &[&[File]] = &[
    SHARED,
    files! {
        "sdk/templates/python/" => "" {
            "README.md", "requirements.txt", "secret_type.py", "test_secret_type.py",
        }
        "sdk/python/src/" => "" {
            "strongroom_secret_type/__init__.py", "strongroom_secret_type/build.py",
            "strongroom_secret_type/describe.py", "strongroom_secret_type/export.py",
            "strongroom_secret_type/outbound.py", "strongroom_secret_type/py.typed",
            "strongroom_secret_type/rotation.py", "strongroom_secret_type/secret_type.py",
            "strongroom_secret_type/testing.py", "strongroom_secret_type/value.py",
        }
    },
    with_the_contract!("strongroom_secret_type/wit/"),
    &[ignored(include_str!("../../../../sdk/templates/python/gitignore"))],
];

const RUST: &[&[File]] = &[
    SHARED,
    files! {
        "sdk/templates/rust/" => "" {
            "README.md", "Cargo.toml", "src/lib.rs", "sdk/Cargo.toml", "sdk/rendering/Cargo.toml",
        }
        "sdk/rust/" => "sdk/" {
            "src/connected.rs", "src/description.rs", "src/export/connected.rs",
            "src/export/convert.rs", "src/export/mod.rs", "src/export/plain.rs",
            "src/field_description.rs", "src/fields.rs", "src/http.rs", "src/lib.rs", "src/line.rs",
            "src/problems.rs", "src/rendering.rs", "src/testing/describing.rs",
            "src/testing/documenting.rs", "src/testing/mod.rs", "src/testing/sockets.rs",
        }
        "crates/rendering/" => "sdk/rendering/" {
            "src/aws.rs", "src/docker_config.rs", "src/dotenv.rs", "src/format.rs", "src/json.rs",
            "src/kubernetes.rs", "src/lib.rs", "src/problems.rs", "src/variable.rs",
        }
    },
    with_the_contract!("sdk/wit/"),
    &[ignored(include_str!("../../../../sdk/templates/rust/gitignore"))],
];

pub(super) fn of(language: Language) -> impl Iterator<Item = File> {
    let groups = match language {
        Language::Rust => RUST,
        Language::Js => JS,
        Language::Python => PYTHON,
    };
    groups.iter().flat_map(|group| group.iter().copied())
}

/// How a project is built, in its folder.
pub(super) fn steps(language: Language) -> impl Iterator<Item = &'static str> {
    let steps: &[&str] = match language {
        Language::Rust => &["cargo build --release --target wasm32-wasip2"],
        Language::Js => &["npm ci", "npm run build"],
        Language::Python => &[
            "python3 -m venv .venv",
            ".venv/bin/pip install -r requirements.txt",
            ".venv/bin/python -m strongroom_secret_type.build secret_type.py -o {{name}}.wasm",
        ],
    };
    steps.iter().copied()
}

/// Where the component is then.
pub(super) const fn component(language: Language) -> &'static str {
    match language {
        Language::Rust => "target/wasm32-wasip2/release/{{module}}_secret_type.wasm",
        Language::Js | Language::Python => "{{name}}.wasm",
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// A module that is added to an SDK and not to this list would be missing in every new project.
    #[test]
    fn a_project_has_every_file_of_its_sdk() {
        for (language, folder, to) in [
            (Language::Rust, "sdk/rust/src", "sdk/src"),
            (Language::Rust, "sdk/rust/src/export", "sdk/src/export"),
            (Language::Rust, "sdk/rust/src/testing", "sdk/src/testing"),
            (Language::Rust, "crates/rendering/src", "sdk/rendering/src"),
            (Language::Rust, "wit/secret-type", "sdk/wit"),
            (Language::Js, "sdk/js/src", "sdk/src"),
            (Language::Js, "sdk/js/bin", "sdk/bin"),
            (Language::Js, "sdk/js/wit", "sdk/wit"),
            (Language::Python, "sdk/python/src/strongroom_secret_type", "strongroom_secret_type"),
            (Language::Python, "wit/secret-type", "strongroom_secret_type/wit"),
        ] {
            let there: BTreeSet<String> = of(language).map(|file| file.path.to_owned()).collect();
            for entry in fs::read_dir(Path::new("..").join(folder)).unwrap() {
                let entry = entry.unwrap();
                if fs::metadata(entry.path()).unwrap().is_file() {
                    let path = format!("{to}/{}", entry.file_name().to_str().unwrap());
                    assert!(there.contains(&path), "{path} is missing");
                }
            }
        }
    }

    /// A project has the SDK's dependencies in the versions that the workspace builds it with.
    #[test]
    fn the_manifests_of_a_project_are_those_of_the_sdk() {
        let table = |path: &str| -> toml::Table {
            fs::read_to_string(Path::new("..").join(path)).unwrap().parse().unwrap()
        };
        let workspace = table("Cargo.toml");
        let shared = workspace["workspace"]["dependencies"].as_table().unwrap();
        for (ours, theirs) in [
            ("sdk/rust/Cargo.toml", "sdk/templates/rust/sdk/Cargo.toml"),
            ("crates/rendering/Cargo.toml", "sdk/templates/rust/sdk/rendering/Cargo.toml"),
        ] {
            let (ours, theirs) = (table(ours), table(theirs));
            assert_eq!(ours.get("features"), theirs.get("features"));
            let (uses, has) = (&ours["dependencies"], theirs["dependencies"].as_table().unwrap());
            let names = |table: &toml::Table| table.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(names(uses.as_table().unwrap()), names(has));
            for (name, copy) in has {
                let version = |it: &toml::Value| {
                    let own = it.as_str().map(str::to_owned);
                    own.or_else(|| Some(it.get("version")?.as_str()?.to_owned()))
                };
                assert_eq!(version(copy), version(&shared[name]), "{name}");
            }
        }
    }
}
