//! Waits before statements, for tests in which requests are to overlap.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// Up to so long before each statement, each time another length. Nothing where it is zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delay(pub(crate) Duration);

impl Delay {
    pub(crate) async fn wait(self) {
        if self.0.is_zero() {
            return;
        }
        // A new one hashes by new keys: random enough, with nothing to seed.
        let fraction = u8::try_from(RandomState::new().hash_one(()) % 256).unwrap_or_default();
        tokio::time::sleep(self.0 * u32::from(fraction) / 255).await;
    }
}
