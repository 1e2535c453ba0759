//! What a server said last, kept sealed on this machine for when it is away: by choice alone.
//!
//! It is used only when the server cannot be reached or cannot answer. A refusal is an answer: what
//! was kept is then removed. `sealed` is the bytes, `folder` the files. What it is not: a cache that
//! spares requests; the server is asked each time.

mod folder;
mod sealed;

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use clap::Args;
use strongroom_client::{Credential, Error, Retries};
use strongroom_secret_bytes::SecretBytes;

use crate::api::Api;
use crate::connection::Connection;
use crate::durations::{duration, spoken};
use crate::failure::of_client;
use crate::output::show::note;
use crate::selection::{Plan, Request, Variable};
use crate::words::plain;
use folder::Folder;
use sealed::Sealer;

/// The word for the folder that nobody named.
const USUAL: &str = "auto";
/// A job waits for something better than the server's longest answer.
const TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
#[command(next_help_heading = "When the server is away")]
pub(crate) struct Offline {
    /// Keep what is read, sealed with the credential, and use it when the server cannot be reached;
    /// without a folder in $XDG_CACHE_HOME/strongroom or ~/.cache/strongroom
    #[arg(
        long, env = "STRONGROOM_CACHE", value_name = "DIR", num_args = 0..=1, require_equals = true,
        default_missing_value = USUAL
    )]
    cache: Option<PathBuf>,

    /// How long after it was read it may be used
    #[arg(
        long, env = "STRONGROOM_CACHE_MAX_AGE", value_name = "TIME", default_value = "12h",
        value_parser = duration
    )]
    max_age: Duration,
}

impl Offline {
    /// The values of a request, of the server or of before. Its runtime is gone when this returns.
    ///
    /// # Errors
    /// The server refused, or is away and nothing that was kept may be used.
    pub(crate) fn obtain(
        &self,
        connection: &Connection,
        request: &Request,
    ) -> anyhow::Result<Vec<Variable>> {
        if request.is_empty() {
            return Ok(Vec::new());
        }
        let session = self.open(connection)?;
        let kept = self.kept(&session, request)?;
        Ok(self.read(&session, kept.as_ref(), request, false)?.1)
    }

    pub(crate) fn open(&self, connection: &Connection) -> anyhow::Result<(Api, Credential)> {
        connection.open_by(|builder| match self.cache {
            None => builder,
            Some(_) => builder.timeout(TIMEOUT).retries(Retries { count: 1, ..Retries::default() }),
        })
    }

    /// Where the answer to a request is kept; None where that is not wanted.
    ///
    /// # Errors
    /// There is no folder for it, or nothing to seal it with.
    pub(crate) fn kept(
        &self,
        (api, credential): &(Api, Credential),
        request: &Request,
    ) -> anyhow::Result<Option<Kept>> {
        let Some(folder) = self.folder()? else { return Ok(None) };
        let sealer = Sealer::new(material(api, credential)?, &api.client().server(), request);
        Ok(Some(Kept { folder, sealer, max_age: self.max_age }))
    }

    /// The values, with the plan that they were read by where they are of the server.
    ///
    /// # Errors
    /// As [`Self::obtain`].
    pub(crate) fn read(
        &self,
        (api, _): &(Api, Credential),
        kept: Option<&Kept>,
        request: &Request,
        watched: bool,
    ) -> anyhow::Result<(Option<Plan>, Vec<Variable>)> {
        let read = api.wait(async {
            let plan = Plan::make(api.client(), request, watched).await?;
            let variables = plan.reveal(api.client()).await?;
            Ok((plan, variables))
        });
        match (read, kept) {
            (Ok((plan, variables)), kept) => {
                if let Some(kept) = kept {
                    kept.keep(&variables)?;
                }
                Ok((Some(plan), variables))
            }
            (Err(error), None) => Err(error),
            (Err(error), Some(kept)) if is_away(&error) => Ok((None, kept.instead_of(error)?)),
            (Err(error), Some(kept)) => {
                kept.forget_if_refused(&error)?;
                Err(error)
            }
        }
    }

    fn folder(&self) -> anyhow::Result<Option<Folder>> {
        let Some(named) = &self.cache else { return Ok(None) };
        if named.as_os_str() != USUAL {
            return Ok(Some(Folder::new(named.clone())));
        }
        let variable = |name| std::env::var_os(name).map(PathBuf::from);
        let cache = variable("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| Some(variable("HOME")?.join(".cache")))
            .context("there is no home folder to keep anything in: say --cache=DIR")?;
        Ok(Some(Folder::new(cache.join("strongroom"))))
    }
}

/// What is kept of one request, with one credential.
pub(crate) struct Kept {
    folder: Folder,
    sealer: Sealer,
    max_age: Duration,
}

impl Kept {
    /// A job has what it needs now; that it would not have it offline is worth a word.
    ///
    /// # Errors
    /// Not even that word can be said.
    pub(crate) fn keep(&self, variables: &[Variable]) -> anyhow::Result<()> {
        match self.put(variables) {
            Ok(()) => Ok(()),
            Err(error) => note(&format!("nothing was kept for when the server is away: {error:#}")),
        }
    }

    /// # Errors
    /// It cannot be removed.
    pub(crate) fn forget_if_refused(&self, error: &anyhow::Error) -> anyhow::Result<()> {
        if is_refusal(error) { self.folder.remove(&self.sealer.name()?) } else { Ok(()) }
    }

    fn put(&self, variables: &[Variable]) -> anyhow::Result<()> {
        let sealed = self.sealer.seal(variables, now()?, self.max_age.as_secs())?;
        self.folder.write(&self.sealer.name()?, &sealed)
    }

    /// `error` says why the server could not be asked.
    fn instead_of(&self, error: anyhow::Error) -> anyhow::Result<Vec<Variable>> {
        match self.get() {
            Ok((variables, age)) => {
                let why = of_client(&error).map_or_else(|| error.to_string(), Error::to_string);
                note(&format!(
                    "{}: going on with what was read {} ago and kept in {}",
                    plain(&why),
                    spoken(age),
                    self.folder.path().display()
                ))?;
                Ok(variables)
            }
            Err(why) => Err(error.context(format!("nothing that was kept can be used: {why:#}"))),
        }
    }

    fn get(&self) -> anyhow::Result<(Vec<Variable>, Duration)> {
        let sealed = self.folder.read(&self.sealer.name()?)?.with_context(|| {
            format!(
                "there is nothing in {} for this server, credential and selection",
                self.folder.path().display()
            )
        })?;
        let (variables, age) = self.sealer.open(&sealed, now()?, self.max_age.as_secs())?;
        Ok((variables, Duration::from_secs(age)))
    }
}

fn now() -> anyhow::Result<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Ok(since.context("this machine's clock is before 1970")?.as_secs())
}

/// What the key follows from: what the caller has to have to be let in.
fn material(api: &Api, credential: &Credential) -> anyhow::Result<SecretBytes> {
    let bytes = |kind: &str, text: &str| SecretBytes::from(format!("{kind}\0{text}"));
    match credential {
        Credential::Token(token) => Ok(bytes("token", token.expose())),
        // Read anew, and not asked of anyone.
        Credential::File(_) => {
            Ok(bytes("token", api.wait(api.client().get_bearer_token())?.expose()))
        }
        Credential::Client { id, secret } => {
            Ok(bytes("client", &format!("{id}\0{}", secret.expose())))
        }
        Credential::Function(_) => anyhow::bail!(
            "a session that renews itself leaves nothing to seal with: use --cache with a token or a \
             client's id and secret"
        ),
    }
}

/// Nobody answered, or somebody said that the server cannot now.
fn is_away(error: &anyhow::Error) -> bool {
    match of_client(error) {
        Some(Error::Unreachable { .. }) => true,
        Some(Error::NotStrongroom { status, .. }) => matches!(status, 502..=504),
        Some(error) => error.problem().is_some_and(|problem| matches!(problem.status, 502..=504)),
        None => false,
    }
}

/// The credential is not taken, may not, or there is no such secret.
fn is_refusal(error: &anyhow::Error) -> bool {
    match of_client(error) {
        Some(Error::Unresolved { .. }) => true,
        Some(error) => error.problem().is_some_and(|problem| (400..500).contains(&problem.status)),
        None => false,
    }
}
