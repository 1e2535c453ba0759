//! What a person sees while the steps run: one line when a step starts, one when it is done.
//!
//! What it is not: output that a program reads; all of it goes to standard error.
//! Depends on: nothing.

use std::time::{Duration, Instant};

/// Runs one step, and says what it is and how long it took.
pub(crate) fn step<T>(label: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    eprintln!("==> {label}");
    let start = Instant::now();
    let result = work()?;
    eprintln!("    done in {}", seconds(start.elapsed()));
    Ok(result)
}

/// A line about the running step.
pub(crate) fn note(line: &str) {
    eprintln!("    {line}");
}

fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole >= 60 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well_at_every_length() {
        assert_eq!(seconds(Duration::from_millis(40)), "0.0 s");
        assert_eq!(seconds(Duration::from_millis(1_260)), "1.3 s");
        assert_eq!(seconds(Duration::from_secs(605)), "10 min 05 s");
    }
}
