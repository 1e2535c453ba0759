//! One call into the core at a time.
//!
//! The components of the core are lifted synchronously: each has one stack, and two calls in it at once
//! would write over each other. What comes by the gateway waits for its turn at the gateway's door; what
//! goes past it, to the store or the authorizer, does not. So all wait here. Bodies are read and answers
//! given meanwhile.

use std::cell::Cell;

use spin_sdk::wasip3::clocks::monotonic_clock;

/// Nanoseconds. A task cannot wake another, so one that waits looks now and then.
const PAUSE: u64 = 100_000;

thread_local! {
    // Whether a call is under way, and nothing of it.
    static TAKEN: Cell<bool> = const { Cell::new(false) };
}

/// Held for as long as a call lasts.
pub(crate) struct Turn(());

pub(crate) async fn take() -> Turn {
    while TAKEN.replace(true) {
        monotonic_clock::wait_for(PAUSE).await;
    }
    Turn(())
}

impl Drop for Turn {
    fn drop(&mut self) {
        TAKEN.set(false);
    }
}
