//! Who may do what, as callers find out: roles, people, machines, tokens, and attacks on them.
//!
//! Every suite runs over both authorizers, the one that decides by roles and the one that decides by
//! policies. On PostgreSQL and on Spin all run by roles, and on Spin by policies what is about policies.

mod issuer;
mod jwt;
mod machines;
mod membership;
mod people;
mod policies;
mod providers;
mod report;
mod scene;
mod table;
mod tenants;

/// Makes a test of each function for each authorizer, the one of roles on every platform. The
/// functions take a `scene::Authorizer`.
macro_rules! on_both_authorizers {
    ($($name:ident),* $(,)?) => {
        $crate::by_roles! { $($name),* }
        $crate::by_policies_natively! { $($name),* }
    };
}
use on_both_authorizers;

/// The same for the authorizer of policies alone, on every platform.
macro_rules! by_policies {
    ($($name:ident),* $(,)?) => {
        $crate::by_policies_natively! { $($name),* }
        strongroom_tests::on_spin! {
            $($name => |program| super::$name(crate::scene::Authorizer::PoliciesOnSpin(program))),*
        }
    };
}
use by_policies;

macro_rules! by_policies_natively {
    ($($name:ident),* $(,)?) => {
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
use by_policies_natively;

/// The same for the authorizer of roles alone, on every platform.
macro_rules! by_roles {
    ($($name:ident),* $(,)?) => {
        mod by_roles {
            $(
                #[test]
                fn $name() {
                    super::$name(crate::scene::Authorizer::Roles);
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
        strongroom_tests::on_spin! {
            $($name => |program| super::$name(crate::scene::Authorizer::RolesOnSpin(program))),*
        }
    };
}
use by_roles;
