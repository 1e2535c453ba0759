//! `manifest.toml`: which files of the folder are plug-ins, which bytes they must hold, and what
//! they may do.
//!
//! ```toml
//! [[type]]
//! file = "database-account.wasm"
//! sha256 = "…64 hexadecimal digits…"
//! memory-mib = 64          # optional, of one call
//! time-ms = 1000           # optional, of computing in one call
//!
//! # A type that talks to a service. Without `hosts` it may not:
//! hosts = ["api.example.com", "*.example.com:8443", "http://localhost:9000"]
//! private = true           # optional: addresses that are not public too
//! ca = "our-ca.pem"        # optional: who signs certificates, instead of the public authorities
//! requests = 8             # optional, of one call
//! rotation-time-ms = 10000 # optional, of one call that may send requests
//! ```
//!
//! Each entry stands for itself: one that is wrong does not take the others with it. What is no
//! TOML has no entries, and is an error as a whole.

mod edit;
mod file;

use std::fmt;
use std::num::NonZeroU32;
use std::path::{Component, Path};
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::failure::{Printable, Refusal};
use super::outbound::{Grant, Grants};

pub(crate) use edit::{Addition, add, remove};
pub(crate) use file::{NAME, Stamp, manifest as bytes, stamp};

/// Bytes of the manifest.
const LIMIT: u64 = 1 << 20;
/// Hosts of one entry.
const HOSTS: usize = 64;

/// One plug-in as the manifest names it. Two that are equal are one and the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// In the manifest's own folder.
    pub(crate) file: String,
    pub(crate) sha256: Digest,
    pub(crate) allowance: Allowance,
}

/// What the operator allows one plug-in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Allowance {
    /// Bytes of all memories of a call.
    pub(crate) memory: Option<usize>,
    /// Of computing.
    pub(crate) time: Option<Duration>,
    /// Of a call that may send requests, waiting included.
    pub(crate) rotation_time: Option<Duration>,
    /// That one call may send.
    pub(crate) requests: Option<u32>,
    pub(crate) grants: Grants,
    /// A file of certificates in PEM, in the manifest's own folder.
    pub(crate) ca: Option<String>,
}

/// The SHA-256 of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Digest([u8; 32]);

/// An entry, or what is wrong with it, with the name to report it under.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) entry: Result<Entry, Refusal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawManifest {
    #[serde(default, rename = "type")]
    types: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawEntry {
    file: String,
    sha256: String,
    memory_mib: Option<NonZeroU32>,
    time_ms: Option<NonZeroU32>,
    rotation_time_ms: Option<NonZeroU32>,
    requests: Option<u32>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    private: bool,
    ca: Option<String>,
}

/// The entries of the manifest in `folder`, in its order.
///
/// # Errors
/// There is no manifest, or it is no TOML of this form.
pub(crate) fn read(folder: &Path) -> Result<Vec<Listed>, Refusal> {
    parse(&bytes(folder)?)
}

/// # Errors
/// It is no TOML of this form.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Listed>, Refusal> {
    let manifest: RawManifest = toml::from_slice(bytes).map_err(|error| invalid(&error))?;
    Ok(manifest.types.into_iter().map(listed).collect())
}

/// The parser's long form quotes the file: one named by mistake may hold anything.
fn invalid(error: &toml::de::Error) -> Refusal {
    Refusal::ManifestInvalid(Printable::new(error.message()))
}

fn listed(raw: toml::Value) -> Listed {
    let name = raw.get("file").and_then(toml::Value::as_str).unwrap_or(NAME);
    let name = Printable::new(name).to_string();
    let entry = raw.try_into().map_err(|error| invalid(&error)).and_then(checked);
    Listed { name, entry }
}

fn checked(raw: RawEntry) -> Result<Entry, Refusal> {
    let milliseconds = |ms: NonZeroU32| Duration::from_millis(ms.get().into());
    if raw.hosts.is_empty() && (raw.private || raw.ca.is_some()) {
        return Err(Refusal::NoHosts);
    }
    if raw.hosts.len() > HOSTS {
        return Err(Refusal::TooManyHosts { limit: HOSTS });
    }
    let host = |text: String| {
        text.parse::<Grant>().map_err(|why| Refusal::Host { host: Printable::new(text), why })
    };
    let hosts = raw.hosts.into_iter().map(host).collect::<Result<_, _>>()?;
    Ok(Entry {
        file: own_file(raw.file)?,
        sha256: raw.sha256.parse().map_err(|NotADigest| Refusal::DigestForm)?,
        allowance: Allowance {
            memory: raw.memory_mib.map(|mib| (mib.get() as usize).saturating_mul(1 << 20)),
            time: raw.time_ms.map(milliseconds),
            rotation_time: raw.rotation_time_ms.map(milliseconds),
            requests: raw.requests,
            grants: Grants { hosts, private: raw.private },
            ca: raw.ca.map(own_file).transpose()?,
        },
    })
}

/// INVARIANT: what an entry names lies in the manifest's folder and nowhere else.
fn own_file(file: String) -> Result<String, Refusal> {
    let mut parts = Path::new(&file).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) if name == file.as_str() => Ok(file),
        _ => Err(Refusal::FileName),
    }
}

impl Digest {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

/// Not 64 hexadecimal digits.
#[derive(Debug)]
pub(crate) struct NotADigest;

impl std::str::FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut digest = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotADigest);
        }
        for (byte, place) in digest.iter_mut().zip((0..64).step_by(2)) {
            let pair = text.get(place..place + 2).ok_or(NotADigest)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NotADigest)?;
        }
        Ok(Self(digest))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
