//! What decides in this run of the suite.

use strongroom_authorization::decisions::ByRole;

pub type Engine = ByRole;

pub fn engine() -> Engine {
    ByRole
}

/// Whether organizations can have policies.
pub const HAS_POLICIES: bool = false;
