//! Ends, periods and beginnings as people write them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime, Time};

use crate::durations::duration;

/// `never`, a span of time from now, a day (its beginning, in UTC) or an RFC 3339 time. In seconds
/// since the Unix epoch; `None` for never.
pub(crate) fn end(text: &str) -> Result<Option<u64>, String> {
    if text == "never" {
        return Ok(None);
    }
    if let Ok(span) = duration(text) {
        return Ok(Some(now()?.saturating_add(span).as_secs()));
    }
    let expected = "must be a span such as 30d, a day such as 2027-01-31, a time such as 2027-01-31T08:00:00Z, or never";
    point(text, expected).map(Some)
}

/// A span of time before now, a day (its beginning, in UTC) or an RFC 3339 time. In seconds since the
/// Unix epoch.
pub(crate) fn since(text: &str) -> Result<u64, String> {
    if let Ok(span) = duration(text) {
        return Ok(now()?.saturating_sub(span).as_secs());
    }
    let expected = "must be a span before now such as 7d, a day such as 2026-12-31, or a time such as 2026-12-31T08:00:00Z";
    point(text, expected)
}

fn now() -> Result<Duration, String> {
    SystemTime::now().duration_since(UNIX_EPOCH).map_err(|why| why.to_string())
}

fn point(text: &str, expected: &str) -> Result<u64, String> {
    let day = |date: Date| date.with_time(Time::MIDNIGHT).assume_utc();
    let at = OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| Date::parse(text, &Iso8601::DATE).map(day))
        .map_err(|_| expected.to_owned())?;
    u64::try_from(at.unix_timestamp()).map_err(|_| "must be after 1970".to_owned())
}

/// `never` or a span of time. In seconds.
pub(crate) fn period(text: &str) -> Result<Option<u64>, String> {
    if text == "never" {
        return Ok(None);
    }
    duration(text)
        .map(|span| Some(span.as_secs()))
        .map_err(|_| "must be a span such as 90d, or never".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_day_a_time_a_span_or_never() {
        assert_eq!(end("never"), Ok(None));
        assert_eq!(end("2027-01-31"), Ok(Some(1_801_353_600)));
        assert_eq!(end("2027-01-31T01:00:00+01:00"), Ok(Some(1_801_353_600)));
        assert!(end("1d") > end("2h") && end("2h") > end("2026-01-01"));
        for text in ["", "soon", "2027-13-01", "2027-01-31 08:00", "1900-01-01"] {
            assert!(end(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_beginning_is_a_day_a_time_or_a_span_before_now() {
        assert_eq!(since("2027-01-31"), Ok(1_801_353_600));
        assert_eq!(since("2027-01-31T01:00:00+01:00"), Ok(1_801_353_600));
        assert!(since("1d") < since("2h") && since("2026-01-01") < since("2h"));
        for text in ["", "never", "yesterday", "1900-01-01"] {
            assert!(since(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_is_a_span_or_never() {
        assert_eq!(period("90d"), Ok(Some(90 * 86_400)));
        assert_eq!(period("never"), Ok(None));
        assert!(period("2027-01-31").is_err());
    }
}
