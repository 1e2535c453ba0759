//! `strongroom bundle`: what can be told to it. Arguments of one deed, like those of `strongroom type`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Output, default_core};

#[derive(Debug, Args)]
pub(crate) struct Bundle {
    /// A secret type beside the built-in ones; once for each
    #[arg(long = "type", value_name = "FILE")]
    pub(crate) types: Vec<PathBuf>,

    /// A host that a connected type may reach, as `type add --host` takes it; once for each
    #[arg(long = "grant", value_name = "ID=HOST")]
    pub(crate) grants: Vec<String>,

    /// An identity provider whose keys are fetched from there, or that has them there; once for each
    #[arg(long = "issuer", value_name = "URL")]
    pub(crate) issuers: Vec<String>,

    /// Who decides
    #[arg(long, value_name = "WHO", default_value = "roles")]
    pub(crate) authorizer: Authorizer,

    /// Where everything is kept
    #[arg(long, value_name = "WHERE", default_value = "sqlite")]
    pub(crate) store: Store,

    /// Folder of the components, as `edge` of what is shipped [default: edge beside the core]
    #[arg(long, value_name = "DIR")]
    pub(crate) components: Option<PathBuf>,

    /// The application's file; its spin.toml is written beside it
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) form: Output,
}

impl Bundle {
    pub(crate) fn components(&self) -> PathBuf {
        let beside = || default_core().with_file_name("edge");
        self.components.clone().unwrap_or_else(beside)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Authorizer {
    /// Roles alone
    Roles,
    /// Roles, and policies of organizations
    Cedar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Store {
    /// Spin's SQLite
    Sqlite,
    /// A PostgreSQL that the variable `database_url` names
    Postgres,
}
