//! The other authorizer as a component. It decides by Cedar policies, with the built-in roles as
//! their base.

#[path = "../../authorizer/src/shell/mod.rs"]
mod shell;

/// How this authorizer decides.
type Decide = strongroom_cedar::ByPolicy;
