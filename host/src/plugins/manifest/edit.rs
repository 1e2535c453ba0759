//! Changes to a manifest, for the command line.
//!
//! What people wrote stays: comments, order, other entries. A component is in place before the
//! manifest names it and gone only after, and both files appear whole or not at all, so a server
//! that reads the folder meanwhile sees the old state or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::file::NAME;
use super::{Allowance, Digest, own_file, parse};
use crate::plugins::failure::{Printable, Refusal};

/// Nothing in the folder is secret, and the server may run as somebody else.
const MODE: u32 = 0o644;

/// Why a manifest was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditError {
    #[error("cannot {what} {path}: {cause}")]
    Io { what: &'static str, path: PathBuf, cause: io::Error },
    #[error("{path} is not TOML: {why}; put it right by hand first")]
    NotToml { path: PathBuf, why: Printable },
    #[error("{path} is not as it would have to be: {why}")]
    Invalid { path: PathBuf, why: Refusal },
    #[error("the manifest has no entry for `{0}`")]
    NoEntry(Printable),
}

/// A plug-in to be added, or to take the place of the one with the same file name.
#[derive(Debug)]
pub(crate) struct Addition<'a> {
    /// `my-type.wasm`
    pub(crate) file: &'a str,
    pub(crate) bytes: &'a [u8],
    pub(crate) allowance: Allowance,
}

/// Puts a component and its entry into `folder`, which is made where it is not there.
///
/// # Errors
/// The folder cannot be written, or what is there is no manifest. Nothing has changed then, but
/// that the component may be there without an entry.
pub(crate) fn add(folder: &Path, addition: &Addition<'_>) -> Result<Digest, EditError> {
    fs::create_dir_all(folder).map_err(io("make the folder", folder))?;
    let _lock = lock(folder)?;
    let path = folder.join(NAME);
    let file = own_file(addition.file.to_owned())
        .map_err(|why| EditError::Invalid { path: path.clone(), why })?;
    let mut document = document(&path)?;
    let digest = Digest::of(addition.bytes);
    let types = types(&mut document, &path)?;
    let place = types.iter().position(|entry| names(entry, &file));
    if place.is_none() {
        types.push(Table::new());
    }
    let place = place.unwrap_or(types.len() - 1);
    if let Some(entry) = types.get_mut(place) {
        fill(entry, &file, digest, &addition.allowance);
    }
    let text = document.to_string();
    check(&text, &path)?;
    replace(&folder.join(&file), addition.bytes)?;
    replace(&path, text.as_bytes())?;
    Ok(digest)
}

/// Takes the entry for `file` out, and then the file.
///
/// # Errors
/// There is no such entry, or the folder cannot be written.
pub(crate) fn remove(folder: &Path, file: &str) -> Result<(), EditError> {
    let _lock = lock(folder)?;
    let path = folder.join(NAME);
    let mut document = document(&path)?;
    let types = types(&mut document, &path)?;
    let before = types.len();
    types.retain(|entry| !names(entry, file));
    if types.len() == before {
        return Err(EditError::NoEntry(Printable::new(file)));
    }
    replace(&path, document.to_string().as_bytes())?;
    let Ok(file) = own_file(file.to_owned()) else { return Ok(()) };
    let component = folder.join(file);
    match fs::remove_file(&component) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(io("remove", &component)(error))
        }
        _ => Ok(()),
    }
}

fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> EditError {
    let path = path.to_owned();
    move |cause| EditError::Io { what, path, cause }
}

/// Keeps a second command out until the first has written. The system releases it.
fn lock(folder: &Path) -> Result<File, EditError> {
    let opened = File::open(folder).map_err(io("open the folder", folder))?;
    opened.lock().map_err(io("lock the folder", folder))?;
    Ok(opened)
}

/// The manifest as it is written, empty where there is none.
fn document(path: &Path) -> Result<DocumentMut, EditError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(io("read", path)(error)),
    };
    text.parse().map_err(|error: toml_edit::TomlError| EditError::NotToml {
        path: path.to_owned(),
        why: Printable::new(error.message()),
    })
}

fn types<'a>(
    document: &'a mut DocumentMut,
    path: &Path,
) -> Result<&'a mut ArrayOfTables, EditError> {
    let item = document.entry("type").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    item.as_array_of_tables_mut().ok_or_else(|| EditError::NotToml {
        path: path.to_owned(),
        why: Printable::new("`type` must be written as `[[type]]`"),
    })
}

fn names(entry: &Table, file: &str) -> bool {
    entry.get("file").and_then(Item::as_str) == Some(file)
}

/// Writes what is allowed over what was: an allowance that is not given again is gone.
fn fill(entry: &mut Table, file: &str, digest: Digest, allowance: &Allowance) {
    let Allowance { memory, time, rotation_time, requests, grants, ca } = allowance;
    let number = |number: u128| value(i64::try_from(number).unwrap_or(i64::MAX));
    let mut set = |key: &str, item: Option<Item>| match item {
        // In place where it is there, so that a comment behind it stays.
        Some(item) => match (entry.get_mut(key).and_then(Item::as_value_mut), item) {
            (Some(old), Item::Value(mut new)) => {
                *new.decor_mut() = old.decor().clone();
                *old = new;
            }
            (_, item) => {
                entry.insert(key, item);
            }
        },
        None => {
            entry.remove(key);
        }
    };
    set("file", Some(value(file)));
    set("sha256", Some(value(digest.to_string())));
    set("memory-mib", memory.map(|bytes| number((bytes >> 20) as u128)));
    set("time-ms", time.map(|time| number(time.as_millis())));
    let hosts: Array = grants.hosts.iter().map(ToString::to_string).collect();
    set("hosts", (!hosts.is_empty()).then(|| value(hosts)));
    set("private", grants.private.then(|| value(true)));
    set("ca", ca.as_ref().map(value));
    set("requests", requests.map(|count| number(count.into())));
    set("rotation-time-ms", rotation_time.map(|time| number(time.as_millis())));
}

/// That the server will read it.
fn check(text: &str, path: &Path) -> Result<(), EditError> {
    let invalid = |why| EditError::Invalid { path: path.to_owned(), why };
    parse(text.as_bytes()).map(drop).map_err(invalid)
}

/// Puts a file in place whole or not at all, with the mode of the one it replaces.
fn replace(path: &Path, content: &[u8]) -> Result<(), EditError> {
    let mode = fs::metadata(path).map_or(MODE, |old| old.permissions().mode() & 0o777);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(mode)
            .open(&temporary)?;
        file.write_all(content)?;
        // The mask of the process may have taken something away.
        file.set_permissions(fs::Permissions::from_mode(mode))?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().map_err(|cause| {
        let _ = fs::remove_file(&temporary);
        io("write", path)(cause)
    })
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
