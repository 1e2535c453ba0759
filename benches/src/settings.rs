//! What can be told to the benchmark.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::load::Operation;

/// Measures Strongroom's host against the same crates linked into a native server.
///
/// Both get a fresh data folder and the same secrets, and are measured in turn over short rounds.
/// What is printed is the median of the rounds' ratios, so that a machine that is slower for a
/// while is slower for both.
#[derive(Debug, Parser)]
#[command(name = "strongroom-bench", version, args_conflicts_with_subcommands = true)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure (what is done without a command too)
    Run(Run),
    /// Measure calls to secret types, and what reads feel of types that go astray
    PlugIns(PlugIns),
    /// Serve as the native baseline, until killed
    Baseline(Baseline),
}

#[derive(Debug, Args)]
pub(crate) struct Baseline {
    /// Folder of the database and the root key
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,

    /// Address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,

    /// File with [[oidc]] tables, as the host takes it: providers whose keys stand in it
    #[arg(long, value_name = "FILE")]
    pub(crate) oidc: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct PlugIns {
    /// Seconds of a round
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "2")]
    pub(crate) seconds: f64,

    /// Print JSON, for machines
    #[arg(long)]
    pub(crate) json: bool,

    /// The host's program
    #[arg(
        long,
        env = "STRONGROOM_BIN",
        value_name = "FILE",
        default_value = "target/release/strongroom"
    )]
    pub(crate) host: PathBuf,

    /// Folder of what is built: the core, secret types and hostile ones
    #[arg(long, env = "STRONGROOM_DIST", value_name = "DIR", default_value = "dist")]
    pub(crate) dist: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Secrets loaded before anything is measured [default: 10000, or 500 with --quick]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    secrets: Option<u32>,

    /// Rounds of each server, operation and number of connections [default: 3]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    rounds: Option<u32>,

    /// Seconds of a round [default: 2, or 0.3 with --quick]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    seconds: Option<f64>,

    /// Measure this operation alone; may stand several times [default: all]
    #[arg(long, value_name = "OPERATION", value_enum)]
    only: Vec<Operation>,

    /// Connections; may stand several times [default: 1 and 32]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    connections: Vec<u16>,

    /// Few secrets and short rounds: shows that the benchmark works, and no figure worth keeping
    #[arg(long)]
    quick: bool,

    /// Print JSON, for machines
    #[arg(long)]
    pub(crate) json: bool,

    /// Measure the baseline against a second baseline: how far from 1 a ratio may lie by chance
    #[arg(long)]
    pub(crate) control: bool,

    /// Measure the host on its own database against one host on a PostgreSQL of this machine, and
    /// against two [operations: reveal and create]
    #[arg(long, conflicts_with = "control")]
    pub(crate) postgres: bool,

    /// Measure the host against the application for Spin, and that against itself where each request
    /// starts an instance [operations: reveal and create]
    #[arg(long, conflicts_with_all = ["control", "postgres"])]
    pub(crate) spin: bool,

    /// What runs the application: `spin`, or the host that stands in for it in the tests
    #[arg(
        long,
        env = "STRONGROOM_SPIN",
        value_name = "FILE",
        default_value = "target/release/strongroom-spin-host"
    )]
    pub(crate) spin_program: PathBuf,

    /// The host's program
    #[arg(
        long,
        env = "STRONGROOM_BIN",
        value_name = "FILE",
        default_value = "target/release/strongroom"
    )]
    pub(crate) host: PathBuf,

    /// Folder of what is built: the core and the secret types
    #[arg(long, env = "STRONGROOM_DIST", value_name = "DIR", default_value = "dist")]
    dist: PathBuf,

    /// The core component [default: strongroom-core.wasm in --dist]
    #[arg(long, value_name = "FILE")]
    core: Option<PathBuf>,

    /// Folder of secret types [default: types in --dist]
    #[arg(long, value_name = "DIR")]
    types: Option<PathBuf>,
}

impl Run {
    pub(crate) fn secrets(&self) -> u32 {
        self.secrets.unwrap_or(if self.quick { 500 } else { 10_000 })
    }

    pub(crate) fn rounds(&self) -> u32 {
        self.rounds.unwrap_or(3)
    }

    pub(crate) fn round(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.unwrap_or(if self.quick { 0.3 } else { 2.0 }))
    }

    pub(crate) fn operations(&self) -> Vec<Operation> {
        match self.only.as_slice() {
            [] if self.postgres || self.spin => vec![Operation::Reveal, Operation::Create],
            [] => Operation::ALL.to_vec(),
            only => only.to_vec(),
        }
    }

    pub(crate) fn connections(&self) -> Vec<u16> {
        if self.connections.is_empty() { vec![1, 32] } else { self.connections.clone() }
    }

    pub(crate) fn core(&self) -> PathBuf {
        self.core.clone().unwrap_or_else(|| self.dist.join("strongroom-core.wasm"))
    }

    /// The manifest of the application for Spin, beside the folder of what is built.
    pub(crate) fn application(&self) -> PathBuf {
        self.dist.join("../spin.toml")
    }

    pub(crate) fn types(&self) -> PathBuf {
        self.types.clone().unwrap_or_else(|| self.dist.join("types"))
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.05..=600.0).contains(&seconds) => Ok(seconds),
        _ => Err("must be a number of seconds from 0.05 to 600".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn run(arguments: &[&str]) -> Run {
        CommandLine::try_parse_from([&["strongroom-bench"], arguments].concat()).unwrap().run
    }

    #[test]
    fn is_well_formed() {
        use clap::CommandFactory as _;
        CommandLine::command().debug_assert();
    }

    #[test]
    fn measures_where_no_command_is_given() {
        let run = run(&["--only", "reveal", "--only", "list", "--connections", "8"]);
        assert_eq!(run.operations(), [Operation::Reveal, Operation::List]);
        assert_eq!(run.connections(), [8]);
        assert_eq!(run.secrets(), 10_000);
    }

    #[test]
    fn on_postgresql_a_reveal_and_a_creation_are_measured_unless_others_are_named() {
        assert_eq!(run(&["--postgres"]).operations(), [Operation::Reveal, Operation::Create]);
        let named = run(&["--postgres", "--only", "list"]);
        assert_eq!(named.operations(), [Operation::List]);
        assert!(CommandLine::try_parse_from(["b", "--postgres", "--control"]).is_err());
    }

    #[test]
    fn on_spin_a_reveal_and_a_creation_are_measured_unless_others_are_named() {
        let spin = run(&["--spin", "--spin-program", "spin", "--dist", "out/dist"]);
        assert_eq!(spin.operations(), [Operation::Reveal, Operation::Create]);
        assert_eq!(spin.application(), PathBuf::from("out/dist/../spin.toml"));
        assert!(CommandLine::try_parse_from(["b", "--spin", "--postgres"]).is_err());
    }

    #[test]
    fn what_is_said_beats_quick() {
        let run = run(&["--quick", "--seconds", "1"]);
        assert_eq!((run.secrets(), run.round()), (500, Duration::from_secs(1)));
    }

    #[test]
    fn refuses_rounds_of_no_length_and_of_hours() {
        for text in ["0", "-1", "NaN", "inf", "3600", "two"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
