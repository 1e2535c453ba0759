//! The part of `spin up`'s command line that the suites use, and what is told to this host alone.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, ValueEnum};

use crate::delay::Delay;
use crate::instances::Reuse;
use crate::outbound::Names;

#[derive(Parser)]
#[command(name = "strongroom-spin-host", about = "Runs a Spin application for the tests")]
pub(crate) enum CommandLine {
    /// Serves an application
    Up(Up),
}

#[derive(Args)]
pub(crate) struct Up {
    /// The application's spin.toml
    #[arg(long)]
    pub(crate) from: PathBuf,
    #[arg(long, default_value = "127.0.0.1:3000")]
    pub(crate) listen: SocketAddr,
    /// Folder of the database
    #[arg(long)]
    pub(crate) state_dir: PathBuf,
    /// A variable of the application
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) variables: Vec<(String, String)>,
    /// How the address is told. There is one way here
    #[arg(long = "format", value_enum)]
    _format: Option<Format>,
    /// Requests over the life of an instance
    #[arg(long, default_value_t = 128)]
    max_instance_reuse_count: usize,
    /// Requests in an instance at one time
    #[arg(long, default_value_t = 16)]
    max_instance_concurrent_reuse_count: usize,
    /// Seconds that an idle instance is kept
    #[arg(long, default_value_t = 1)]
    idle_instance_timeout: u64,
    /// Wait up to so many milliseconds before each statement; not of Spin
    #[arg(long, default_value_t = 0)]
    delay_statements: u64,
    /// A name that leads to an address of this machine; not of Spin
    #[arg(long = "resolve", value_name = "NAME=ADDR", value_parser = name)]
    names: Vec<(String, SocketAddr)>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
}

impl Up {
    pub(crate) const fn reuse(&self) -> Reuse {
        Reuse {
            uses: self.max_instance_reuse_count,
            at_once: self.max_instance_concurrent_reuse_count,
            idle: Duration::from_secs(self.idle_instance_timeout),
        }
    }

    pub(crate) fn names(&self) -> Names {
        Names::new(self.names.iter().cloned().collect())
    }

    pub(crate) const fn delay(&self) -> Delay {
        Delay(Duration::from_millis(self.delay_statements))
    }
}

fn name(text: &str) -> Result<(String, SocketAddr), String> {
    let (name, address) = text.split_once('=').ok_or("is no NAME=ADDR")?;
    Ok((name.to_owned(), address.parse().map_err(|_| "the address is none")?))
}

fn variable(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("is no NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
