//! The catalogue with real components, honest and hostile, built by `cargo xtask build`.
//!
//! Without a build they fail: `cargo xtask test` builds first.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod calls;
mod cost;
mod loading;
mod reloading;
mod rotation;
mod service;
mod starvation;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use strongroom_ports::catalogue::{About, Error, Field};
use strongroom_secret_bytes::SecretBytes;

use super::failure::Refusal;
use super::status::Status;
use super::{Catalogue, Options};

const SINGLE_VARIABLE: &str = "types/strongroom-type-single-variable.wasm";
const SECRET: &str = "hunter2-and-more";
const ON_COMMAND: &str = "hostile/strongroom-hostile-type-on-command.wasm";
const CONNECTED: &str = "hostile/strongroom-hostile-type-connected.wasm";

/// A built component, by its place in the folder of what is built.
fn built(file: &str) -> Vec<u8> {
    let folder = std::env::var_os("STRONGROOM_DIST")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"), PathBuf::from);
    let path = folder.join(file);
    std::fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask build`", path.display()))
}

/// A plug-in folder in the making.
struct Folder {
    place: tempfile::TempDir,
    manifest: String,
}

impl Folder {
    fn new() -> Self {
        Self { place: tempfile::tempdir().unwrap(), manifest: String::new() }
    }

    fn with(self, file: &str, bytes: &[u8]) -> Self {
        self.with_lines(file, bytes, "")
    }

    /// `lines` go into the entry.
    fn with_lines(mut self, file: &str, bytes: &[u8], lines: &str) -> Self {
        std::fs::write(self.place.path().join(file), bytes).unwrap();
        let digest = hex(bytes);
        self = self.with_entry(&format!("file = \"{file}\"\nsha256 = \"{digest}\"\n{lines}"));
        self
    }

    fn with_entry(mut self, lines: &str) -> Self {
        writeln!(self.manifest, "[[type]]\n{lines}").unwrap();
        self
    }

    fn write(&self) {
        std::fs::write(self.place.path().join("manifest.toml"), &self.manifest).unwrap();
    }

    fn load(&self, options: &Options) -> Catalogue {
        self.write();
        Catalogue::load(self.place.path(), options, None).unwrap()
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The type that does as it is told, beside an honest one.
fn hostile() -> Catalogue {
    let folder = Folder::new()
        .with("hostile.wasm", &built(ON_COMMAND))
        .with("honest.wasm", &built(SINGLE_VARIABLE));
    let catalogue = folder.load(&Options::default());
    assert_eq!(catalogue.types().len(), 2, "{:?}", catalogue.statuses());
    catalogue
}

fn fields(pairs: &[(&str, &str)]) -> Vec<Field> {
    let field = |&(name, value): &(&str, &str)| Field {
        name: name.parse().unwrap(),
        value: SecretBytes::from(value.to_owned()),
    };
    pairs.iter().map(field).collect()
}

fn about() -> About {
    About { name: "a name".parse().unwrap(), now: 1_700_000_000 }
}

async fn validate(
    catalogue: &Catalogue,
    type_name: &str,
    pairs: &[(&str, &str)],
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let fields = catalogue.validate(&type_name.parse().unwrap(), fields(pairs)).await?;
    Ok(fields.into_iter().map(|field| (field.name.into(), field.value.expose().to_vec())).collect())
}

async fn tell(catalogue: &Catalogue, command: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
    validate(catalogue, "OnCommand", &[("do", command), ("secret", SECRET)]).await
}

/// The one refusal of a catalogue that loaded nothing.
fn only_refusal(catalogue: &Catalogue) -> Refused {
    assert!(catalogue.types().is_empty());
    let statuses = catalogue.statuses();
    let [status] = statuses.as_slice() else { panic!("{statuses:?}") };
    Refused(std::sync::Arc::clone(status))
}

struct Refused(std::sync::Arc<Status>);

impl std::ops::Deref for Refused {
    type Target = Refusal;

    fn deref(&self) -> &Refusal {
        self.0.state.as_ref().unwrap_err()
    }
}

fn ids(catalogue: &Catalogue) -> Vec<String> {
    catalogue.types().iter().map(|entry| entry.description.id.to_string()).collect()
}
