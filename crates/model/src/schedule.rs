//! For how long a secret's value is good.
//!
//! Both times are the word of whoever keeps the secret. Nothing is refused because of them: a value
//! whose time is up may be the one that production still runs on.

use crate::{Timestamp, limits};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schedule {
    /// When the current value ends at the service that it opens. A new value begins without.
    pub expires_at: Option<Timestamp>,
    pub rotation: Option<Period>,
}

/// How often a value is to be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// In seconds: [`limits::ROTATE_EVERY_SECONDS`].
    pub every: u32,
    /// When the current value is to be replaced next: so long after it became the current one.
    pub next: Timestamp,
}

/// What the times of a value say now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    Current,
    /// It is to be replaced.
    Due,
    /// Its own end has come, whatever is planned.
    Expired,
}

impl Freshness {
    pub const ALL: [Self; 3] = [Self::Current, Self::Due, Self::Expired];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Due => "due",
            Self::Expired => "expired",
        }
    }
}

impl Schedule {
    /// A time is up in the second that it names.
    #[must_use]
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        if self.expires_at.is_some_and(|at| at <= now) {
            Freshness::Expired
        } else if self.rotation.is_some_and(|period| period.next <= now) {
            Freshness::Due
        } else {
            Freshness::Current
        }
    }
}

/// What is wrong with an end that somebody gives a value.
///
/// # Errors
/// What it must be.
pub fn check_expiry(at: Timestamp, now: Timestamp) -> Result<(), &'static str> {
    if (now + 1..limits::TIMESTAMPS_END).contains(&at) {
        Ok(())
    } else {
        Err("must be seconds since the Unix epoch, in the future and before the year 10000")
    }
}

/// The period, where it is one that can be kept.
///
/// # Errors
/// What it must be.
pub fn period(seconds: i64) -> Result<u32, &'static str> {
    u32::try_from(seconds)
        .ok()
        .filter(|seconds| limits::ROTATE_EVERY_SECONDS.contains(seconds))
        .ok_or("must be from 3600 (an hour) to 316224000 (ten years) seconds")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_up_in_the_second_that_it_names_and_an_end_comes_first() {
        let rotation = Some(Period { every: 3600, next: 20 });
        for (expires_at, rotation, now, expected) in [
            (None, None, i64::MAX, Freshness::Current),
            (Some(10), None, 9, Freshness::Current),
            (Some(10), None, 10, Freshness::Expired),
            (None, rotation, 19, Freshness::Current),
            (None, rotation, 20, Freshness::Due),
            (Some(10), rotation, 30, Freshness::Expired),
            (Some(40), rotation, 30, Freshness::Due),
        ] {
            assert_eq!(Schedule { expires_at, rotation }.freshness(now), expected, "{now}");
        }
    }

    #[test]
    fn an_end_lies_in_the_future_and_in_the_years_that_are_written_with_four_digits() {
        for (at, is_good) in [
            (100, false),
            (101, true),
            (limits::TIMESTAMPS_END - 1, true),
            (limits::TIMESTAMPS_END, false),
            (i64::MIN, false),
            (i64::MAX, false),
        ] {
            assert_eq!(check_expiry(at, 100).is_ok(), is_good, "{at}");
        }
    }

    #[test]
    fn a_period_is_an_hour_to_ten_years() {
        for (seconds, is_good) in [
            (3599, false),
            (3600, true),
            (316_224_000, true),
            (316_224_001, false),
            (-3600, false),
            (i64::MAX, false),
        ] {
            assert_eq!(period(seconds).is_ok(), is_good, "{seconds}");
        }
    }
}
