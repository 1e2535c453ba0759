//! The fields of a secret in the formats that tools read.
//!
//! What comes out is read back by its tool to the byte as what went in. Where a format cannot hold
//! a value, the answer is the field and why, all of them at once, and never a changed value. What
//! it is not: a check of what a value means; that is its type's. Depends on an encoder of Base64.
//!
//! Five formats are for every value: see [`Format`]. The others are for values that sign in
//! somewhere: [`docker_config`] and [`aws`].
//!
//! ```
//! use strongroom_rendering::Format;
//!
//! let fields: &[(&str, &[u8])] = &[("value", b"sk_live_123")];
//! let text = Format::DotenvShell.render("stripe", fields).unwrap();
//! assert_eq!(text, b"export STRIPE='sk_live_123'\n");
//!
//! let problems = Format::Kubernetes.render("Stripe key", fields).unwrap_err();
//! assert_eq!(problems[0].0, "name");
//! ```

pub mod aws;
pub mod docker_config;
pub mod dotenv;
mod format;
pub mod json;
pub mod kubernetes;
mod problems;
pub mod variable;

pub use format::Format;
pub use problems::NAME;
pub use variable::Variable;

/// Fields by name, in the order they are to come out; none twice.
pub type Fields<'a> = [(&'a str, &'a [u8])];

/// Fields and what is wrong with them. [`NAME`] stands for the secret's own name, and the empty
/// field for the whole value. No message holds a piece of a value.
pub type Problems = Vec<(String, String)>;

/// The bytes for the tool, or everything that does not fit.
pub type Rendered = Result<Vec<u8>, Problems>;
