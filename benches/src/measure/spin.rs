//! The application for Spin, by Spin or by the host that stands in for it in the tests.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::contender::Contender;
use super::server::Server;
use crate::settings::Run;

/// How many requests an instance serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reuse {
    /// As many as Spin lets it.
    AsUsual,
    /// One: each pays for a cold start.
    Never,
}

/// # Errors
/// It does not start.
pub(super) async fn contender(
    name: &'static str,
    settings: &Run,
    reuse: Reuse,
) -> anyhow::Result<Contender> {
    let (program, manifest) = (&settings.spin_program, settings.application());
    ensure!(manifest.is_file(), "{} is missing", manifest.display());
    let key = format!("bench {} current", BASE64.encode(random()?));
    let code = BASE64.encode(random()?);
    let command = |data: &Path| {
        let mut command = Command::new(program);
        command.arg("up").arg("--from").arg(&manifest).arg("--state-dir").arg(data);
        command.args(["--format", "json"]);
        if reuse == Reuse::Never {
            command.args(["--max-instance-reuse-count", "1"]);
        }
        command.env("SPIN_VARIABLE_ROOT_KEYS", key).env("SPIN_VARIABLE_SETUP_CODE", &code);
        command
    };
    Ok(Contender::alone(Server::set_up(name, &code, command).await?))
}

fn random() -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok().context("the system gives no randomness")?;
    Ok(bytes)
}
