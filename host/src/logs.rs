//! The log: to standard error, as text or JSON.
//!
//! What may be in it: ids, methods, paths without queries, statuses, times, addresses of clients.
//! Never a header, a body, a query, or anything that came out of the core but a status.

use std::io;

use tracing::level_filters::LevelFilter;

use crate::settings::{LogFormat, LogLevel, Logs};

/// From here on `tracing` goes to standard error.
pub(crate) fn start(logs: &Logs) {
    let level = match logs.log_level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    // Wasmtime and Cranelift tell everything they do at debug, cranelift much of it at info.
    let filter = tracing_subscriber::filter::Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("strongroom", level)
        .with_target("strongroom_database", level);
    let written = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
    use tracing_subscriber::util::SubscriberInitExt as _;
    let layer = match logs.log_format {
        LogFormat::Text => written.with_ansi(false).boxed(),
        LogFormat::Json => written.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(layer.with_filter(filter)).init();
}
