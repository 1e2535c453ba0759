//! When a request is sent again, and after how long.

use std::time::Duration;

/// Bounds of repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a request is sent again after the first time. 0 is never.
    pub count: u32,
    /// The longest pause before the first repetition; it doubles with each.
    pub first_pause: Duration,
    /// The longest pause of all. Where the server's `Retry-After` asks for more, its refusal is the
    /// answer.
    pub longest_pause: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            count: 3,
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(20),
        }
    }
}

/// What sending a request twice would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeatable {
    /// The same as once.
    Always,
    /// The second is refused where the first was done: it says what it expects.
    Guarded,
    /// It might be done twice.
    Never,
}

/// How an attempt ended, where it might be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing was sent.
    NotSent,
    /// It was sent, and no answer came.
    Lost,
    Answered {
        status: u16,
        /// Whether the server itself said so, and not something before it.
        is_problem: bool,
        retry_after: Option<Duration>,
    },
}

impl Retries {
    /// How long to wait before attempt `made` + 1, or None where there is none.
    pub(crate) fn pause(
        &self,
        made: u32,
        repeatable: Repeatable,
        outcome: Outcome,
    ) -> Option<Duration> {
        if made > self.count || !may_be_sent_again(repeatable, outcome) {
            return None;
        }
        let doubled = 1_u32.checked_shl(made.saturating_sub(1)).unwrap_or(u32::MAX);
        let most = self.first_pause.saturating_mul(doubled).min(self.longest_pause);
        // Anything up to that: clients that failed together do not come back together.
        let random = most.mul_f64(fastrand::f64());
        match outcome {
            Outcome::Answered { retry_after: Some(wanted), .. } => {
                (wanted <= self.longest_pause).then(|| wanted.saturating_add(random))
            }
            Outcome::Answered { .. } | Outcome::Lost | Outcome::NotSent => Some(random),
        }
    }
}

const fn may_be_sent_again(repeatable: Repeatable, outcome: Outcome) -> bool {
    let harmless = !matches!(repeatable, Repeatable::Never);
    match outcome {
        Outcome::NotSent => true,
        Outcome::Lost => harmless,
        Outcome::Answered { status, is_problem, .. } => match status {
            // Too many requests: it was not looked at.
            429 => true,
            503 => harmless,
            502 | 504 => harmless && !is_problem,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn answered(status: u16, is_problem: bool) -> Outcome {
        Outcome::Answered { status, is_problem, retry_after: None }
    }

    #[test]
    fn what_may_have_been_done_is_sent_again_only_where_that_is_harmless() {
        let policy = Retries::default();
        let again = |repeatable, outcome| policy.pause(1, repeatable, outcome).is_some();
        for repeatable in [Repeatable::Always, Repeatable::Guarded] {
            assert!(again(repeatable, Outcome::Lost));
            assert!(again(repeatable, answered(503, true)));
            assert!(again(repeatable, answered(502, false)));
        }
        assert!(!again(Repeatable::Never, Outcome::Lost));
        assert!(!again(Repeatable::Never, answered(503, true)));
        assert!(again(Repeatable::Never, Outcome::NotSent));
        assert!(again(Repeatable::Never, answered(429, false)));
    }

    #[test]
    fn what_the_server_decided_is_not_asked_again() {
        for status in [400, 401, 403, 404, 409, 412, 422, 500, 501] {
            let pause = Retries::default().pause(1, Repeatable::Always, answered(status, true));
            assert_eq!(pause, None, "{status}");
        }
        // That a plug-in or its service failed is no hiccup of a proxy.
        assert_eq!(Retries::default().pause(1, Repeatable::Always, answered(502, true)), None);
    }

    #[test]
    fn pauses_grow_and_stay_within_their_bounds() {
        let policy = Retries { count: 40, ..Retries::default() };
        for made in 1..=40 {
            let most = policy.first_pause.saturating_mul(1 << (made - 1).min(20));
            let pause = policy.pause(made, Repeatable::Always, Outcome::Lost).unwrap();
            assert!(pause <= most.min(policy.longest_pause), "{made}: {pause:?}");
        }
        assert_eq!(policy.pause(41, Repeatable::Always, Outcome::Lost), None);
    }

    #[test]
    fn the_server_says_when_and_is_not_waited_for_without_end() {
        let policy = Retries::default();
        let pause = |seconds| {
            let retry_after = Some(Duration::from_secs(seconds));
            let outcome = Outcome::Answered { status: 503, is_problem: true, retry_after };
            policy.pause(1, Repeatable::Always, outcome)
        };
        assert!(pause(7).unwrap() >= Duration::from_secs(7));
        assert_eq!(pause(3_600), None);
    }
}
