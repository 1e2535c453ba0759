//! Write a secret type for Strongroom.
//!
//! A secret type is a plug-in: a WebAssembly component that says what a kind of secret looks like
//! and whether a value of it makes sense. From its description come the web form, the prompts of
//! the command line and the checks of the API. It sees one secret at a time and reaches nothing: no
//! files, no network, no clock worth trusting, no other secret.
//!
//! ```
//! use strongroom_secret_type::{Description, FieldDescription, Fields, Problems, SecretType};
//!
//! struct Pin;
//!
//! impl SecretType for Pin {
//!     fn describe() -> Description {
//!         Description::new("Pin", "Card PIN")
//!             .help("The number that goes with a payment card.")
//!             .field(FieldDescription::password("pin", "PIN").required().help("Four digits."))
//!     }
//!
//!     fn validate(fields: Fields) -> Result<Fields, Problems> {
//!         let mut problems = Problems::new();
//!         match fields.text("pin") {
//!             Ok(Some(pin)) if pin.len() == 4 && pin.bytes().all(|b| b.is_ascii_digit()) => {}
//!             _ => problems.add("pin", "must be four digits"),
//!         }
//!         problems.or(fields)
//!     }
//! }
//!
//! strongroom_secret_type::export!(Pin);
//!
//! # fn main() {
//! let typed = Fields::from([("pin", "12345")]);
//! assert_eq!(Pin::validate(typed).unwrap_err().iter().count(), 1);
//! # }
//! ```
//!
//! In `Cargo.toml`, `crate-type = ["cdylib", "rlib"]`: the first is the component, the second lets
//! `cargo test` run `validate` natively. The component is built by
//! `cargo build --release --target wasm32-wasip2`.
//!
//! # What is asked of a type
//! - The same answer to the same question. A call comes to a fresh instance: nothing is remembered.
//! - Values are never changed silently. Give back what came in, unless the change is one that every
//!   user of such a secret would call the same value.
//! - A problem's message says what is wrong without a piece of the value.
//! - An answer within the operator's limits, 64 MiB and one second where nothing else was set.
//!
//! The host has checked the fields before `validate` sees them: each is one that the type
//! described, comes once and is at most 64 KiB, and none that is required is missing.
//!
//! This crate depends on wit-bindgen and on the contract (`wit/`), and on nothing of the server.

mod description;
mod export;
mod fields;
pub mod line;
mod problems;
pub mod testing;

pub use description::{Description, FieldDescription, FieldKind};
pub use fields::{Fields, NotText};
pub use problems::{Problem, Problems};

/// What a plug-in is: see the [crate's example](crate).
pub trait SecretType {
    /// What the type looks like. Asked once, when the plug-in is loaded.
    fn describe() -> Description;

    /// Checks a whole value and gives it back in the form to be stored, or says what is wrong.
    ///
    /// # Errors
    /// One problem for each thing wrong, all of them at once: people correct a form in one go.
    fn validate(fields: Fields) -> Result<Fields, Problems>;
}

#[doc(hidden)]
pub mod __private {
    pub use crate::export::{Adapter, bindings};
}

#[cfg(all(feature = "wipe", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
