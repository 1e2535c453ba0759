//! What the end-to-end suites run Strongroom with: a deployment, a server on a data folder of its
//! own, and a client.
//!
//! Works on built artefacts alone and talks to them as anyone would: the command line, its `--json`
//! output, HTTP. What it is not: a place for tests; those are in `tests/`. Depends on nothing of
//! ours but the composer. A suite is made of functions over a [`Deployment`], so that another one can be added
//! without touching them: see [`on_every_deployment`].

mod answer;
pub mod artefacts;
mod client;
mod deployment;
pub mod hostile;
mod native;
pub mod raw;
mod strongroom;

pub use answer::Answer;
pub use client::{
    ALL_PERMISSIONS, API, Ask, Client, Lost, SETTINGS, Scope, Secret, TO_READ, TO_WRITE,
};
pub use deployment::{Deployment, On, Refused, Running};
pub use native::Native;
pub use strongroom::{Strongroom, shared};

/// Makes a test of each function for each deployment there is. The functions take an [`On`].
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
    };
}
