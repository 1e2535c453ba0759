//! PostgreSQL for tests: the server programs that a machine has, started on data of their own.
//!
//! A [`Cluster`] is one server process on a free port of the loopback address, with its data in a
//! temporary folder; a [`Database`] is an empty database in one. Both are gone when they are dropped,
//! and a cluster also when the process that made it ends in any other way, by a signal too.
//! Run by root, a server runs as `postgres` or `nobody`: PostgreSQL refuses root.
//!
//! What it is not: a client. Administration goes through `psql` and a socket that only the owner of
//! the folder reaches; tests connect as they will, with [`Database::url`].
//!
//! Depends on: `postgres`, `initdb`, `psql` and `pg_basebackup` of one installation, see
//! [`Programs::find`]. `cargo xtask test` installs one where it can. A suite that finds none says
//! that its tests are ignored; `programs.rs` has no dependency, so that a build script can ask.

mod account;
mod certificate;
mod cluster;
mod database;
mod guard;
mod port;
mod programs;
mod server;
mod settings;
mod template;

pub use cluster::{Cluster, shared};
pub use database::Database;
pub use programs::{Missing, Programs};
pub use settings::Settings;
