//! Composes components as a `.wac` file says: one component in, one component out.
//!
//! The one composing function of the project: the build, the host and the tests' hostile
//! compositions all call it. What it is not: a builder of components, or a judge of what a
//! composition may import.

mod slim;

pub mod application;
pub mod manifest;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use wac_graph::EncodeOptions;
use wac_parser::Document;

/// Why there is no composition. Messages come from the composer and name packages and interfaces.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("component `{package}` is not among those given")]
    Missing { package: String },
    #[error("{0}")]
    Document(String),
}

/// The components a document may name, by their package name (`strongroom:vault`).
pub trait Components {
    /// # Errors
    /// [`Error::Missing`] for an unknown name, [`Error::Unreadable`] for a file that cannot be read.
    fn component(&self, package: &str) -> Result<Vec<u8>, Error>;
}

/// Components in a folder, as `cargo` leaves them or as they are shipped: `strongroom:vault` is
/// `strongroom_vault_component.wasm` or `strongroom-vault-component.wasm`.
#[derive(Debug, Clone, Copy)]
pub struct Folder<'a>(pub &'a Path);

impl Components for Folder<'_> {
    fn component(&self, package: &str) -> Result<Vec<u8>, Error> {
        let shipped = format!("{}-component.wasm", package.replace(':', "-"));
        let built = shipped.replace('-', "_");
        let path = Some(self.0.join(shipped)).filter(|path| path.exists());
        let path = path.unwrap_or_else(|| self.0.join(built));
        std::fs::read(&path).map_err(|source| Error::Unreadable { path, source })
    }
}

/// Encodes the composition that `source`, the text of a `.wac` file, describes.
///
/// # Errors
/// [`Error::Document`] for a text that does not parse or components that do not fit, and those of
/// `components`.
pub fn compose(source: &str, components: &impl Components) -> Result<Vec<u8>, Error> {
    let document = Document::parse(source).map_err(explain)?;
    let keys = wac_resolver::packages(&document).map_err(explain)?;
    let mut packages = IndexMap::new();
    for key in keys.keys() {
        packages.insert(*key, components.component(key.name)?);
    }
    let resolution = document.resolve(packages).map_err(explain)?;
    Ok(slim::slim(resolution.encode(EncodeOptions::default()).map_err(explain)?))
}

/// The whole chain of an error on one line.
fn explain(error: impl std::error::Error) -> Error {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    Error::Document(text)
}
