//! The credential of a context, in a file that its owner alone can read. It says which server it is
//! for, and is sent to no other, whatever becomes of the context.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use strongroom_client::{Credential, Failure, Issued, SecretString};
use zeroize::Zeroizing;

use crate::login::provider::{self, Session};
use crate::private_file;

/// Without `Debug`: what it holds is secret.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) server: String,
    #[serde(flatten)]
    pub(crate) credential: Kind,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Kind {
    Token {
        token: String,
    },
    Client {
        id: String,
        secret: String,
    },
    /// Of an OpenID Connect provider.
    Provider(Session),
}

impl Kind {
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Token { .. } => "token",
            Self::Client { .. } => "client",
            Self::Provider(_) => "provider",
        }
    }

    /// `path` is where it is kept: what a provider renews is written there.
    pub(crate) fn into_credential(self, path: &Path) -> Credential {
        match self {
            Self::Token { token } => Credential::token(SecretString::from(token)),
            Self::Client { id, secret } => Credential::client(id, SecretString::from(secret)),
            Self::Provider(_) => {
                let path = path.to_owned();
                Credential::function(move || {
                    let path = path.clone();
                    async move { session_token(&path).await.map_err(Failure::from) }
                })
            }
        }
    }
}

impl Kept {
    /// None where there is none.
    ///
    /// # Errors
    /// It cannot be read, others can read it too, or it is not of its form.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        let Some(text) = private_file::read(path)? else { return Ok(None) };
        // Nothing of the file is repeated.
        let kept = serde_json::from_str(&text).map_err(|_| {
            anyhow::anyhow!("{} is not as it was written: sign in again", path.display())
        })?;
        Ok(Some(kept))
    }

    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(folder) = path.parent() {
            private_file::folder(folder)?;
        }
        let content = Zeroizing::new(serde_json::to_vec(self)?);
        private_file::write(path, &content, private_file::MODE)
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Whether there was one.
    pub(crate) fn forget(path: &Path) -> anyhow::Result<bool> {
        let _ = std::fs::remove_file(lock_of(path));
        match std::fs::remove_file(path) {
            Ok(()) => Ok(true),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(why) => Err(why).with_context(|| format!("cannot delete {}", path.display())),
        }
    }
}

/// The identity token, renewed where it ends soon. A refresh token is good for one use at many
/// providers, so commands that run side by side take turns.
async fn session_token(path: &Path) -> anyhow::Result<Issued> {
    if let Some(issued) = session(path)?.1.issued() {
        return Ok(issued);
    }
    let lock = File::create(lock_of(path)).context("cannot lock the credential")?;
    flock(&lock, FlockOperation::LockExclusive)?;
    let (server, session) = session(path)?;
    // Another was faster.
    if let Some(issued) = session.issued() {
        return Ok(issued);
    }
    let session = provider::renewed(session).await?;
    let issued = session.issued().context("the provider gives tokens that end at once")?;
    Kept { server, credential: Kind::Provider(session) }.write(path)?;
    Ok(issued)
}

fn session(path: &Path) -> anyhow::Result<(String, Session)> {
    match Kept::read(path)? {
        Some(Kept { server, credential: Kind::Provider(session) }) => Ok((server, session)),
        _ => anyhow::bail!("you are signed out: `strongroom login`"),
    }
}

fn lock_of(path: &Path) -> PathBuf {
    // No context is called so: a name begins with a letter or a digit.
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    path.with_file_name(name)
}
