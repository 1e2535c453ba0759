//! Two servers under the same load, in turn.

use std::rc::Rc;
use std::time::Duration;

use super::contender::Contender;
use super::statistics::{median, percentile};
use super::usage;
use crate::load::{self, Operation, Work};

/// One operation at one number of connections.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) operation: Operation,
    pub(super) connections: u16,
    /// The rounds of each server, in pairs.
    rounds: [Vec<Round>; 2],
}

#[derive(Debug)]
struct Round {
    seconds: f64,
    /// Nanoseconds, sorted.
    latencies: Vec<u32>,
    server: Duration,
    load: Duration,
}

/// All rounds of one server in one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Summary {
    /// Of the median round.
    pub(super) requests_per_second: f64,
    pub(super) p50_microseconds: f64,
    pub(super) p99_microseconds: f64,
    /// Processor time a request.
    pub(super) server_microseconds: f64,
    /// Processor time a request that sending and checking it takes.
    pub(super) load_microseconds: f64,
}

impl Comparison {
    pub(super) fn new(operation: Operation, connections: u16) -> Self {
        Self { operation, connections, rounds: Default::default() }
    }

    /// # Errors
    /// A server ends, or answers what it should not.
    pub(super) async fn take_turns(
        &mut self,
        contenders: &[Contender; 2],
        work: &[Rc<Work>],
        rounds: u32,
        length: Duration,
    ) -> anyhow::Result<()> {
        // Caches and statements are ready before the clock runs.
        let warm_up = (length / 4).max(Duration::from_millis(100));
        for (contender, work) in contenders.iter().zip(work) {
            load::round(&contender.addresses(), work, self.connections, warm_up, 0).await?;
        }
        for number in 1..=rounds {
            // The same seed: both are asked for the same secrets in the same order.
            let both = self.rounds.iter_mut().zip(contenders).zip(work);
            for ((taken, contender), work) in both {
                let own = std::process::id();
                let before = (contender.processor_time()?, usage::processor_time(own)?);
                let (addresses, seed) = (contender.addresses(), u64::from(number));
                let round = load::round(&addresses, work, self.connections, length, seed).await?;
                let after = (contender.processor_time()?, usage::processor_time(own)?);
                let mut latencies = round.latencies;
                latencies.sort_unstable();
                taken.push(Round {
                    seconds: round.elapsed.as_secs_f64(),
                    latencies,
                    server: after.0.saturating_sub(before.0),
                    load: after.1.saturating_sub(before.1),
                });
            }
        }
        Ok(())
    }

    pub(super) fn summaries(&self) -> [Option<Summary>; 2] {
        self.rounds.each_ref().map(|rounds| summary(rounds))
    }

    /// The second's requests a second by the first's: above 1 the second is faster.
    pub(super) fn rate_ratio(&self) -> Option<f64> {
        self.ratio(Round::rate)
    }

    /// The second's processor time a request by the first's: above 1 the second works more. `None`
    /// where rounds are too short for the kernel's clock.
    pub(super) fn processor_ratio(&self) -> Option<f64> {
        self.ratio(|round| round.server.as_secs_f64() / round.requests())
    }

    fn ratio(&self, of: impl Fn(&Round) -> f64) -> Option<f64> {
        let [first, second] = &self.rounds;
        let pairs = first.iter().zip(second).map(|(first, second)| (of(first), of(second)));
        median(pairs.filter(|pair| pair.0 > 0.0 && pair.1 > 0.0).map(|pair| pair.1 / pair.0))
    }
}

impl Round {
    fn requests(&self) -> f64 {
        f64::from(u32::try_from(self.latencies.len()).unwrap_or(u32::MAX))
    }

    fn rate(&self) -> f64 {
        self.requests() / self.seconds
    }
}

fn summary(rounds: &[Round]) -> Option<Summary> {
    let mut latencies: Vec<u32> =
        rounds.iter().flat_map(|round| round.latencies.iter().copied()).collect();
    latencies.sort_unstable();
    let microseconds =
        |percent| percentile(&latencies, percent).map(|nanoseconds| f64::from(nanoseconds) / 1e3);
    let requests: f64 = rounds.iter().map(Round::requests).sum();
    let a_request = |of: fn(&Round) -> Duration| {
        rounds.iter().map(of).sum::<Duration>().as_secs_f64() * 1e6 / requests
    };
    Some(Summary {
        requests_per_second: median(rounds.iter().map(Round::rate))?,
        p50_microseconds: microseconds(50)?,
        p99_microseconds: microseconds(99)?,
        server_microseconds: a_request(|round| round.server),
        load_microseconds: a_request(|round| round.load),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn round(requests: u32, milliseconds: u64) -> Round {
        Round {
            seconds: 1.0,
            latencies: (1..=requests).map(|n| n * 1000).collect(),
            server: Duration::from_millis(milliseconds),
            load: Duration::from_millis(10),
        }
    }

    fn comparison(first: Vec<Round>, second: Vec<Round>) -> Comparison {
        Comparison { rounds: [first, second], ..Comparison::new(Operation::Read, 1) }
    }

    #[test]
    fn a_machine_that_slows_down_for_both_changes_no_ratio() {
        let first = vec![round(1000, 500), round(500, 500), round(100, 500)];
        let second = vec![round(800, 800), round(400, 800), round(80, 800)];
        let comparison = comparison(first, second);
        assert!((comparison.rate_ratio().unwrap() - 0.8).abs() < 1e-9);
        assert!((comparison.processor_ratio().unwrap() - 2.0).abs() < 1e-9);
    }

    #[test]
    fn rounds_too_short_for_the_clock_give_no_processor_ratio() {
        let comparison = comparison(vec![round(10, 0)], vec![round(10, 0)]);
        assert_eq!(comparison.processor_ratio(), None);
        assert!(comparison.rate_ratio().is_some());
    }

    #[test]
    fn sums_up_all_rounds() {
        let [first, second] = comparison(vec![round(100, 20), round(300, 60)], vec![]).summaries();
        assert!(second.is_none());
        let first = first.unwrap();
        assert!((first.requests_per_second - 200.0).abs() < 1e-9);
        assert!((first.server_microseconds - 200.0).abs() < 1e-9);
        assert!((first.load_microseconds - 50.0).abs() < 1e-9);
        assert!((first.p50_microseconds - 100.0).abs() < 1e-9);
        assert!((first.p99_microseconds - 296.0).abs() < 1e-9);
    }
}
