//! The types that cross boundaries, generated once, and their way to and from the model.
//!
//! Into the model a value is parsed again, since what comes over a boundary is another component's
//! word; out of the model nothing can fail. Secret bytes move and are wiped on our side.
//!
//! Linking this crate also makes the component's allocator wipe whatever it frees. That covers the
//! copies that generated bindings make and never hand to anyone.

pub mod access;
pub mod audit;
pub mod examination;
pub mod id;
pub mod log;
pub mod metadata;
pub mod platform;
pub mod rows;
pub mod secret_type;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

mod generated {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        inline: "
            package strongroom:bindings;
            world bindings {
                import strongroom:types/types@0.1.0;
                import strongroom:secret-type/types@1.0.0;
                import strongroom:store/rows@0.1.0;
            }
        ",
        path: ["../../wit/types", "../../wit/secret-type", "../../wit/store"],
        generate_all,
        generate_unused_types: true,
    });
}

/// Generated from `strongroom:secret-type/types`.
pub use generated::strongroom::secret_type::types as wire_type;
/// Generated from `strongroom:store/rows`.
pub use generated::strongroom::store::rows as wire_rows;
/// Generated from `strongroom:types/types`.
pub use generated::strongroom::types::types as wire;

// Its allocator is the component's.
use strongroom_ground as _;

/// What came over a boundary is not what the interface promises: a broken invariant of the
/// composition. Carries nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl From<strongroom_model::ParseError> for Malformed {
    fn from(_: strongroom_model::ParseError) -> Self {
        Self
    }
}

/// Runs an export's logic to its end.
///
/// Components lower their imports synchronously: whatever waits, waits inside an import, where the
/// host lets other instances run. To the logic every import has answered when it is asked again, so
/// one poll is the whole of it.
///
/// # Panics
/// Where the logic waits for anything but an import, which is a broken invariant.
pub fn run<T>(logic: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(logic).poll(&mut context) {
        Poll::Ready(answer) => answer,
        Poll::Pending => unreachable!("no import leaves the logic waiting"),
    }
}

/// Converts each item of a list.
///
/// # Errors
/// The first item's error.
pub fn each<T, U>(items: Vec<T>) -> Result<Vec<U>, U::Error>
where
    U: TryFrom<T>,
{
    items.into_iter().map(U::try_from).collect()
}

/// Converts each item of a list where nothing can fail.
pub fn all<T, U: From<T>>(items: Vec<T>) -> Vec<U> {
    items.into_iter().map(U::from).collect()
}

/// Converts what may be there.
///
/// # Errors
/// The item's error.
pub fn maybe<T, U>(item: Option<T>) -> Result<Option<U>, U::Error>
where
    U: TryFrom<T>,
{
    item.map(U::try_from).transpose()
}
