//! Decisions by Cedar policies: the built-in roles as the base, an organization's own beside them.
//!
//! What this is: an engine. It is given what a principal is to an owner and the organization's
//! policies, and says whether they allow a thing and which of them decided. What it is not: a place
//! where policies are kept, or the whole of authorization: scopes, personal secrets and permits are
//! settled by whoever asks, so no policy can widen them. Depends on the model, the
//! ports and the seam in the authorization crate.
//!
//! The language is [Cedar](https://www.cedarpolicy.com), for its validator: a policy that speaks of
//! a role or an action that does not exist is refused when it is written, not ignored when it is
//! needed. [`ByPolicy`] is the engine behind the authorizer's seam.

mod check;
mod decisions;
mod engine;
mod request;

pub use decisions::ByPolicy;
pub use engine::{Broken, Engine, Policies, Verdict};
pub use request::Question;
