//! `strongroom type …`: secret types as their authors and operators handle them.
//!
//! A component is looked at in the same sandbox that a server runs it in, and the manifest is
//! changed by the code that reads it; in here is what is said about it. Works on files alone: a
//! server that runs notices by itself.

mod bundle;
mod cases;
mod check;
mod folder;
mod new;
mod report;
mod snapshot;
mod subject;
mod templates;
mod test;

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::plugins::{self, Report};
use crate::settings::Type;

pub(super) use bundle::bundle;

pub(super) fn run(command: &Type) -> anyhow::Result<()> {
    match command {
        Type::New(settings) => new::new(settings),
        Type::Check(settings) => check::check(settings),
        Type::Test(settings) => test::test(settings),
        Type::Add(settings) => folder::add(settings),
        Type::List(settings) => folder::list(settings),
        Type::Remove(settings) => folder::remove(settings),
        Type::Inspect(settings) => folder::inspect(settings),
    }
}

/// The bytes of a component that a person named.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let limit = plugins::Options::default().file_bytes;
    let named = || path.display();
    let metadata = path.metadata().with_context(|| format!("cannot read {}", named()))?;
    ensure!(metadata.is_file(), "{} is not a file; name the component", named());
    let file = File::open(path).with_context(|| format!("cannot read {}", named()))?;
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", named()))?;
    ensure!(
        bytes.len() as u64 <= limit,
        "{} is larger than {} MiB, the most a secret type may be",
        named(),
        limit >> 20
    );
    Ok(bytes)
}

fn inspect(path: &Path, bytes: &[u8]) -> anyhow::Result<Report> {
    patiently(&format!("compiling {}", path.display()), || {
        plugins::inspect(bytes, &plugins::Options::default(), cache().as_deref())
    })
    .with_context(|| format!("{} would not be taken", path.display()))
}

/// Where machine code is kept from one command to the next, since compiling an interpreter takes
/// seconds: in the user's folder for such things. What others could have written is not used.
fn cache() -> Option<PathBuf> {
    let named = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = named("XDG_CACHE_HOME").or_else(|| Some(named("HOME")?.join(".cache")))?;
    let folder = caches.join("strongroom");
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    made.is_ok().then_some(folder)
}

/// Says what takes so long, once it has.
fn patiently<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (done, waiting) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waiting.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout)
            {
                use std::io::Write as _;
                // Standard error may be gone; then nobody waits.
                let _ = writeln!(std::io::stderr(), "{what} …");
            }
        });
        let answer = work();
        drop(done);
        answer
    })
}
