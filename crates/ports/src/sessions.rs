//! `strongroom:authorizer/sessions` and `permits`.

use strongroom_model::access::Deed;
use strongroom_model::audit::{Caller, Context};

/// Why there is no permit. The denial is in the audit log already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    #[error("the caller may not do this")]
    Forbidden,
    #[error("the caller may not know of this")]
    Hidden,
    #[error("roles cannot be read now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait Permit {
    /// Whether the permit is alive and was given for exactly this.
    fn covers(&self, deed: &Deed) -> bool;
}

pub trait Session {
    /// Opaque to all but the authorizer and what it guards.
    type Permit;

    fn caller(&self) -> Caller;
    fn context(&self) -> Context;
    async fn permit(&self, deed: Deed) -> Result<Self::Permit, Denial>;
}
