//! The clock and the randomness of the WASI baseline.

use std::time::{SystemTime, UNIX_EPOCH};

use strongroom_model::Timestamp;
use strongroom_ports::{Clock, NoRandomness, Random};

#[derive(Debug, Clone, Copy, Default)]
pub struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| Timestamp::try_from(since.as_secs()).unwrap_or(Timestamp::MAX))
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}
