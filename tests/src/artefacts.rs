//! Where built artefacts lie. One that is missing is a failure that says how to build it.

use std::path::{Path, PathBuf};

/// The checkout.
#[must_use]
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in a workspace")
}

/// The host: `STRONGROOM_BIN`, or where the workspace's release build leaves it.
#[must_use]
pub fn host() -> PathBuf {
    named("STRONGROOM_BIN", "target/release/strongroom")
}

/// The host that stands in for Spin: `STRONGROOM_SPIN_HOST`, or beside the native one.
#[must_use]
pub fn spin_host() -> PathBuf {
    named("STRONGROOM_SPIN_HOST", "target/release/strongroom-spin-host")
}

/// Spin itself, which the build of the tests has found.
#[must_use]
pub fn spin() -> PathBuf {
    std::env::var_os("STRONGROOM_SPIN").map_or_else(|| PathBuf::from("spin"), PathBuf::from)
}

/// The composed core.
#[must_use]
pub fn core() -> PathBuf {
    dist("strongroom-core.wasm")
}

/// The folder of the built-in secret types.
#[must_use]
pub fn types() -> PathBuf {
    dist("types")
}

/// A component by its package: a hostile one, one of the core, or one that only an application for
/// Spin has.
#[must_use]
pub fn component(package: &str) -> PathBuf {
    let file = format!("{package}.wasm");
    let folder = named("STRONGROOM_DIST", "dist");
    let found = ["hostile", "components"].map(|kind| folder.join(kind).join(&file));
    let found = found.into_iter().find(|path| path.exists());
    found.unwrap_or_else(|| folder.join("edge").join(&file)).must_exist()
}

/// A secret type among the examples, by its package.
#[must_use]
pub fn example(package: &str) -> PathBuf {
    dist("examples").join(format!("{package}.wasm")).must_exist()
}

/// The files of a folder in `dist` that end in `.wasm`, by their names without it.
#[must_use]
pub fn components_in(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(dist(folder)).expect("a folder of components");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".wasm").map(str::to_owned))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "{folder} is empty: run `cargo xtask test`, which builds it");
    names
}

/// A file of the checkout: a `.wac` file, a document.
#[must_use]
pub fn source(path: &str) -> String {
    std::fs::read_to_string(workspace().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// A file that the build made.
#[must_use]
pub fn dist(path: &str) -> PathBuf {
    named("STRONGROOM_DIST", "dist").join(path).must_exist()
}

fn named(variable: &str, default: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| workspace().join(default), PathBuf::from).must_exist()
}

trait MustExist {
    fn must_exist(self) -> Self;
}

impl MustExist for PathBuf {
    fn must_exist(self) -> Self {
        assert!(
            self.exists(),
            "{} is missing: run `cargo xtask test`, which builds it",
            self.display()
        );
        self
    }
}
