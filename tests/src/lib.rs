//! What the end-to-end suites run Strongroom with: a deployment, a server on a data folder of its
//! own, and a client.
//!
//! Works on built artefacts alone and talks to them as anyone would: the command line, its `--json`
//! output, HTTP. What it is not: a place for tests; those are in `tests/`. Depends on nothing of
//! ours but the composer and the servers of PostgreSQL. A suite is made of functions over a [`Deployment`], so that another one can be added
//! without touching them: see [`on_every_deployment`].

mod answer;
pub mod artefacts;
mod client;
mod databases;
mod deployment;
mod differences;
mod guide;
pub mod hostile;
mod native;
mod promised;
mod proxy;
mod race;
pub mod raw;
pub mod spin;
mod sqlite;
mod strongroom;
mod terminal;

pub use answer::Answer;
pub use client::{
    ALL_PERMISSIONS, API, Ask, Client, Lost, SETTINGS, Scope, Secret, TO_READ, TO_WRITE,
};
pub use deployment::{Deployment, On, Refused, Running};
pub use differences::Difference;
pub use guide::Reader;
pub use native::Native;
pub use promised::{Promised, everything_listed_is_whole, nothing_is_half_written};
pub use proxy::Proxy;
pub use race::{count, patient, race};
pub use spin::{Program, Spin};
pub use strongroom::{Strongroom, shared};
pub use terminal::{Said, Terminal, said, said_with_input, unique};

/// Makes a test of each function for each deployment there is. The functions take an [`On`].
///
/// Whether there is a Spin is found out when the tests are built (see `build.rs`): without one its
/// tests are ignored, and say so.
#[macro_export]
macro_rules! on_every_deployment {
    ($($name:ident),* $(,)?) => {
        mod on_the_native_host {
            $(
                #[test]
                fn $name() {
                    super::$name(std::sync::Arc::new($crate::Native::new()));
                }
            )*
        }
        mod on_postgresql {
            $(
                #[test]
                #[cfg_attr(without_postgres, ignore = "there is no PostgreSQL on this machine")]
                fn $name() {
                    super::$name(std::sync::Arc::new($crate::Native::new().on_postgresql()));
                }
            )*
        }
        $crate::on_spin! {
            $($name => |program| super::$name(std::sync::Arc::new($crate::Spin::by(program)))),*
        }
    };
}

/// Makes a test of each call for Spin and for the host that stands in for it. What is called takes a
/// [`Program`].
#[macro_export]
macro_rules! on_spin {
    ($($name:ident => $call:expr),* $(,)?) => {
        mod on_the_test_host_of_spin {
            $(
                #[test]
                fn $name() {
                    ($call)($crate::Program::TestHost);
                }
            )*
        }
        mod on_spin {
            $(
                #[test]
                #[cfg_attr(
                    not(there_is_spin),
                    ignore = "there is no Spin 4.1: put `spin` on PATH or name it in STRONGROOM_SPIN"
                )]
                fn $name() {
                    ($call)($crate::Program::Spin);
                }
            )*
        }
    };
}
