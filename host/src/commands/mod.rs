//! What the program can be told to do.

mod arrangement;
mod copy;
mod output;
mod serve;
mod types;

use clap::CommandFactory as _;

use crate::logs;
use crate::settings::{Command, CommandLine, DatabaseCommand, Output, Storage, Token};
use arrangement::{Arrangement, Wanted};

/// # Errors
/// Whatever keeps the command from being done, in a sentence for the operator.
pub(crate) fn run(line: CommandLine) -> anyhow::Result<()> {
    match line.command {
        Command::Serve(settings) => serve::serve(&settings),
        Command::Init(storage) => init(&storage),
        Command::Token(Token::CreateOwner(storage)) => create_owner_token(&storage),
        Command::Token(Token::Remote(token)) => token.run(),
        Command::Remote(command) => command.run(CommandLine::command),
        Command::Database(DatabaseCommand::Copy(settings)) => copy::copy(&settings),
        Command::Type(command) => types::run(&command),
        Command::Bundle(settings) => types::bundle(&settings),
        Command::Version(Output { json }) => output::version(json),
    }
}

fn init(storage: &Storage) -> anyhow::Result<()> {
    logs::start(&storage.logs);
    let _lock = arrangement::layout(storage)?.lock()?;
    let arrangement = Arrangement::make(storage, arrangement::ALONE, Wanted::Any)?;
    let first_owner = block_on(arrangement.set_up())??;
    output::initialized(storage, first_owner)
}

/// Takes no lock: the database lets two processes write, and who has lost the only token should not
/// have to stop the server for another.
fn create_owner_token(storage: &Storage) -> anyhow::Result<()> {
    logs::start(&storage.logs);
    let arrangement = Arrangement::make(storage, arrangement::ALONE, Wanted::SetUp)?;
    let owner = block_on(async { Ok(arrangement.bootstrap().await?.owner_token().await?) })??;
    let owner = owner.ok_or_else(|| {
        anyhow::anyhow!("the database has no owner yet: run `strongroom init` first")
    })?;
    output::owner_token(storage, owner)
}

fn block_on<T>(
    work: impl Future<Output = anyhow::Result<T>>,
) -> std::io::Result<anyhow::Result<T>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(work))
}
