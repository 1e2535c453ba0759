//! Spans of time as people write them: `500ms`, `30s`, `5m`, `1h`, `30d`.

use std::time::Duration;

use strongroom_model::limits;

pub fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (number, unit) = text.split_at(digits.len());
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        "d" => 24 * 60 * 60 * 1000,
        _ => return Err("expected a number and a unit: ms, s, m, h or d".to_owned()),
    };
    let parsed: Option<u64> = number.parse().ok();
    let product = parsed.and_then(|number| number.checked_mul(milliseconds));
    // Far beyond anything useful, and far from where adding it to a clock overflows.
    match product {
        Some(0) => Err("must be more than nothing".to_owned()),
        Some(product) if product <= 10 * 366 * 24 * 60 * 60 * 1000 => {
            Ok(Duration::from_millis(product))
        }
        Some(_) => Err("must not be more than ten years".to_owned()),
        None => Err("expected a number and a unit: ms, s, m, h or d".to_owned()),
    }
}

pub fn token_lifetime(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    if (1..=limits::TOKEN_SECONDS).contains(&seconds) {
        Ok(duration)
    } else {
        Err("must be 1s to 366d".to_owned())
    }
}

pub fn access_token_lifetime(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if (1..=24 * 60 * 60).contains(&duration.as_secs()) {
        Ok(duration)
    } else {
        Err("must be 1s to 24h".to_owned())
    }
}

/// For a person: the two largest units that it has.
pub(crate) fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let units = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min")];
    let all = units.into_iter().chain([(seconds % 60, "s")]);
    let mut parts =
        all.skip_while(|(count, _)| *count == 0).take(2).filter(|(count, _)| *count > 0);
    let first =
        parts.next().map_or_else(|| "0 s".to_owned(), |(count, unit)| format!("{count} {unit}"));
    parts.fold(first, |text, (count, unit)| format!("{text} {count} {unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_told_in_the_two_largest_units() {
        for (seconds, text) in
            [(0, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (3_600, "1 h"), (90_061, "1 d 1 h")]
        {
            assert_eq!(spoken(Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn reads_a_number_with_a_unit() {
        for (text, milliseconds) in [
            ("500ms", 500),
            ("30s", 30_000),
            ("5m", 300_000),
            ("1h", 3_600_000),
            ("30d", 2_592_000_000),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_span_of_time() {
        for text in
            ["", "30", "s", "-1s", "1.5s", "30 s", "0s", "1w", "11000d", "99999999999999999999s"]
        {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_lives_from_a_second_to_a_year() {
        for (text, valid) in [("1s", true), ("366d", true), ("999ms", false), ("367d", false)] {
            assert_eq!(token_lifetime(text).is_ok(), valid, "{text}");
        }
    }

    #[test]
    fn an_access_token_lives_from_a_second_to_a_day() {
        for (text, valid) in [("1s", true), ("24h", true), ("999ms", false), ("25h", false)] {
            assert_eq!(access_token_lifetime(text).is_ok(), valid, "{text}");
        }
    }
}
