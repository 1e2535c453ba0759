//! What was measured, as a table for people and as JSON for machines.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use super::comparison::{Comparison, Summary};

/// KiB in RAM of each server.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) fresh: [u64; 2],
    pub(super) loaded: [u64; 2],
    pub(super) measured: [u64; 2],
}

#[derive(Debug)]
pub(super) struct Report {
    pub(super) names: [&'static str; 2],
    /// What the two are.
    pub(super) about: &'static str,
    pub(super) secrets: u32,
    pub(super) rounds: u32,
    pub(super) round: Duration,
    pub(super) comparisons: Vec<Comparison>,
    pub(super) memory: Memory,
}

/// One object, or a list where there are several.
pub(super) fn print_json(reports: &[Report]) -> anyhow::Result<()> {
    let json = match reports {
        [report] => report.json(),
        several => several.iter().map(Report::json).collect(),
    };
    Ok(writeln!(std::io::stdout(), "{json:#}")?)
}

pub(super) fn print(reports: &[Report]) -> anyhow::Result<()> {
    for report in reports {
        std::io::stdout().write_all(report.text()?.as_bytes())?;
    }
    Ok(())
}

impl Report {
    fn json(&self) -> Value {
        let [first, second] = self.names;
        let results = self.comparisons.iter().map(|comparison| {
            let [one, two] = comparison.summaries().map(|summary| summary.map(json_of));
            json!({
                "operation": comparison.operation.name(),
                "connections": comparison.connections,
                "rate_ratio": comparison.rate_ratio(),
                "processor_ratio": comparison.processor_ratio(),
                first: one,
                second: two,
            })
        });
        let memory = |index: usize| {
            let of = |values: &[u64; 2]| values.get(index).copied();
            let Memory { fresh, loaded, measured } = &self.memory;
            json!({ "fresh": of(fresh), "loaded": of(loaded), "measured": of(measured) })
        };
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "processors": processors(),
            "secrets": self.secrets,
            "rounds": self.rounds,
            "round_seconds": self.round.as_secs_f64(),
            "servers": self.names,
            "results": results.collect::<Vec<Value>>(),
            "resident_kib": { first: memory(0), second: memory(1) },
        })
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        let [first, second] = self.names;
        writeln!(out, "Strongroom {}, {} secrets", env!("CARGO_PKG_VERSION"), self.secrets)?;
        writeln!(out)?;
        writeln!(
            out,
            "operation     conn  server    requests/s     p50 µs     p99 µs  CPU µs/req  load µs/req"
        )?;
        for comparison in &self.comparisons {
            let heading =
                format!("{:<12} {:>5}", comparison.operation.name(), comparison.connections);
            let [one, two] = comparison.summaries();
            row(&mut out, &heading, first, one)?;
            row(&mut out, "", second, two)?;
            let ratio = |ratio: Option<f64>| ratio.map_or("-".to_owned(), |it| format!("{it:.2}"));
            writeln!(
                out,
                "{:<20}ratio    {:>11} {:>33}",
                "",
                ratio(comparison.rate_ratio()),
                ratio(comparison.processor_ratio())
            )?;
        }
        writeln!(out)?;
        writeln!(out, "memory (MiB in RAM)    at the start    loaded    measured")?;
        for (index, name) in self.names.into_iter().enumerate() {
            let of = |values: &[u64; 2]| {
                values.get(index).map_or(0.0, |kib| f64::from(u32::try_from(*kib).unwrap_or(0)))
                    / 1024.0
            };
            let Memory { fresh, loaded, measured } = &self.memory;
            let (fresh, loaded, measured) = (of(fresh), of(loaded), of(measured));
            writeln!(out, "{name:<22} {fresh:>12.1} {loaded:>9.1} {measured:>11.1}")?;
        }
        writeln!(out)?;
        self.legend(&mut out)?;
        Ok(out)
    }

    fn legend(&self, out: &mut String) -> std::fmt::Result {
        let [first, second] = self.names;
        let (rounds, seconds) = (self.rounds, self.round.as_secs_f64());
        writeln!(
            out,
            "A ratio is {second}/{first}, the median of {rounds} pairs of rounds of {seconds} s, \
             taken in turn:\nrequests/s above 1 is faster, CPU above 1 is dearer. requests/s is the \
             median round's, the rest is\nof all rounds. CPU is the server's processor time, the \
             kernel's for it included; load is that of\nthe thread that sends and checks requests, \
             which shares this machine's {} processors with the\nserver: while all are busy, a \
             ratio of requests/s is nearer to 1 than the servers are, that of CPU is not.\n{}",
            processors(),
            self.about
        )
    }
}

fn row(
    out: &mut String,
    heading: &str,
    server: &str,
    summary: Option<Summary>,
) -> std::fmt::Result {
    let Some(summary) = summary else { return Ok(()) };
    writeln!(
        out,
        "{heading:<20}{server:<9}{:>11.0} {:>10.0} {:>10.0} {:>11.1} {:>12.1}",
        summary.requests_per_second,
        summary.p50_microseconds,
        summary.p99_microseconds,
        summary.server_microseconds,
        summary.load_microseconds
    )
}

fn json_of(summary: Summary) -> Value {
    json!({
        "requests_per_second": summary.requests_per_second,
        "p50_microseconds": summary.p50_microseconds,
        "p99_microseconds": summary.p99_microseconds,
        "server_microseconds_per_request": summary.server_microseconds,
        "load_microseconds_per_request": summary.load_microseconds,
    })
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
