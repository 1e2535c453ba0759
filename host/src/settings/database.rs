//! Which database: the data folder's own, or one that several hosts share.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Subcommand};
use strongroom_database::postgres::{Address, AddressError};
use zeroize::Zeroizing;

use super::{Logs, Output};
use crate::private_file;

/// The longest address, in bytes.
const LIMIT: u64 = 4096;

#[derive(Debug, Args)]
#[command(next_help_heading = "Database")]
pub(crate) struct Database {
    /// Address of a PostgreSQL, which any number of servers may share:
    /// `postgres://user@host:port/name`. An address with a password goes into STRONGROOM_DATABASE or a
    /// file, never on the command line [default: SQLite in the data folder]
    #[arg(
        long,
        env = "STRONGROOM_DATABASE",
        value_name = "ADDRESS",
        hide_env_values = true,
        hide_default_value = true,
        conflicts_with = "database_file"
    )]
    pub(crate) database: Option<Text>,

    /// File with the database's address in it, which nobody else may read
    #[arg(long, env = "STRONGROOM_DATABASE_FILE", value_name = "FILE")]
    pub(crate) database_file: Option<PathBuf>,

    /// Connections to a PostgreSQL at once
    #[arg(long, env = "STRONGROOM_DATABASE_CONNECTIONS", value_name = "N", default_value_t = 16,
          value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) database_connections: u16,
}

/// An address as it was given. It may hold a password: it is not shown, and wiped when it goes.
#[derive(Clone)]
pub(crate) struct Text(Zeroizing<String>);

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an address")
    }
}

impl Text {
    fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum DatabaseCommand {
    /// Copy everything from one database to another, empty one; what is sealed stays sealed, and the
    /// root keys go with it by hand. Nobody may write to either meanwhile. A copy that was cut off
    /// goes on when the command is run again
    Copy(Copy),
}

#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// From: `sqlite:FILE`, `postgres://user@host/name`, or `file:FILE` that holds an address with a
    /// password and that nobody else may read
    pub(crate) from: Text,

    /// To: the same
    pub(crate) to: Text,

    #[command(flatten)]
    pub(crate) logs: Logs,

    #[command(flatten)]
    pub(crate) output: Output,
}

/// Where a database is.
#[derive(Debug)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(Box<Address>),
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(out, "sqlite:{}", file.display()),
            Self::Postgres(address) => address.fmt(out),
        }
    }
}

impl Text {
    /// # Errors
    /// It is neither, or has a password that others can read.
    pub(crate) fn place(&self) -> Result<Place, Error> {
        if let Some(file) = self.as_str().strip_prefix("sqlite:") {
            return Ok(Place::Sqlite(PathBuf::from(file)));
        }
        if let Some(file) = self.as_str().strip_prefix("file:") {
            return Ok(Place::Postgres(Box::new(read(Path::new(file))?)));
        }
        let address: Address = self.as_str().parse().map_err(|error| match error {
            AddressError::Scheme => Error::NoPlace,
            other => Error::Address(other),
        })?;
        if address.has_password() {
            Err(Error::PasswordInCopy)
        } else {
            Ok(Place::Postgres(Box::new(address)))
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    File(#[from] private_file::Error),
    #[error("{file}: {cause}")]
    InFile { file: PathBuf, cause: AddressError },
    #[error("{0} does not hold text")]
    NoText(PathBuf),
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error(
        "everybody on this machine can read the arguments of a command: give an address with a \
         password in the variable STRONGROOM_DATABASE, or in a file named with --database-file"
    )]
    PasswordInArgument,
    #[error("a database is `sqlite:FILE`, `postgres://user@host/name`, or `file:FILE`")]
    NoPlace,
    #[error(
        "everybody on this machine can read the arguments of a command: put the address with the \
         password into a file that only you can read, and name it as `file:FILE`"
    )]
    PasswordInCopy,
    #[error(
        "others may read the file of settings: give an address with a password in a file of its own, \
         named with `database-file`"
    )]
    PasswordInSettings,
}

impl Database {
    /// The address, or `None` for the data folder's own database.
    ///
    /// # Errors
    /// There is no address in the file, or a text that is none.
    pub(crate) fn address(&self) -> Result<Option<Address>, Error> {
        match (&self.database, &self.database_file) {
            (Some(text), _) => Ok(Some(text.as_str().parse()?)),
            (None, Some(file)) => read(file).map(Some),
            (None, None) => Ok(None),
        }
    }
}

fn read(file: &Path) -> Result<Address, Error> {
    let content = private_file::read(file, LIMIT)?;
    let text = std::str::from_utf8(&content).map_err(|_| Error::NoText(file.to_owned()))?;
    text.trim().parse().map_err(|cause| Error::InFile { file: file.to_owned(), cause })
}

/// Refuses a password that others could read. An address that is none is refused later, by name.
pub(super) fn check(matches: &ArgMatches, database: &Database) -> Result<(), Error> {
    let has_password =
        database.database.as_ref().and_then(|text| text.as_str().parse::<Address>().ok());
    if !has_password.is_some_and(|address| address.has_password()) {
        return Ok(());
    }
    let mut matches = matches;
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    match matches.value_source("database") {
        Some(ValueSource::CommandLine) => Err(Error::PasswordInArgument),
        Some(ValueSource::DefaultValue) => Err(Error::PasswordInSettings),
        _ => Ok(()),
    }
}
