//! `strongroom type …`: what can be told to it.
//!
//! Unlike a server's settings these are arguments of one deed, so they have neither variables nor
//! names in the file, but for the folder of types itself.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Output, default_core};

/// Where an operator's types are.
#[derive(Debug, Args)]
pub(crate) struct Folder {
    /// Folder of secret types, with their manifest [default: types beside the core]
    #[arg(long, env = "STRONGROOM_TYPES", value_name = "DIR")]
    pub(crate) types: Option<PathBuf>,

    /// File of settings; of those in it, `types` counts here
    #[arg(long, env = "STRONGROOM_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

impl Folder {
    pub(crate) fn path(&self) -> PathBuf {
        self.types.clone().unwrap_or_else(|| default_core().with_file_name("types"))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Type {
    /// Make a project for a new secret type, ready to be built
    New(New),
    /// Say whether a component would be taken, and what it could do
    Check(Check),
    /// Run a component's cases, and compare its form and renderings with the snapshot
    Test(Test),
    /// Add a component to the folder of types; a server that runs picks it up
    Add(Box<Add>),
    /// List the types in the folder, and whether they can be loaded
    List(List),
    /// Take a type out of the folder; its secrets stay, masked and deletable
    Remove(Remove),
    /// Show one type: its fields, its renderings, what it may do
    Inspect(Inspect),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Rust,
    Js,
    Python,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// Language of the project
    #[arg(long, value_name = "LANG")]
    pub(crate) lang: Language,

    /// Name of the project and its folder: lower-case letters, digits and `-`
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The component
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    #[command(flatten)]
    pub(crate) allowed: Allowed,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The component
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// File of cases [default: cases.toml beside FILE, or in this folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: Option<PathBuf>,

    /// Write the snapshot, which lies beside the cases, instead of comparing
    #[arg(long)]
    pub(crate) update: bool,

    #[command(flatten)]
    pub(crate) output: Output,
}

/// What the operator allows one type.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What it is allowed")]
pub(crate) struct Allowed {
    /// A host that a connected type may reach: `name`, `name:port`, `*.name` or `http://name`; once
    /// for each
    #[arg(long = "host", value_name = "HOST")]
    pub(crate) hosts: Vec<String>,

    /// Let it reach those hosts at addresses that are not public
    #[arg(long, requires = "hosts")]
    pub(crate) private: bool,

    /// Certificates in PEM that its services are signed with: a file in the folder of types
    #[arg(long, value_name = "FILE", requires = "hosts")]
    pub(crate) ca: Option<String>,

    /// MiB of memory of one call
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub(crate) memory_mib: Option<u32>,

    /// Milliseconds of computing of one call
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=600_000))]
    pub(crate) time_ms: Option<u32>,

    /// Requests that one call may send
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) requests: Option<u32>,

    /// Milliseconds of one call that may send requests, waiting included
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=600_000))]
    pub(crate) rotation_time_ms: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The component
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    #[command(flatten)]
    pub(crate) folder: Folder,

    #[command(flatten)]
    pub(crate) allowed: Allowed,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) folder: Folder,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The type's id, or the name of its file
    #[arg(value_name = "ID|FILE")]
    pub(crate) which: String,

    #[command(flatten)]
    pub(crate) folder: Folder,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A component, or the id or file name of a type in the folder
    #[arg(value_name = "FILE|ID")]
    pub(crate) which: String,

    #[command(flatten)]
    pub(crate) folder: Folder,

    #[command(flatten)]
    pub(crate) output: Output,
}
