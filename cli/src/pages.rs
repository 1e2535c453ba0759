//! What shells and `man` are told of the command line, made from its own description.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap_complete::Shell;

#[derive(Debug, Args)]
pub struct Completion {
    /// Whose language
    shell: Shell,

    /// What the program is called here
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Completion {
    pub(crate) fn run(self, mut program: clap::Command) -> anyhow::Result<()> {
        let name = self.name.unwrap_or_else(|| program.get_name().to_owned());
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, name, &mut script);
        let mut out = std::io::stdout().lock();
        out.write_all(&script)?;
        Ok(out.flush()?)
    }
}

#[derive(Debug, Args)]
pub struct Man {
    /// Folder to write them to, such as ~/.local/share/man/man1
    folder: PathBuf,
}

impl Man {
    pub(crate) fn run(self, program: clap::Command) -> anyhow::Result<()> {
        let place = || self.folder.display().to_string();
        fs::create_dir_all(&self.folder).with_context(place)?;
        clap_mangen::generate_to(program, &self.folder).with_context(place)
    }
}
