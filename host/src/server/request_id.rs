//! Ids of requests: KSUIDs, made here and never taken from a client.

use std::time::{SystemTime, UNIX_EPOCH};

use strongroom_model::Id;

/// Random bytes of this many ids are fetched at once: one system call for all of them.
const AHEAD: usize = 64;

/// Makes ids for one worker.
pub(crate) struct RequestIds {
    random: [u8; 16 * AHEAD],
    used: usize,
}

impl RequestIds {
    pub(crate) const fn new() -> Self {
        Self { random: [0; 16 * AHEAD], used: AHEAD }
    }

    pub(crate) fn next(&mut self) -> String {
        if self.used >= AHEAD {
            // Without randomness from the system what is there stays: an id would repeat, which
            // confuses a log and endangers nothing.
            if let Err(error) = getrandom::fill(&mut self.random) {
                tracing::error!(%error, "no randomness for request ids");
            }
            self.used = 0;
        }
        let random = self.random.as_chunks::<16>().0.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        Id::new(i64::try_from(now).unwrap_or(i64::MAX), random).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_has_an_id_of_its_own() {
        let mut ids = RequestIds::new();
        let made: std::collections::HashSet<String> = (0..1000).map(|_| ids.next()).collect();
        assert_eq!(made.len(), 1000);
        assert!(made.iter().all(|id| id.len() == 27));
    }
}
