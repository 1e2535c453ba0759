//! The root keys: a file of text, read once at the start.
//!
//! ```text
//! # a comment
//! <id> <base64 of 32 bytes> current
//! <id> <base64 of 32 bytes>
//! ```
//!
//! One key a line. Exactly one says `current`: it wraps new owner keys. The others stay for what
//! they have wrapped. An id has 1 to 64 characters of `[A-Za-z0-9._-]`.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hkdf::Hkdf;
use sha2::Sha256;
use strongroom_secret_bytes::Key;
use zeroize::Zeroizing;

use crate::private_file;

const LIMIT: u64 = 64 * 1024;
const ID_CHARACTERS: usize = 64;
/// Base64 of 32 bytes, padding included.
const KEY_CHARACTERS: usize = 44;

/// What a token key is derived with. No other use of a root key has this text, or begins with it.
const TOKEN_KEY: &[u8] = b"strongroom/v1/token-key";

const HEADING: &str = "\
# Root keys of this Strongroom. Without them nothing in its database can be opened: keep a copy in
# a safe place, apart from the database's. One key a line: id, base64 of 32 bytes, and `current` on
# the one that wraps new keys.
";

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    File(#[from] private_file::Error),
    #[error("{file}, line {line}: {problem}")]
    Line { file: PathBuf, line: usize, problem: Problem },
    #[error("{file} must mark exactly one key as current, and marks {marked}")]
    Current { file: PathBuf, marked: usize },
    #[error(
        "there is a database but no root key in {0}: put the file back from its backup, or from \
         another server of the database; a new key would not open what is stored"
    )]
    Lost(PathBuf),
    #[error("the system gives no randomness for a root key")]
    NoRandomness,
}

/// What is wrong with a line. The line itself is not told: it may hold a key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    #[error("expected an id, a key and perhaps `current`")]
    Words,
    #[error("the id must be 1 to 64 characters of [A-Za-z0-9._-]")]
    Id,
    #[error("the key must be the base64 of 32 bytes")]
    Key,
    #[error("the id stands on an earlier line too")]
    Repeated,
    #[error("not UTF-8")]
    Text,
}

/// All root keys there are. They live as long as the process and are wiped when dropped.
pub(crate) struct RootKeys {
    keys: Vec<(String, Key)>,
    current: usize,
    made_now: bool,
}

impl RootKeys {
    /// The keys in `file`. A new one is made where there is no file, unless there is a database:
    /// without its key it is lost, and a new key would hide that.
    ///
    /// # Errors
    /// Every case.
    pub(crate) fn open(file: &Path, has_database: bool) -> Result<Self, Error> {
        match private_file::read(file, LIMIT) {
            Ok(content) => Self::parse(&content).map_err(|error| error.in_file(file)),
            Err(error) if error.is_not_found() && has_database => Err(Error::Lost(file.to_owned())),
            Err(error) if error.is_not_found() => Self::create(file),
            Err(error) => Err(error.into()),
        }
    }

    fn create(file: &Path) -> Result<Self, Error> {
        let mut suffix = [0; 4];
        let mut filled = getrandom::fill(&mut suffix);
        let key = Key::filled(|key| filled = filled.and(getrandom::fill(key)));
        filled.map_err(|_| Error::NoRandomness)?;
        let id = format!("root-{:08x}", u32::from_be_bytes(suffix));

        let mut encoded = Zeroizing::new([0; KEY_CHARACTERS]);
        BASE64.encode_slice(key.expose(), &mut *encoded).map_err(|_| Error::NoRandomness)?;
        let mut content = Zeroizing::new(Vec::with_capacity(1024));
        content.extend_from_slice(HEADING.as_bytes());
        content.extend_from_slice(id.as_bytes());
        content.push(b' ');
        content.extend_from_slice(&*encoded);
        content.extend_from_slice(b" current\n");
        private_file::create(file, &content)?;
        Ok(Self { keys: vec![(id, key)], current: 0, made_now: true })
    }

    fn parse(content: &[u8]) -> Result<Self, Malformed> {
        let mut keys: Vec<(String, Key)> = Vec::new();
        let mut marked = Vec::new();
        for (index, line) in content.split(|byte| *byte == b'\n').enumerate() {
            let at = |problem| Malformed::Line { line: index + 1, problem };
            let line = std::str::from_utf8(line).map_err(|_| at(Problem::Text))?.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (id, key, current) = parse_line(line).map_err(at)?;
            if keys.iter().any(|(other, _)| other == id) {
                return Err(at(Problem::Repeated));
            }
            if current {
                marked.push(keys.len());
            }
            keys.push((id.to_owned(), key));
        }
        match *marked.as_slice() {
            [current] => Ok(Self { keys, current, made_now: false }),
            _ => Err(Malformed::Current(marked.len())),
        }
    }

    /// Whether there was no file, and a key was made.
    pub(crate) const fn made_now(&self) -> bool {
        self.made_now
    }

    /// The id of the key that wraps new owner keys.
    pub(crate) fn current(&self) -> &str {
        self.keys.get(self.current).map_or("", |(id, _)| id)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|(known, _)| known == id).map(|(_, key)| key)
    }

    /// The seed of the Ed25519 key that signs access tokens under this root key's id: 32 bytes, from
    /// which the root key does not follow. docs/access-tokens.md has the derivation.
    pub(crate) fn token_seed(&self, id: &str) -> Option<Key> {
        let root_key = self.get(id)?;
        // A root key is uniformly random, so expanding it is enough (RFC 5869, section 3.3). Both
        // lengths are right by type: an error cannot be.
        let expanded = Hkdf::<Sha256>::from_prk(root_key.expose()).ok()?;
        let mut filled = Ok(());
        let seed = Key::filled(|seed| filled = expanded.expand(TOKEN_KEY, seed));
        filled.ok().map(|()| seed)
    }
}

fn parse_line(line: &str) -> Result<(&str, Key, bool), Problem> {
    let mut words = line.split_ascii_whitespace();
    let (Some(id), Some(encoded)) = (words.next(), words.next()) else {
        return Err(Problem::Words);
    };
    let current = match (words.next(), words.next()) {
        (None, _) => false,
        (Some("current"), None) => true,
        _ => return Err(Problem::Words),
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if id.len() > ID_CHARACTERS || !id.chars().all(allowed) {
        return Err(Problem::Id);
    }
    // The decoder's estimate of the space it needs is above 32.
    let mut space = Zeroizing::new([0; 48]);
    let length = BASE64.decode_slice(encoded, &mut *space).map_err(|_| Problem::Key)?;
    let bytes: &[u8; 32] =
        space.get(..length).and_then(|bytes| bytes.try_into().ok()).ok_or(Problem::Key)?;
    Ok((id, Key::filled(|key| key.copy_from_slice(bytes)), current))
}

/// [`Error`] before the file's name is known.
#[derive(Debug, PartialEq, Eq)]
enum Malformed {
    Line { line: usize, problem: Problem },
    Current(usize),
}

impl Malformed {
    fn in_file(self, file: &Path) -> Error {
        let file = file.to_owned();
        match self {
            Self::Line { line, problem } => Error::Line { file, line, problem },
            Self::Current(marked) => Error::Current { file, marked },
        }
    }
}

#[cfg(test)]
#[path = "root_key_tests.rs"]
mod tests;
