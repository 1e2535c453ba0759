//! `strongroom env`: variables as a file or as lines for a shell.

mod forms;

use clap::{Args, ValueEnum};

use crate::connection::Connection;
use crate::offline::Offline;
use crate::outfile::OutFile;
use crate::selection::{Selection, checked};

#[derive(Debug, Args)]
pub struct Env {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    offline: Offline,

    /// Who is to read it
    #[arg(long, short, value_enum, default_value_t = Form::Posix)]
    format: Form,

    #[command(flatten)]
    to: OutFile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A POSIX shell, with `.` or `eval`
    Posix,
    /// Compose, as env_file or .env
    Compose,
    /// `docker run --env-file`
    Docker,
    /// Libraries that read .env, in what they agree on
    Dotenv,
    /// An object of texts
    Json,
    /// A mapping of texts
    Yaml,
}

impl Env {
    /// # Errors
    /// The server refused or cannot be asked, or the format cannot hold a value.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let (request, plain) = self.selection.request(&self.connection)?;
        let mut variables = self.offline.obtain(&self.connection, &request)?;
        variables.extend(plain);
        let written = forms::write(self.format, &checked(variables)?)?;
        self.to.write(written.expose())
    }
}
