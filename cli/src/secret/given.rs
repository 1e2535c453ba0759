//! What a command line gives of a value: in arguments, from files, on standard input.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use clap::Args;
use strongroom_client::{SecretString, TypeDescription};

use crate::ask;
use crate::output::show;
use crate::words::plain;

pub(super) type Fields = BTreeMap<String, SecretString>;

#[derive(Debug, Args)]
#[command(next_help_heading = "Value")]
pub(super) struct Given {
    /// A field whose value is no secret, such as a user name: an argument is seen by others
    // Taken as it is: what clap refuses, it repeats.
    #[arg(long, short, value_name = "FIELD=TEXT", value_parser = argument)]
    field: Vec<Arc<SecretString>>,

    /// A field from a file, to the byte
    #[arg(long, value_name = "FIELD=FILE", value_parser = file)]
    from_file: Vec<(String, PathBuf)>,

    /// A field from standard input, without the line break at its end
    #[arg(long, value_name = "FIELD")]
    from_stdin: Option<String>,

    /// Leave a field out from now on
    #[arg(long, value_name = "FIELD")]
    pub(super) unset: Vec<String>,

    /// Say nothing where a sensitive field is in an argument
    #[arg(long)]
    no_warning: bool,
}

impl Given {
    pub(super) const fn is_empty(&self) -> bool {
        self.field.is_empty()
            && self.from_file.is_empty()
            && self.from_stdin.is_none()
            && self.unset.is_empty()
    }

    /// # Errors
    /// A file cannot be read, a field is given twice or is none of the type's.
    pub(super) fn read(&self, kind: &TypeDescription) -> anyhow::Result<Fields> {
        let mut fields = Fields::new();
        let mut put = |name: &str, value: SecretString| {
            ensure!(
                kind.fields.iter().any(|field| field.name == name),
                "a {} has no field {}; it has {}",
                plain(&kind.title),
                plain(name),
                names(kind)
            );
            let twice = fields.insert(name.to_owned(), value).is_some();
            ensure!(!twice, "the field {} is given twice", plain(name));
            Ok(())
        };
        for argument in &self.field {
            let (name, value) = pair(argument.expose()).context("--field")?;
            put(name, value.into())?;
            let is_sensitive = |name| kind.fields.iter().any(|f| f.name == name && f.sensitive);
            if is_sensitive(name) && !self.no_warning {
                show::note(&format!(
                    "warning: {name} is sensitive and was an argument: it is in your shell's \
                     history, and was in the list of processes. Use --from-stdin or --from-file, \
                     or let it be asked for."
                ))?;
            }
        }
        for (name, path) in &self.from_file {
            put(name, from_file(path)?)?;
        }
        if let Some(name) = &self.from_stdin {
            put(name, ask::standard_input()?)?;
        }
        for name in &self.unset {
            let both = fields.contains_key(name);
            ensure!(!both, "the field {} is given and left out", plain(name));
        }
        Ok(fields)
    }
}

pub(super) fn from_file(path: &PathBuf) -> anyhow::Result<SecretString> {
    let read = || -> anyhow::Result<SecretString> {
        Ok(SecretString::from(ask::all_of(File::open(path)?)?.as_str()))
    };
    read().with_context(|| path.display().to_string())
}

fn names(kind: &TypeDescription) -> String {
    kind.fields.iter().map(|field| plain(&field.name)).collect::<Vec<_>>().join(", ")
}

#[expect(clippy::unnecessary_wraps, reason = "the form that clap wants")]
fn argument(text: &str) -> Result<Arc<SecretString>, std::convert::Infallible> {
    Ok(Arc::new(SecretString::from(text)))
}

fn file(text: &str) -> Result<(String, PathBuf), String> {
    let (name, path) = pair(text).map_err(|why| why.to_string())?;
    Ok((name.to_owned(), PathBuf::from(path)))
}

fn pair(text: &str) -> anyhow::Result<(&str, &str)> {
    let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
    pair.context("must be FIELD=…")
}
