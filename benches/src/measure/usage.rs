//! What the kernel counts of a process: time on processors and memory.

use std::time::Duration;

use anyhow::Context as _;

/// Time that all threads of a process have spent on processors, theirs and the kernel's for them.
/// In steps of a clock tick, 10 ms mostly.
pub(super) fn processor_time(process: u32) -> anyhow::Result<Duration> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let ticks = ticks(&text).context("/proc/…/stat is not as proc(5) says")?;
    let per_second = rustix::param::clock_ticks_per_second();
    Ok(Duration::from_millis(ticks.saturating_mul(1000) / per_second.max(1)))
}

/// Memory of a process that is in RAM, in KiB.
pub(super) fn resident_kib(process: u32) -> anyhow::Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    resident(&text).context("/proc/…/status is not as proc(5) says")
}

/// The sum of utime and stime, fields 14 and 15. The second field is the program's name in
/// parentheses, which may hold anything: what follows its last parenthesis is field 3.
fn ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(14 - 3);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn reads_times_behind_a_name_with_a_parenthesis() {
        let stat = "7 (a) 1 2 b) S 1 7 7 0 -1 4194560 1 0 0 0 250 17 0 0 20 0 4 0 99 1 1";
        assert_eq!(ticks(stat), Some(267));
    }

    #[test]
    fn counts_the_work_of_this_very_process() {
        let before = processor_time(std::process::id()).unwrap();
        let begun = std::time::Instant::now();
        let mut sum = 0_u64;
        while begun.elapsed() < Duration::from_secs(30)
            && processor_time(std::process::id()).unwrap() < before + Duration::from_millis(50)
        {
            sum = (0..100_000).fold(sum, |sum, n| std::hint::black_box(sum ^ n));
        }
        let spent = processor_time(std::process::id()).unwrap() - before;
        assert!(spent >= Duration::from_millis(50), "{spent:?} {sum}");
    }

    #[test]
    fn reads_resident_memory() {
        assert_eq!(resident("VmPeak:\t 9 kB\nVmRSS:\t  1234 kB\nVmData:\t 1 kB"), Some(1234));
        assert!(resident_kib(std::process::id()).unwrap() > 100);
    }
}
