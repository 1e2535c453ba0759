//! A client of a Strongroom server, for programs.
//!
//! It speaks the HTTP API of one server with one credential: typed, with retries where a request
//! may be repeated, with a cache that keeps what the server allows to be kept, and with values in
//! types that do not print themselves. What it is not: a store of its own; nothing is ever written
//! to a disk. Depends on nothing of ours: types are its own and are held against the server's
//! OpenAPI document by a test.
//!
//! ```no_run
//! # async fn example() -> Result<(), strongroom_client::Error> {
//! use strongroom_client::Client;
//!
//! let client = Client::from_env()?;
//! let key = client.get("sr://project/demo/stripe/value").await?;
//! sign_in(key.expose());
//! # Ok(()) }
//! # fn sign_in(_: &str) {}
//! ```
//!
//! A token, a value or an id of a client is never part of an error, of a `Debug` or of a URL.
//! Copies in the buffers of the HTTP and JSON libraries and of the system are out of reach; all
//! that is this crate's own is wiped when it is dropped.

mod address;
mod builder;
mod cache;
mod client;
mod credentials;
mod error;
mod ids;
mod model;
mod problem;
mod reference;
mod resolve;
mod retry;
mod secret;
mod secrets;
pub mod transport;
mod value;
mod wiped;
mod wire;

pub use address::BadAddress;
pub use builder::Builder;
pub use client::Client;
pub use credentials::{BearerToken, Credential, Failure, Issued};
pub use error::Error;
pub use http::Method;
pub use ids::{EntityTag, Id, Key, Location, Malformed, Owner};
pub use model::{
    Change, Choice, Deleted, DeletedPage, Expect, Field, Identity, LastReveal, Named, NewSecret,
    Organization, Page, Project, Query, Rendering, Reveal, Revealed, Rotation, Secret, Sort,
    TypeDescription, TypeRendering, Verdict, Version,
};
pub use problem::{FieldProblem, Kind, Problem};
pub use reference::{BadReference, OwnerName, Reference, SecretName};
pub use retry::Retries;
pub use secret::{SecretBytes, SecretString};
pub use value::Value;
