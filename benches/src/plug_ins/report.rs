//! The figures, as a table for people and as JSON for machines.

use std::io::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::load::Round;
use crate::measure::statistics::percentile;

/// One kind of request in one round.
pub(super) struct Row {
    name: &'static str,
    connections: u16,
    /// The first request ever.
    cold: Option<Duration>,
    per_second: f64,
    p50: f64,
    p99: f64,
    worst: f64,
}

pub(super) struct Report {
    /// From the start of the process to its first answer, types compiled.
    pub(super) started: Duration,
    pub(super) calls: Vec<Row>,
    /// Named by what runs beside.
    pub(super) reads: Vec<Row>,
}

impl Row {
    pub(super) fn new(
        name: &'static str,
        connections: u16,
        cold: Option<Duration>,
        round: Round,
    ) -> Self {
        let Round { elapsed, mut latencies } = round;
        latencies.sort_unstable();
        let count = f64::from(u32::try_from(latencies.len()).unwrap_or(u32::MAX));
        let at = |percent| percentile(&latencies, percent).map_or(0.0, |it| f64::from(it) / 1e3);
        Self {
            name,
            connections,
            cold,
            per_second: count / elapsed.as_secs_f64(),
            p50: at(50),
            p99: at(99),
            worst: at(100),
        }
    }

    fn json(&self) -> Value {
        json!({
            "what": self.name,
            "connections": self.connections,
            "cold_microseconds": self.cold.map(|cold| cold.as_secs_f64() * 1e6),
            "requests_per_second": self.per_second,
            "p50_microseconds": self.p50,
            "p99_microseconds": self.p99,
            "worst_microseconds": self.worst,
        })
    }

    fn line(&self) -> String {
        let Self { name, connections, cold, per_second, p50, p99, worst } = self;
        let cold = cold.map_or(String::new(), |cold| format!("{:.0}", cold.as_secs_f64() * 1e6));
        format!(
            "{name:<24}{connections:>5} {cold:>9} {per_second:>11.0} {p50:>9.0} {p99:>9.0} {worst:>9.0}"
        )
    }
}

const HEADING: &str =
    "                         conn   cold µs  requests/s    p50 µs    p99 µs  worst µs";

impl Report {
    pub(super) fn print_json(&self) -> anyhow::Result<()> {
        let rows = |rows: &[Row]| rows.iter().map(Row::json).collect::<Vec<_>>();
        let report = json!({
            "start_seconds": self.started.as_secs_f64(),
            "calls": rows(&self.calls),
            "reads_beside": rows(&self.reads),
        });
        Ok(writeln!(std::io::stdout(), "{report:#}")?)
    }

    pub(super) fn print(&self) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "started in {:.1} s, core and type compiled\n", self.started.as_secs_f64())?;
        writeln!(out, "{HEADING}")?;
        for row in &self.calls {
            writeln!(out, "{}", row.line())?;
        }
        writeln!(
            out,
            "\nmasked reads beside{}",
            HEADING.trim_start_matches("                   ")
        )?;
        for row in &self.reads {
            writeln!(out, "{}", row.line())?;
        }
        writeln!(
            out,
            "\nThe second and the fourth kind are the one before and a call to a type, which does \
             next to nothing.\nHostile requests are four at once, each begun anew as it ends; they \
             share the processors with all else."
        )?;
        Ok(())
    }
}
