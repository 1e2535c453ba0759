//! `strongroom`: the native host.
//!
//! `settings` says what can be told to it, `commands` does it. `server` speaks HTTP, `core` runs
//! the component that holds all logic, `plugins` the secret types, `console` the web console's
//! files, `issuers` fetches the keys of identity providers; `data_folder`, `database`, `root_key` and
//! `private_file` keep what is kept. Routes, SQL and cryptography are the core's.

mod commands;
mod console;
mod core;
mod data_folder;
mod database;
mod http_client;
mod issuers;
mod logs;
mod plugins;
mod private_file;
mod root_key;
mod server;
mod settings;

use std::process::ExitCode;

/// Wipes whatever is freed: bodies, headers and values pass through buffers of libraries that know
/// nothing of secrets. mimalloc below it, since the system's allocator took a tenth of a request.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<mimalloc::MiMalloc> =
    zeroizing_alloc::ZeroAlloc(mimalloc::MiMalloc);

fn main() -> ExitCode {
    let line = match settings::parse(std::env::args_os()) {
        Ok(line) => line,
        Err(error) => error.exit(),
    };
    strongroom_cli::failure::end("strongroom", commands::run(line))
}
