//! How a database is used, and why it may not be.

use std::io;
use std::time::Duration;

use super::address::AddressError;

/// How to use a database. Start from the default and change what differs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most connections at once. Further calls wait for one.
    pub connections: usize,
    /// The longest one statement may take, and the longest the server lets a transaction idle.
    pub statement_timeout: Duration,
    /// The longest to wait for one host to let a connection in.
    pub connect_timeout: Duration,
    /// The longest to wait for a connection that others are using.
    pub wait_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 16,
            statement_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(3),
            wait_timeout: Duration::from_secs(5),
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("cannot read certificates from the file that `sslrootcert` names: {0}")]
    Certificates(String),
    /// With the reason as the system or the server gave it. No part of the address is in it.
    #[error("cannot connect to the database: {0}")]
    Unreachable(String),
    #[error("the database keeps text in {0}: make one with ENCODING 'UTF8'")]
    Encoding(String),
    #[error("cannot start a database thread")]
    Thread(#[source] io::Error),
}
