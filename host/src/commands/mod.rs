//! What the program can be told to do.

mod arrangement;
mod output;
pub(crate) mod remote;
mod serve;
mod types;

use crate::settings::{Command, CommandLine, Output, Storage, Token};
use crate::{core, logs};
use arrangement::Arrangement;

/// # Errors
/// Whatever keeps the command from being done, in a sentence for the operator.
pub(crate) fn run(line: CommandLine) -> anyhow::Result<()> {
    match line.command {
        Command::Serve(settings) => serve::serve(&settings),
        Command::Init(storage) => init(&storage),
        Command::Token(Token::CreateOwner(storage)) => create_owner_token(&storage),
        Command::Token(Token::Remote(token)) => token.run(),
        Command::Remote(command) => remote::run(command),
        Command::Type(command) => types::run(&command),
        Command::Bundle(settings) => types::bundle(&settings),
        Command::Version(Output { json }) => output::version(json),
    }
}

fn init(storage: &Storage) -> anyhow::Result<()> {
    logs::start(&storage.logs);
    let _lock = arrangement::layout(storage)?.lock()?;
    let arrangement = Arrangement::make(storage, arrangement::ALONE)?;
    let first_owner = block_on(async {
        let mut core = arrangement.bootstrap().await?;
        core.migrate().await?;
        core.initialize().await
    })??;
    output::initialized(storage, first_owner)
}

/// Takes no lock: the database lets two processes write, and who has lost the only token should not
/// have to stop the server for another.
fn create_owner_token(storage: &Storage) -> anyhow::Result<()> {
    logs::start(&storage.logs);
    let layout = arrangement::layout(storage)?;
    anyhow::ensure!(
        layout.database().exists(),
        "there is no database in {}: run `strongroom init` first",
        storage.data.display()
    );
    let arrangement = Arrangement::make(storage, arrangement::ALONE)?;
    let owner = block_on(async { arrangement.bootstrap().await?.owner_token().await })??;
    let owner = owner.ok_or_else(|| {
        anyhow::anyhow!("the database has no owner yet: run `strongroom init` first")
    })?;
    output::owner_token(storage, owner)
}

fn block_on<T>(
    work: impl Future<Output = Result<T, core::Error>>,
) -> std::io::Result<Result<T, core::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(work))
}
