//! Notices that the folder of secret types has changed.
//!
//! It is read once a second: a manifest is small, and what file systems tell of changes by
//! themselves they do not tell over a network or for a folder that was put in another's place.

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::catalogue::Catalogue;
use super::manifest::{self, Digest, Stamp, stamp};

const INTERVAL: Duration = Duration::from_secs(1);

/// Keeps a catalogue as its folder says, until it is dropped.
pub(crate) struct Watch {
    wake: mpsc::Sender<()>,
}

impl Watch {
    /// # Errors
    /// No thread can be started.
    pub(crate) fn start(catalogue: Catalogue) -> std::io::Result<Self> {
        let (wake, woken) = mpsc::channel();
        // Before anything else happens: what changes from here on is noticed.
        let mut seen = Seen::now(&catalogue);
        let watch = move || {
            loop {
                let asked = match woken.recv_timeout(INTERVAL) {
                    Ok(()) => true,
                    Err(RecvTimeoutError::Timeout) => false,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
                let now = Seen::now(&catalogue);
                if asked || now != seen {
                    catalogue.reload();
                    // Of the files as they were before: a change while they were read is one more.
                    seen = Seen { manifest: now.manifest, files: Seen::now(&catalogue).files };
                }
            }
        };
        std::thread::Builder::new().name("secret types".into()).spawn(watch)?;
        Ok(Self { wake })
    }

    /// Reads the folder now, changed or not.
    pub(crate) fn reload(&self) {
        // The thread ends with this handle and not before.
        let _ = self.wake.send(());
    }
}

/// What the folder looked like.
#[derive(PartialEq, Eq)]
struct Seen {
    manifest: Option<Digest>,
    /// Files that were of no use: one may have been put right, or have arrived after the manifest.
    files: Vec<(PathBuf, Option<Stamp>)>,
}

impl Seen {
    fn now(catalogue: &Catalogue) -> Self {
        let (folder, refused) = catalogue.watched();
        let bytes = manifest::bytes(&folder).ok();
        let files = refused.into_iter().map(|file| (stamp(&file), file));
        Self {
            manifest: bytes.map(|bytes| Digest::of(&bytes)),
            files: files.map(|(stamp, file)| (file, stamp)).collect(),
        }
    }
}
