//! Hostile compositions: a core with a vault that attacks, over a secret that an honest core made.
//!
//! The vault is asked over HTTP to reveal the secret; the name of the field says which attack.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use strongroom_compose::{Components, Error};

use crate::artefacts;
use crate::client::{Client, Secret, TO_READ};
use crate::native::Native;
use crate::strongroom::Strongroom;

pub const VALUE: &str = "the value that no attack may see";

/// Components as the build leaves them, by the names that compositions give them.
struct Built;

impl Components for Built {
    fn component(&self, package: &str) -> Result<Vec<u8>, Error> {
        let path = artefacts::component(&format!("{}-component", package.replace(':', "-")));
        std::fs::read(&path).map_err(|source| Error::Unreadable { path, source })
    }
}

/// What the text of a `.wac` file describes, of built components.
///
/// # Errors
/// The components do not fit.
pub fn compose(source: &str) -> Result<Vec<u8>, Error> {
    strongroom_compose::compose(source, &Built)
}

/// A hostile server over a secret that an honest one made.
pub struct Arrangement {
    pub strongroom: Strongroom,
    pub secret: Secret,
    /// A token that may read the secret's metadata and no more.
    pub reader: String,
}

/// Starts the hostile server with more flags.
#[must_use]
pub fn arrange(flags: &[(&str, &str)]) -> Arrangement {
    let mut strongroom = Strongroom::start(Arc::new(Native::new()));
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "target", VALUE);
    let reader = owner.new_token(Some(&[(&project, TO_READ)])).token().to_owned();
    assert!(strongroom.stop().success());
    let hostile = native(&strongroom.folder().join("hostile.wasm"));
    let hostile = flags.iter().fold(hostile, |native, (name, value)| native.flag(name, value));
    strongroom.move_to(Arc::new(hostile));
    strongroom.start_again();
    Arrangement { strongroom, secret, reader }
}

fn native(file: &Path) -> Native {
    let core = compose(&artefacts::source("components/hostile/vault.wac"));
    std::fs::write(file, core.expect("a hostile composition")).expect("a file of the core");
    // One worker has one instance of the core: what one request leaves there, the next one finds.
    Native::new().core(file).flag("--workers", "1")
}

/// What came of an attack.
#[must_use]
pub fn attack(client: &Client, secret: &Secret, name: &str) -> String {
    let answer = client.get(&path(secret, name)).expect(200).json();
    match &answer["value"] {
        Value::String(outcome) => outcome.clone(),
        Value::Object(fields) => fields[name].as_str().expect("a text").to_owned(),
        other => panic!("{name}: {other}"),
    }
}

/// The path that asks for an attack.
#[must_use]
pub fn path(secret: &Secret, attack: &str) -> String {
    format!("{}&field={attack}", secret.revealed())
}
