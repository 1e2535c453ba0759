//! The authorizer as a component. It decides by roles.

mod shell;

/// How this authorizer decides.
type Decide = strongroom_authorization::decisions::ByRole;
