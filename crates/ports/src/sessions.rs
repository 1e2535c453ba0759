//! `strongroom:authorizer/sessions` and `permits`.

use strongroom_model::access::Deed;
use strongroom_model::audit::{Caller, Context};

/// Why a caller who may know of a thing may not do this to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No role that the caller holds allows it.
    Role,
    /// The token or the client has no leave for it, whatever its holder may do.
    Scope,
    /// The token or the client may reveal other fields of the secret, but not all those asked for.
    Fields,
    /// A policy of the organization forbids it.
    Policy,
}

/// Why there is no permit. The denial is in the audit log already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    #[error("the caller may not do this")]
    Forbidden(Reason),
    #[error("the caller may not know of this")]
    Hidden,
    #[error("roles cannot be read now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait Permit {
    /// Whether the permit is alive and was given for exactly this. A permit for all fields covers
    /// some of them; a permit for some covers those and fewer.
    fn covers(&self, deed: &Deed) -> bool;
}

pub trait Session {
    /// Opaque to all but the authorizer and what it guards.
    type Permit;

    fn caller(&self) -> Caller;
    fn context(&self) -> Context;
    async fn permit(&self, deed: Deed) -> Result<Self::Permit, Denial>;
}
