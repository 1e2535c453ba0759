//! For how long keys are good, and when to ask again.

use std::time::{Duration, Instant};

/// Between the end of one fetch and the beginning of the next, at least.
pub const PAUSE: Duration = Duration::from_secs(10);
/// Bounds on how long keys are taken to be fresh, whatever the issuer says.
const FRESH: (Duration, Duration) = (Duration::from_secs(5 * 60), Duration::from_secs(60 * 60));
/// Where the issuer says nothing.
const FRESH_DEFAULT: Duration = Duration::from_secs(15 * 60);
/// After a failure; doubled with each further one, up to the shortest time that keys are fresh.
const RETRY: Duration = Duration::from_secs(15);

/// RFC 9111, section 5.2.2: what must not be kept is kept for no time.
#[must_use]
pub fn max_age(caching: &str) -> Option<Duration> {
    let mut age = None;
    for directive in caching.split(',').map(str::trim) {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        if name.eq_ignore_ascii_case("no-store") || name.eq_ignore_ascii_case("no-cache") {
            return Some(Duration::ZERO);
        }
        if name.eq_ignore_ascii_case("max-age") {
            age = value.trim_matches('"').parse().ok().map(Duration::from_secs);
        }
    }
    age
}

/// For how long keys are fresh that came with this age.
#[must_use]
pub fn fresh_for(max_age: Option<Duration>) -> Duration {
    max_age.unwrap_or(FRESH_DEFAULT).clamp(FRESH.0, FRESH.1)
}

/// How long an issuer is left alone that has failed so often.
#[must_use]
pub fn retry_after(failed_in_a_row: u32) -> Duration {
    RETRY.saturating_mul(1 << failed_in_a_row.saturating_sub(1).min(8)).min(FRESH.0)
}

/// What is known of one issuer, where a request that needs keys looks for them itself.
#[derive(Debug, Default)]
pub struct Remembered {
    keys: Option<Vec<u8>>,
    /// Until when they are fresh, or the issuer is left alone.
    until: Option<Instant>,
    /// The end of the last look.
    looked: Option<Instant>,
    failed_in_a_row: u32,
}

impl Remembered {
    /// What was found last, however old: an issuer that is down keeps nobody out who was let in
    /// before.
    #[must_use]
    pub fn keys(&self) -> Option<&[u8]> {
        self.keys.as_deref()
    }

    /// Whether to look now; `missing` where a key is looked for that was not in the last set.
    /// Strangers can ask for any number of keys that do not exist, so there is a pause between looks.
    #[must_use]
    pub fn wants_look(&self, missing: bool, now: Instant) -> bool {
        let rested = self.looked.is_none_or(|looked| now.duration_since(looked) >= PAUSE);
        let is_old = self.until.is_none_or(|until| now >= until);
        rested && (is_old || missing || self.keys.is_none())
    }

    pub fn found(&mut self, keys: Vec<u8>, max_age: Option<Duration>, now: Instant) {
        self.keys = Some(keys);
        self.failed_in_a_row = 0;
        self.until = now.checked_add(fresh_for(max_age));
        self.looked = Some(now);
    }

    pub fn failed(&mut self, now: Instant) {
        self.failed_in_a_row = self.failed_in_a_row.saturating_add(1);
        self.until = now.checked_add(retry_after(self.failed_in_a_row));
        self.looked = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_how_long_an_answer_may_be_kept() {
        for (caching, expected) in [
            ("public, max-age=3600, must-revalidate", Some(3600)),
            ("Max-Age=\"60\"", Some(60)),
            ("no-store", Some(0)),
            ("max-age=3600, no-cache", Some(0)),
            ("public", None),
            ("max-age=soon", None),
        ] {
            assert_eq!(max_age(caching), expected.map(Duration::from_secs), "{caching}");
        }
    }

    #[test]
    fn keys_are_fresh_for_five_minutes_to_an_hour() {
        for (max_age, expected) in
            [(None, 900), (Some(0), 300), (Some(600), 600), (Some(86_400), 3600)]
        {
            let expected = Duration::from_secs(expected);
            assert_eq!(fresh_for(max_age.map(Duration::from_secs)), expected, "{max_age:?}");
        }
    }

    #[test]
    fn an_issuer_that_is_down_is_asked_less_and_less_often() {
        let waits: Vec<u64> = (1..8).map(|failed| retry_after(failed).as_secs()).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 300, 300]);
        assert_eq!(retry_after(u32::MAX), FRESH.0);
    }

    #[test]
    fn an_issuer_is_asked_when_keys_are_old_or_missing_and_not_twice_at_once() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut known = Remembered::default();
        assert!(known.wants_look(false, begin), "nothing is known");
        known.found(b"1".to_vec(), Some(Duration::from_secs(600)), begin);
        assert!(!known.wants_look(false, at(599)));
        assert!(!known.wants_look(true, at(9)), "asked just now");
        assert!(known.wants_look(true, at(10)));
        assert!(known.wants_look(false, at(600)));
    }

    #[test]
    fn what_was_known_stays_while_the_issuer_is_down() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut known = Remembered::default();
        known.failed(begin);
        assert_eq!(known.keys(), None);
        assert!(!known.wants_look(false, at(9)));
        assert!(known.wants_look(false, at(10)), "nobody can sign in without any");
        known.found(b"1".to_vec(), None, at(10));
        known.failed(at(910));
        assert_eq!(known.keys(), Some(&b"1"[..]));
        assert!(!known.wants_look(false, at(924)));
        assert!(known.wants_look(false, at(925)));
    }
}
