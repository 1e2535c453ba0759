//! `strongroom-bench`: what it costs that Strongroom's logic runs as components.
//!
//! `baseline` is a native server over the very crates that the components wrap. `measure` starts it
//! and the real host, loads both with the same secrets and takes turns between them; `load` is what
//! sends the requests. What this is not: a test of what is answered beyond what a wrong measurement
//! would need to go unseen.

mod baseline;
mod load;
mod measure;
mod settings;

use clap::Parser as _;

use settings::{Command, CommandLine};

/// As in the host: what is wiped there is wiped in the baseline too.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> anyhow::Result<()> {
    let line = CommandLine::parse();
    match line.command {
        Some(Command::Baseline(settings)) => baseline::serve(&settings),
        Some(Command::Run(settings)) => measure::run(&settings),
        None => measure::run(&line.run),
    }
}
