//! `strongroom run`: a command with secrets in its environment, and nowhere else.
//!
//! Without `--watch` the program becomes the command: signals, terminal and exit code are the
//! command's own. With it, `watch` stays beside the command and looks at the server now and then.

mod signal;
mod watch;

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use anyhow::Context as _;
use clap::Args;

use crate::connection::{self, Connection};
use crate::offline::Offline;
use crate::selection::{Meant, Request, Selection, Variable, checked};
use watch::Watch;

pub(crate) use signal::Received;
pub(crate) use watch::{ended, hand_on};

#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    offline: Offline,

    #[command(flatten)]
    watch: Watch,

    /// Leave STRONGROOM_TOKEN, STRONGROOM_TOKEN_FILE and STRONGROOM_CLIENT_SECRET to the command
    #[arg(long)]
    keep_credentials: bool,

    /// What to run, with its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Run {
    /// Does not come back where the command takes this program's place.
    ///
    /// # Errors
    /// The server refused or cannot be asked, the command cannot be started, or it has ended: with
    /// the code that this program is to end with.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let (mut request, plain) = self.selection.request(&self.connection)?;
        own_references(&mut request)?;
        let program = Program {
            words: self.command,
            plain,
            without: if self.keep_credentials { &[] } else { &connection::CREDENTIALS },
        };
        if self.watch.is_wanted() {
            return watch::run(&self.watch, &self.offline, &self.connection, &request, program);
        }
        let values = self.offline.obtain(&self.connection, &request)?;
        let error = program.command(values)?.exec();
        Err(error).with_context(|| program.called())
    }
}

/// What is started, maybe again and again.
struct Program {
    words: Vec<OsString>,
    /// Variables that are no secrets.
    plain: Vec<Variable>,
    /// Variables that it is not to have.
    without: &'static [&'static str],
}

impl Program {
    fn called(&self) -> String {
        let name = self.words.first().map(|word| word.to_string_lossy().into_owned());
        format!("{} cannot be started", crate::words::plain(&name.unwrap_or_default()))
    }

    fn command(&self, values: Vec<Variable>) -> anyhow::Result<Command> {
        let (name, arguments) = self.words.split_first().context("there is no command")?;
        let mut command = Command::new(name);
        command.args(arguments);
        for name in self.without {
            command.env_remove(name);
        }
        let plain = self.plain.iter().map(Variable::duplicate);
        for Variable { name, value, .. } in checked(values.into_iter().chain(plain).collect())? {
            command.env(name, value.expose());
        }
        Ok(command)
    }
}

/// Variables of this program's own whose values are references.
fn own_references(request: &mut Request) -> anyhow::Result<()> {
    for (name, value) in std::env::vars_os() {
        let (Some(name), Some(value)) = (name.to_str(), value.to_str()) else { continue };
        let is_given = request.named.iter().any(|(given, _)| given == name);
        if name.starts_with("STRONGROOM_") || is_given || !value.starts_with("sr://") {
            continue;
        }
        let meant =
            Meant::read(value).map_err(|why| anyhow::anyhow!("the variable {name}: {why}"))?;
        request.named.push((name.to_owned(), meant));
    }
    Ok(())
}
