//! What secret types may use, for all of them. The manifest sets it for one.

use std::time::Duration;

use clap::Args;
use strongroom_cli::durations;

use crate::plugins::Options;

/// Bounds on secret types
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Secret types")]
pub(crate) struct Plugins {
    /// MiB of memory that one call to a secret type may use; `memory-mib` in the manifest sets it for one
    #[arg(long, env = "STRONGROOM_TYPE_MEMORY", value_name = "MIB", default_value_t = 64,
          value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(crate) type_memory: u16,

    /// Time that one call to a secret type may take; `time-ms` sets it for one
    #[arg(long, env = "STRONGROOM_TYPE_TIME", value_name = "TIME", default_value = "1s",
          value_parser = durations::duration)]
    pub(crate) type_time: Duration,

    /// Time that one call may take which sends requests to granted hosts; `rotation-time-ms` sets it for one
    #[arg(long, env = "STRONGROOM_TYPE_ROTATION_TIME", value_name = "TIME", default_value = "10s",
          value_parser = durations::duration)]
    pub(crate) type_rotation_time: Duration,

    /// Requests that one such call may send; `requests` sets it for one
    #[arg(long, env = "STRONGROOM_TYPE_REQUESTS", value_name = "N", default_value_t = 8,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) type_requests: u32,

    /// MiB of a secret type's file
    #[arg(long, env = "STRONGROOM_TYPE_FILE", value_name = "MIB", default_value_t = 64,
          value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) type_file: u16,

    /// Threads that run secret types, apart from those that serve
    #[arg(long, env = "STRONGROOM_TYPE_THREADS", value_name = "N", default_value_t = 2,
          value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) type_threads: u16,

    /// Calls of one secret type that run at once
    #[arg(long, env = "STRONGROOM_TYPE_RUNNING", value_name = "N", default_value_t = 4,
          value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) type_running: u16,

    /// Calls of one secret type that run or wait; more fail
    #[arg(long, env = "STRONGROOM_TYPE_WAITING", value_name = "N", default_value_t = 64,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) type_waiting: u16,
}

impl Plugins {
    pub(crate) fn options(&self) -> Options {
        Options {
            memory: usize::from(self.type_memory) << 20,
            time: self.type_time,
            rotation_time: self.type_rotation_time,
            requests: self.type_requests,
            file_bytes: u64::from(self.type_file) << 20,
            threads: usize::from(self.type_threads),
            running: usize::from(self.type_running),
            admitted: usize::from(self.type_waiting),
        }
    }
}
