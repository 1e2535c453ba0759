//! The folder of what is shipped: each component in its place, the built-in types' manifest, and
//! the digest that tells whether the core is composed already.
//!
//! What it is not: the composition itself; `strongroom-compose` does it.
//! Depends on: `sha2`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

use crate::packages::{Component, Kind};

/// The file that tells the host which built-in types there are.
const MANIFEST: &str = "manifest.toml";

/// Puts the components of applications for Spin in their place.
pub(crate) fn place_edge(
    components: &[Component],
    built: &Path,
    dist: &Path,
) -> anyhow::Result<()> {
    let edge: Vec<_> = components.iter().filter(|c| c.kind.is_edge()).collect();
    place_in(&dist.join("edge"), &edge, built).map(drop)
}

/// Puts each built component in its place. Files that are right already are left alone, so that
/// nothing downstream takes them for new.
pub(crate) fn place(components: &[Component], built: &Path, dist: &Path) -> anyhow::Result<()> {
    let of = |kind| -> Vec<_> { components.iter().filter(|c| c.kind == kind).collect() };
    let shipped: Vec<_> = components.iter().filter(|c| c.kind.is_shipped()).collect();
    place_in(&dist.join("components"), &shipped, built)?;
    place_in(&dist.join("hostile"), &of(Kind::Hostile), built)?;
    place_in(&dist.join("examples"), &of(Kind::Example), built)?;

    for component in of(Kind::Web) {
        let file = component.package.replace("-component", "");
        write(&dist.join(file).with_extension("wasm"), &read(&built.join(&component.artifact))?)?;
    }

    let folder = dist.join("types");
    let placed = place_in(&folder, &of(Kind::Type), built)?;
    write(&folder.join(MANIFEST), manifest(&placed).as_bytes())
}

/// Fills one folder, takes out what does not belong there any more, and returns names and digests.
fn place_in(
    folder: &Path,
    components: &[&Component],
    built: &Path,
) -> anyhow::Result<Vec<(String, String)>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut placed = Vec::new();
    for component in components {
        let bytes = read(&built.join(&component.artifact))?;
        let file = format!("{}.wasm", component.package);
        write(&folder.join(&file), &bytes)?;
        placed.push((file, hex(&Sha256::digest(&bytes))));
    }
    let keep: BTreeSet<_> = placed.iter().map(|(file, _)| OsString::from(file)).collect();
    remove_others(folder, &keep)?;
    Ok(placed)
}

fn remove_others(folder: &Path, keep: &BTreeSet<OsString>) -> anyhow::Result<()> {
    let cannot = || format!("cannot tidy {}", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let is_component = path.extension().is_some_and(|extension| extension == "wasm");
        let is_kept = path.file_name().is_some_and(|name| keep.contains(name));
        if is_component && !is_kept {
            fs::remove_file(&path).with_context(cannot)?;
        }
    }
    Ok(())
}

/// The built-in types' manifest. Names of packages and digests need no quoting.
fn manifest(types: &[(String, String)]) -> String {
    let mut text = String::from("# Written by `cargo xtask build`.\n");
    for (file, digest) in types {
        text.push_str(&format!("\n[[type]]\nfile = \"{file}\"\nsha256 = \"{digest}\"\n"));
    }
    text
}

/// Digests what the composition is made of: its plan, the parts, and the program that composes.
pub(crate) fn composition_digest(
    plan: &[u8],
    parts: &[&Component],
    built: &Path,
    composer: &Path,
) -> anyhow::Result<String> {
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    add(plan);
    for component in parts {
        add(component.package.as_bytes());
        add(&read(&built.join(&component.artifact))?);
    }
    // Large, and written by this build: its time and size are enough.
    let program =
        fs::metadata(composer).with_context(|| format!("cannot read {}", composer.display()))?;
    let time = program.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    add(&time.unwrap_or_default().as_nanos().to_le_bytes());
    add(&program.len().to_le_bytes());
    Ok(hex(&digest.finalize()))
}

/// Whether an earlier run left this digest.
pub(crate) fn has_stamp(stamp: &Path, digest: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == digest)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file whole or not at all, and only when it changes.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    match fs::read(path) {
        Ok(present) if present == bytes => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => bail!("cannot read {}: {error}", path.display()),
    }
    let cannot = || format!("cannot write {}", path.display());
    let partial = partial(path);
    fs::write(&partial, bytes).with_context(cannot)?;
    fs::rename(&partial, path).with_context(cannot)
}

/// Where a file is written before it takes its name.
fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn component(kind: Kind, package: &str) -> Component {
        let artifact = format!("{package}.wasm");
        Component { kind, package: package.into(), artifact, is_native: false }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_component_gets_its_place_and_what_is_gone_goes() {
        let root = tempfile::tempdir().unwrap();
        let (built, dist) = (root.path().join("built"), root.path().join("dist"));
        fs::create_dir_all(&built).unwrap();
        for name in ["vault", "single", "liar", "certificate", "door", "end"] {
            fs::write(built.join(format!("{name}.wasm")), name).unwrap();
        }
        fs::create_dir_all(dist.join("types")).unwrap();
        fs::write(dist.join("types/old.wasm"), "").unwrap();
        let components = [
            component(Kind::Core, "vault"),
            component(Kind::Type, "single"),
            component(Kind::Hostile, "liar"),
            component(Kind::Example, "certificate"),
            component(Kind::Spin, "door"),
            component(Kind::Link, "end"),
        ];
        place(&components, &built, &dist).unwrap();
        place_edge(&components, &built, &dist).unwrap();
        let edge = ["door.wasm", "end.wasm", "single.wasm", "vault.wasm"];
        assert_eq!(names(&dist.join("edge")), edge);
        assert_eq!(names(&dist.join("components")), ["single.wasm", "vault.wasm"]);
        assert_eq!(names(&dist.join("hostile")), ["liar.wasm"]);
        assert_eq!(names(&dist.join("examples")), ["certificate.wasm"]);
        assert_eq!(names(&dist.join("types")), ["manifest.toml", "single.wasm"]);
    }

    #[test]
    fn the_manifest_is_toml_with_the_digest_of_each_file() {
        let digest = hex(&Sha256::digest(b""));
        let text = manifest(&[("a-type.wasm".into(), digest)]);
        let table: toml::Table = text.parse().unwrap();
        let first = table.get("type").and_then(|types| types.get(0)).unwrap();
        assert_eq!(first.get("file").unwrap().as_str(), Some("a-type.wasm"));
        // The digest of nothing, as FIPS 180 implementations give it.
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(first.get("sha256").unwrap().as_str(), Some(expected));
    }

    #[test]
    fn the_composition_is_new_when_its_plan_or_a_part_is_and_others_do_not_count() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for name in ["plan.wac", "vault.wasm", "liar.wasm", "composer"] {
            fs::write(at(name), name).unwrap();
        }
        let vault = component(Kind::Core, "vault");
        let parts = [&vault];
        let digest = || {
            let plan = fs::read(at("plan.wac")).unwrap();
            composition_digest(&plan, &parts, root.path(), &at("composer")).unwrap()
        };
        let mut last = digest();
        fs::write(at("liar.wasm"), "changed").unwrap();
        assert_eq!(digest(), last);
        for name in ["plan.wac", "vault.wasm", "composer"] {
            fs::write(at(name), "changed").unwrap();
            assert_ne!(digest(), last, "{name}");
            last = digest();
        }
    }

    #[test]
    fn a_file_that_is_right_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        write(&path, b"1").unwrap();
        let old = UNIX_EPOCH + std::time::Duration::from_secs(1);
        let modified = || fs::metadata(&path).unwrap().modified().unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        write(&path, b"1").unwrap();
        assert_eq!(modified(), old);
        write(&path, b"2").unwrap();
        assert_ne!(modified(), old);
        assert_eq!(names(root.path()), ["a"]);
    }
}
