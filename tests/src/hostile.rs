//! Hostile compositions: a core with a vault that attacks, over a secret that an honest core made.
//!
//! The vault is asked over HTTP to reveal the secret; the name of the field says which attack.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use strongroom_compose::application::{self, Authorizer, Kind, Store};
use strongroom_compose::{Components, Error};

use crate::artefacts;
use crate::client::{Client, Secret, TO_READ};
use crate::deployment::On;
use crate::native::Native;
use crate::spin::Spin;
use crate::strongroom::Strongroom;

pub const VALUE: &str = "the value that no attack may see";

/// Components as the build leaves them, by the names that compositions give them.
struct Built;

impl Components for Built {
    fn component(&self, package: &str) -> Result<Vec<u8>, Error> {
        let built_in = artefacts::components_in("types");
        let is_it = |(index, _): &(usize, &String)| application::type_package(*index) == package;
        let path = match built_in.iter().enumerate().find(is_it) {
            Some((_, name)) => artefacts::dist("types").join(format!("{name}.wasm")),
            None => artefacts::component(&format!("{}-component", package.replace(':', "-"))),
        };
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
    arrange_on(Arc::new(Native::new()), |folder| {
        let core = compose(&artefacts::source("components/hostile/vault.wac"));
        let file = keep(folder, &core.expect("a hostile core"));
        // One worker has one instance of the core: what one request leaves there, the next one
        // finds.
        let native = Native::new().core(&file).flag("--workers", "1");
        Arc::new(flags.iter().fold(native, |native, (name, value)| native.flag(name, value)))
    })
}

/// The same on Spin: the application with the hostile vault in the vault's place.
#[must_use]
pub fn arrange_on_spin(spin: &Spin) -> Arrangement {
    // However slow the machine: what one request leaves in an instance, the next one finds.
    let spin = spin.clone().flag("--idle-instance-timeout", "600");
    arrange_on(Arc::new(spin.clone()), |folder| {
        let types = vec![Kind::PlugIn; artefacts::components_in("types").len()];
        let honest = application::document(Store::Sqlite, Authorizer::Roles, &types);
        // The hostile one has no use for the catalogue of types.
        let vault =
            "new strongroom:vault { ...authorizer, ...sealer, ...store, ...catalogue, ... }";
        let hostile = "new strongroom:hostile-vault { ...authorizer, ...sealer, ...store, ... }";
        let source = honest.replace(vault, hostile);
        assert_ne!(source, honest);
        let file = keep(folder, &compose(&source).expect("a hostile application"));
        Arc::new(spin.clone().application(&file))
    })
}

fn arrange_on(honest: On, hostile: impl FnOnce(&Path) -> On) -> Arrangement {
    let mut strongroom = Strongroom::start(honest);
    let owner = strongroom.owner();
    let project = owner.new_project();
    let secret = owner.new_secret(&project, "target", VALUE);
    let reader = owner.new_token(Some(&[(&project, TO_READ)])).token().to_owned();
    assert!(strongroom.stop().success());
    let hostile = hostile(strongroom.folder());
    strongroom.move_to(hostile);
    strongroom.start_again();
    Arrangement { strongroom, secret, reader }
}

fn keep(folder: &Path, composition: &[u8]) -> PathBuf {
    let file = folder.join("hostile.wasm");
    std::fs::write(&file, composition).expect("a file of the composition");
    file
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
