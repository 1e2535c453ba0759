//! How long, how often and at what distance something is tried again.

use std::time::Duration;

/// How often a batch makes way for others. Each time somebody else got something done.
const CONFLICTS: u32 = 40;
const CONFLICT_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_CONFLICT_PAUSE: Duration = Duration::from_millis(150);

/// How long a call waits for a database that is away. Long enough for a restart, short enough that
/// those who call do not pile up.
const AWAY: Duration = Duration::from_secs(3);
const AWAY_PAUSE: Duration = Duration::from_millis(25);
const LONGEST_AWAY_PAUSE: Duration = Duration::from_millis(400);

/// How long an outcome is looked for that is not known. More than it takes to fail over.
const UNKNOWN: Duration = Duration::from_secs(20);

#[derive(Debug, Default)]
pub(super) struct Patience {
    conflicts: u32,
    losses: u32,
}

impl Patience {
    /// The pause before the next attempt, after a conflict.
    pub(super) fn after_conflict(&mut self, random: u64) -> Option<Duration> {
        self.conflicts += 1;
        let longest = grown(CONFLICT_PAUSE, self.conflicts).min(LONGEST_CONFLICT_PAUSE);
        (self.conflicts <= CONFLICTS).then(|| jittered(longest, random))
    }

    /// The pause before the next attempt, after a connection was lost or not made.
    pub(super) fn after_loss(&mut self, elapsed: Duration, random: u64) -> Option<Duration> {
        (elapsed < AWAY).then(|| self.loss(random))
    }

    /// The pause before an unknown outcome is looked for (again). `since` when it is not known.
    pub(super) fn while_unknown(
        &mut self,
        since: Duration,
        elapsed: Duration,
        random: u64,
    ) -> Option<Duration> {
        (elapsed.saturating_sub(since) < UNKNOWN).then(|| self.loss(random))
    }

    fn loss(&mut self, random: u64) -> Duration {
        self.losses += 1;
        // The first time nothing is waited for: most connections that are lost were lost while they
        // idled, and the next one is good.
        match self.losses {
            1 => Duration::ZERO,
            losses => jittered(grown(AWAY_PAUSE, losses - 1).min(LONGEST_AWAY_PAUSE), random),
        }
    }
}

fn grown(pause: Duration, times: u32) -> Duration {
    pause.saturating_mul(1 << times.min(16))
}

/// Anything up to the longest, so that those who met once do not meet again.
fn jittered(longest: Duration, random: u64) -> Duration {
    let nanoseconds = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(random % nanoseconds.max(1))
}
