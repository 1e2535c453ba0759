//! What is logged, and how it looks.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Logs {
    /// Form of the log, which goes to standard error
    #[arg(long, env = "STRONGROOM_LOG_FORMAT", value_name = "FORM", default_value = "text")]
    pub(crate) log_format: LogFormat,

    /// The least that is logged; requests are `info`
    #[arg(long, env = "STRONGROOM_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    pub(crate) log_level: LogLevel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
}
