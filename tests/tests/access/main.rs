//! Who may do what, as callers find out: roles, people, machines, tokens, and attacks on them.
//!
//! Every suite runs over both authorizers: the one that decides by roles and the one that decides by
//! policies.

mod issuer;
mod jwt;
mod machines;
mod membership;
mod people;
mod policies;
mod providers;
mod scene;
mod table;
mod tenants;

/// Makes a test of each function for each authorizer. The functions take a `scene::Authorizer`.
macro_rules! on_both_authorizers {
    ($($name:ident),* $(,)?) => {
        mod by_roles {
            $(
                #[test]
                fn $name() {
                    super::$name(crate::scene::Authorizer::Roles);
                }
            )*
        }
        mod by_policies {
            $(
                #[test]
                fn $name() {
                    super::$name(crate::scene::Authorizer::Policies);
                }
            )*
        }
    };
}
use on_both_authorizers;
