//! `strongroom inject`: a template with its references filled in, whole or not at all.

mod template;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Args;
use strongroom_client::SecretBytes;

use crate::connection::Connection;
use crate::offline::Offline;
use crate::outfile::OutFile;
use crate::selection::{Meant, Request};
use template::Template;

/// More than any configuration, and little enough to hold.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

#[derive(Debug, Args)]
pub struct Inject {
    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    offline: Offline,

    /// The template; standard input unless it is given
    #[arg(long, short, value_name = "FILE")]
    input: Option<PathBuf>,

    #[command(flatten)]
    to: OutFile,
}

impl Inject {
    /// # Errors
    /// A reference is none or has no value, or a file cannot be read or written.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let text = self.template()?;
        let called = match self.file() {
            Some(file) => file.display().to_string(),
            None => "standard input".to_owned(),
        };
        let template: Template<'_> = Template::read(&text).with_context(|| called)?;
        let references: BTreeSet<_> = template.references().collect();
        let named = references
            .into_iter()
            .map(|reference| (reference.to_string(), Meant::Reference(reference.clone())));
        let request = Request { named: named.collect(), ..Request::default() };
        let values = self.offline.obtain(&self.connection, &request)?;
        let filled = SecretBytes::from(template.filled(&values)?);
        self.to.write(filled.expose())
    }

    fn file(&self) -> Option<&Path> {
        self.input.as_deref().filter(|file| *file != Path::new("-"))
    }

    fn template(&self) -> anyhow::Result<String> {
        let mut text = String::new();
        let read = match self.file() {
            Some(file) => {
                let opened = File::open(file).with_context(|| file.display().to_string())?;
                opened.take(MOST_BYTES + 1).read_to_string(&mut text)
            }
            None => {
                ensure!(
                    !self.connection.reads_standard_input(),
                    "the token and the template cannot both be standard input: say --input FILE"
                );
                io::stdin().lock().take(MOST_BYTES + 1).read_to_string(&mut text)
            }
        };
        read.context("the template cannot be read as text")?;
        ensure!(text.len() as u64 <= MOST_BYTES, "the template has more than 16 MiB");
        Ok(text)
    }
}
