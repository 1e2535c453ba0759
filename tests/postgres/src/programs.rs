//! Which PostgreSQL this machine has.
//!
//! Depends on the standard library alone: a build script takes this file in by its path.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the folder of the programs, before any other place.
pub(crate) const VARIABLE: &str = "STRONGROOM_POSTGRES_BIN";

/// Where Debian and Ubuntu keep a folder for each major version.
pub(crate) const VERSIONS: &str = "/usr/lib/postgresql";

const NEEDED: [&str; 4] = ["postgres", "initdb", "psql", "pg_basebackup"];

/// The programs of one installation.
#[derive(Debug, Clone)]
pub struct Programs {
    folder: PathBuf,
    version: String,
}

/// Why there are none.
#[derive(Debug)]
pub enum Missing {
    /// Nothing was named, and none of the usual places has them.
    Nowhere,
    /// The folder that [`VARIABLE`] names lacks a program.
    NotWhereNamed { folder: PathBuf, program: &'static str },
    /// The server program does not say its version.
    Mute { program: PathBuf },
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => write!(
                out,
                "no PostgreSQL was found, neither on PATH nor in {VERSIONS}: install it, or name \
                 the folder of its programs in {VARIABLE}"
            ),
            Self::NotWhereNamed { folder, program } => write!(
                out,
                "{VARIABLE} names {}, which has no `{program}`: name the folder that has {}",
                folder.display(),
                NEEDED.join(", ")
            ),
            Self::Mute { program } => write!(
                out,
                "{} does not say its version: reinstall it, or name the folder of another in \
                 {VARIABLE}",
                program.display()
            ),
        }
    }
}

impl Programs {
    /// The folder that [`VARIABLE`] names; without it where PATH finds `postgres`, or the newest in
    /// [`VERSIONS`].
    ///
    /// # Errors
    /// [`Missing`] where there is none that is whole.
    pub fn find() -> Result<Self, Missing> {
        if let Some(folder) = std::env::var_os(VARIABLE) {
            let folder = PathBuf::from(folder);
            return match lacks(&folder) {
                Some(program) => Err(Missing::NotWhereNamed { folder, program }),
                None => Self::asked(folder),
            };
        }
        let folder = on_path().or_else(newest).ok_or(Missing::Nowhere)?;
        Self::asked(folder)
    }

    fn asked(folder: PathBuf) -> Result<Self, Missing> {
        let program = folder.join("postgres");
        let said = Command::new(&program).arg("--version").output().ok();
        let version = said.and_then(|said| {
            // "postgres (PostgreSQL) 15.18 (Debian …)"
            let said = String::from_utf8(said.stdout).ok()?;
            Some(said.split_once("(PostgreSQL) ")?.1.split_whitespace().next()?.to_owned())
        });
        version.map(|version| Self { folder, version }).ok_or(Missing::Mute { program })
    }

    /// The folder that they are in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// As the server says it: `15.18`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The number before the first point; zero where it is none.
    #[must_use]
    pub fn major(&self) -> u32 {
        let digits = self.version.split(|other: char| !other.is_ascii_digit()).next();
        digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }

    /// A call of one of the programs, in the user's language no more than in another, and told
    /// nothing by what is set for the user's own databases.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("PG") || name.starts_with("LC_")) {
                command.env_remove(name);
            }
        }
        // Where the caller stands may be a folder that the server's user cannot enter.
        command.env("LC_ALL", "C").current_dir("/");
        command
    }
}

/// A program that a folder has not.
fn lacks(folder: &Path) -> Option<&'static str> {
    NEEDED.into_iter().find(|program| !folder.join(program).is_file())
}

/// Links are followed: Debian links a few of the programs into a folder on PATH, and not all.
fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find_map(|folder| {
        let program = folder.join("postgres").canonicalize().ok()?;
        let folder = program.parent()?;
        lacks(folder).is_none().then(|| folder.to_owned())
    })
}

fn newest() -> Option<PathBuf> {
    let versions = std::fs::read_dir(VERSIONS).ok()?.flatten();
    let numbered = versions.filter_map(|entry| {
        let number: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((number, entry.path().join("bin")))
    });
    let whole = numbered.filter(|(_, folder)| lacks(folder).is_none());
    whole.max_by_key(|(number, _)| *number).map(|(_, folder)| folder)
}
