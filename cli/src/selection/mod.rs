//! Which secrets are meant, and as which variables: what `run` and `env` have in common.
//!
//! `request` is that as data, `plan` finds the secrets with what may be known of them without their
//! values, `reveal` asks for the values, `variables` says what may be a variable. Names of variables
//! are the server's: a whole secret is read in its type's own `dotenv-shell`, so that a job has the
//! variables that the file would have. What it is not: a place that keeps values.

mod env_file;
mod lines;
mod plan;
mod request;
mod reveal;
mod variables;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

pub(crate) use plan::Plan;
pub(crate) use request::{Meant, Request};
pub(crate) use variables::{Variable, checked};

use crate::connection::Connection;
use crate::owner::Whose;
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct Selection {
    #[command(flatten)]
    whose: Whose,

    #[command(flatten)]
    choice: Choice,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Which secrets [default: all of the owner]")]
struct Choice {
    /// One, or one field of one: NAME, NAME.FIELD or a reference sr://…; can be repeated
    #[arg(long = "secret", short, value_name = "SECRET", value_parser = Meant::read)]
    secrets: Vec<Meant>,

    /// Those that have this label; of several labels, all
    #[arg(long = "label", short, value_name = "KEY=TEXT", value_parser = words::label)]
    labels: Vec<(String, String)>,

    /// One as a variable of this name; can be repeated
    #[arg(long = "env", short = 'e', value_name = "VARIABLE=SECRET", value_parser = mapping)]
    mapped: Vec<(String, Meant)>,

    /// Variables of a file, with references sr://… in place of secrets; can be repeated
    #[arg(long = "env-file", value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Begins the names of variables, but those that --env and --env-file give
    #[arg(long, value_name = "TEXT", value_parser = prefix)]
    prefix: Option<String>,
}

impl Selection {
    /// As data, and the variables of files that are no secrets.
    ///
    /// # Errors
    /// A file cannot be read, or nothing says whose secrets are meant.
    pub(crate) fn request(
        &self,
        connection: &Connection,
    ) -> anyhow::Result<(Request, Vec<Variable>)> {
        let choice = &self.choice;
        let nothing_is_named = choice.secrets.is_empty()
            && choice.labels.is_empty()
            && choice.mapped.is_empty()
            && choice.files.is_empty();
        let mut request = Request {
            owner: self.whose.given(connection)?,
            all: nothing_is_named || !choice.labels.is_empty(),
            labels: choice.labels.clone(),
            secrets: choice.secrets.clone(),
            named: choice.mapped.clone(),
            prefix: choice.prefix.clone().unwrap_or_default(),
        };
        let mut plain = Vec::new();
        for file in &choice.files {
            let name = || file.display().to_string();
            let text = std::fs::read_to_string(file).with_context(name)?;
            for (variable, value) in env_file::read(&text).with_context(name)? {
                match value {
                    env_file::Value::Reference(reference) => {
                        request.named.push((variable, Meant::Reference(reference)));
                    }
                    env_file::Value::Plain(value) => {
                        plain.push(Variable { name: variable, value, from: name() });
                    }
                }
            }
        }
        Ok((request, plain))
    }
}

fn mapping(text: &str) -> Result<(String, Meant), String> {
    let (variable, secret) = text.split_once('=').ok_or("must be VARIABLE=SECRET")?;
    if !strongroom_rendering::variable::is_name(variable) {
        return Err("must begin with the name of a variable: letters, digits and `_`".to_owned());
    }
    Ok((variable.to_owned(), Meant::read(secret)?))
}

fn prefix(text: &str) -> Result<String, String> {
    if strongroom_rendering::variable::is_name(text) {
        Ok(text.to_owned())
    } else {
        Err("must be letters, digits and `_`, and begin with no digit".to_owned())
    }
}
