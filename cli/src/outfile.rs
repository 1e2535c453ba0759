//! Where something secret is written: to standard output, or to a file that its owner alone can read.

use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::private_file;

#[derive(Debug, Args)]
pub(crate) struct OutFile {
    /// To this file, which is whole or as it was before; standard output unless it is given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Who may read the file, in octal
    #[arg(long, value_name = "MODE", requires = "output", default_value = "600", value_parser = mode)]
    mode: u32,
}

impl OutFile {
    pub(crate) const fn is_file(&self) -> bool {
        self.output.is_some()
    }

    /// # Errors
    /// It cannot be written; then a file is as it was.
    pub(crate) fn write(&self, content: &[u8]) -> anyhow::Result<()> {
        if let Some(path) = &self.output {
            return private_file::write(path, content, self.mode)
                .with_context(|| format!("{} is as it was", path.display()));
        }
        let mut out = io::stdout().lock();
        out.write_all(content)?;
        Ok(out.flush()?)
    }
}

fn mode(text: &str) -> Result<u32, String> {
    match u32::from_str_radix(text, 8) {
        // Without its owner's leave to read, nobody could use it.
        Ok(mode) if mode <= 0o777 && mode & 0o400 != 0 => Ok(mode),
        _ => Err("must be like 600 or 0640, with leave to read for its owner".to_owned()),
    }
}
