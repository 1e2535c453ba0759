//! `strongroom-client`: the commands that ask a server, for where no server runs.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use strongroom_cli::{Token, failure};

/// Wipes whatever is freed: values pass through buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Asks a Strongroom server: secrets for people and jobs.
#[derive(Debug, Parser)]
#[command(name = "strongroom-client", version, propagate_version = true, after_help = failure::EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tokens of your own
    #[command(subcommand)]
    Token(Token),
    #[command(flatten)]
    Other(strongroom_cli::Command),
}

fn main() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Token(token) => token.run(),
        Command::Other(command) => command.run(CommandLine::command),
    };
    failure::end("strongroom-client", done)
}
