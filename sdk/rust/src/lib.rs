//! Write a secret type for Strongroom.
//!
//! A secret type is a plug-in: a WebAssembly component that says what a kind of secret looks like,
//! whether a value of it makes sense, and how to give it out for the tools that use it. From its
//! description come the web form, the prompts of the command line and the checks of the API. It sees
//! one secret at a time and reaches nothing: no files, no network, no other secret.
//!
//! ```
//! use strongroom_secret_type::render::Format;
//! use strongroom_secret_type::{Description, FieldDescription, Fields, Problems, SecretType};
//!
//! struct Pin;
//!
//! impl SecretType for Pin {
//!     fn describe() -> Description {
//!         Description::new("Pin", "Card PIN")
//!             .help("The number that goes with a payment card.")
//!             .field(
//!                 FieldDescription::password("pin", "PIN")
//!                     .required()
//!                     .pattern("[0-9]{4}")
//!                     .help("Four digits."),
//!             )
//!             .rendering(Format::Json)
//!             .rendering(Format::DotenvShell)
//!     }
//!
//!     fn validate(fields: Fields) -> Result<Fields, Problems> {
//!         let mut problems = Problems::new();
//!         match fields.text("pin") {
//!             Ok(Some("0000" | "1234")) => problems.add("pin", "must not be easy to guess"),
//!             _ => {}
//!         }
//!         problems.or(fields)
//!     }
//! }
//!
//! strongroom_secret_type::export!(Pin);
//!
//! # fn main() {
//! use strongroom_secret_type::testing;
//!
//! testing::describes_properly::<Pin>();
//! testing::accepts::<Pin>(&[("pin", "7391")], &[]);
//! testing::refuses::<Pin>(&[("pin", "1234")], &[], "pin", "easy to guess");
//! testing::renders::<Pin>("dotenv-shell", "card", &[("pin", "7391")], "export CARD='7391'\n");
//! # }
//! ```
//!
//! In `Cargo.toml`, `crate-type = ["cdylib", "rlib"]`: the first is the component, the second lets
//! `cargo test` run the type natively. The component is built by
//! `cargo build --release --target wasm32-wasip2`.
//!
//! # What is asked of a type
//! - The same answer to the same question. A call comes to a fresh instance: nothing is remembered.
//! - Values are never changed silently. Give back what came in, unless the change is one that every
//!   user of such a secret would call the same value.
//! - A problem's message says what is wrong without a piece of the value.
//! - A format that cannot hold a value says which field it is; it never gives out another value.
//! - An answer within the operator's limits, 64 MiB and one second where nothing else was set.
//!
//! The host has checked the fields before the type sees them: each is one that the type described,
//! comes once, is at most 64 KiB and matches its pattern, its choices and its kind, and none that is
//! required is missing.
//!
//! # Formats
//! [`render`] has functions for the formats of common tools, and [`render::Format`] those that are
//! for every value: naming one in the description is all they need. Others are written in
//! [`SecretType::render`].
//!
//! # Types that talk to a service
//! [`ConnectedSecretType`] checks a credential and rotates it, over [`http`].
//!
//! This crate depends on wit-bindgen, on the contract (`wit/`) and on the renderings, and on nothing
//! of the server.

mod connected;
mod description;
mod export;
mod field_description;
mod fields;
pub mod http;
pub mod line;
mod problems;
mod rendering;
pub mod testing;

/// The formats that tools read, as functions from a secret's name and fields.
pub use strongroom_rendering as render;

pub use connected::{ConnectedSecretType, Failure};
pub use description::{Description, Rendering};
pub use field_description::{Choice, FieldDescription, FieldKind};
pub use fields::{Fields, NotText};
pub use problems::{Problem, Problems};
pub use rendering::{About, RenderError, common};

/// What a plug-in is: see the [crate's example](crate).
pub trait SecretType {
    /// What the type looks like: always the same.
    fn describe() -> Description;

    /// Checks a whole value and gives it back in the form to be stored, or says what is wrong.
    ///
    /// # Errors
    /// One problem for each thing wrong, all of them at once: people correct a form in one go.
    fn validate(fields: Fields) -> Result<Fields, Problems>;

    /// Gives a stored value in a format that the description names.
    ///
    /// As long as nothing else is said, the formats that are for every value, by [`common`].
    ///
    /// # Errors
    /// [`RenderError::NotRepresentable`] with the fields that the format cannot hold, never another
    /// value; [`RenderError::UnknownFormat`] for a format that the description does not name.
    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        common(format, about, fields)
    }
}

#[doc(hidden)]
pub mod __private {
    pub use crate::export::{Connected, Plain, connected_bindings, plain_bindings};

    pub fn is_secret_type<T: crate::SecretType>() {}
    pub fn is_connected_secret_type<T: crate::ConnectedSecretType>() {}
}

#[cfg(all(feature = "wipe", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
