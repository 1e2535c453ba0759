//! Who may do what, as callers find out: roles, people, machines, tokens, and attacks on them.
//!
//! Every suite runs over both authorizers: the one that decides by roles and the one that decides by
//! policies; and over the first on PostgreSQL, where each question is asked of another database.

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

/// Makes a test of each function for each authorizer and each database. The functions take a `scene::Authorizer`.
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
        mod by_roles_on_postgresql {
            $(
                #[test]
                #[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
                fn $name() {
                    super::$name(crate::scene::Authorizer::RolesOnPostgresql);
                }
            )*
        }
    };
}
use on_both_authorizers;
