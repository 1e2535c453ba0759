//! `strongroom-bench`: what it costs that Strongroom's logic runs as components.
//!
//! `baseline` is a native server over the very crates that the components wrap. `measure` starts it
//! and the real host, loads both with the same secrets and takes turns between them; `load` is what
//! sends the requests. `plug_ins` measures secret types and what others feel of hostile ones. What this is not: a test of what is answered beyond what a wrong measurement
//! would need to go unseen.

mod baseline;
mod load;
mod measure;
mod plug_ins;
mod settings;

use std::process::ExitCode;

use clap::Parser as _;

use settings::{Command, CommandLine};

/// As in the host: what is wiped there is wiped in the baseline too.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<mimalloc::MiMalloc> =
    zeroizing_alloc::ZeroAlloc(mimalloc::MiMalloc);

fn main() -> ExitCode {
    let line = CommandLine::parse();
    let done = match line.command {
        Some(Command::Baseline(settings)) => baseline::serve(&settings),
        Some(Command::Run(settings)) => measure::run(&settings),
        Some(Command::PlugIns(settings)) => plug_ins::run(&settings),
        None => measure::run(&line.run),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write as _;
            // Standard error may be gone; there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "strongroom-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}
