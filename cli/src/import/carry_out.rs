//! Writes what was planned, one after another, and takes it back where it cannot go on.
//!
//! What was created is deleted, unless somebody changed it since; what was updated gets its former
//! value as a further version. A write whose answer was lost may have been done, and is said to be.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use strongroom_client::{Change, Client, Error, Owner, Secret};

use super::plan::Entry;

pub(super) const CREATED: &str = "created";
pub(super) const UPDATED: &str = "updated";
const NOT_BEGUN: &str = "not begun";
const REFUSED: &str = "not done";
const UNKNOWN: &str = "not known: look whether it was written";
const DELETED: &str = "created and deleted again";
const PUT_BACK: &str = "updated and put back";
const STILL_CREATED: &str = "created, and still there";
const STILL_UPDATED: &str = "updated, and not put back";

/// # Errors
/// A write failed, or somebody interrupted; the outcomes of the entries say in what state each is.
pub(super) async fn carry_out(
    client: &Client,
    owner: &Owner,
    entries: &mut [Entry],
) -> anyhow::Result<()> {
    let interrupted = watched();
    let mut failure = None;
    let mut done = Vec::new();
    for (position, entry) in entries.iter_mut().enumerate() {
        if entry.draft.is_none() {
            continue;
        }
        if failure.is_some() || interrupted.load(Ordering::Relaxed) {
            failure.get_or_insert_with(|| anyhow::anyhow!("interrupted"));
            entry.outcome = Some(NOT_BEGUN);
            continue;
        }
        match write(client, owner, entry).await {
            Ok(secret) => {
                entry.outcome = Some(if entry.current.is_some() { UPDATED } else { CREATED });
                done.push((position, secret));
            }
            Err(error) => {
                entry.outcome = Some(if is_certain(&error) { REFUSED } else { UNKNOWN });
                failure = Some(error.into());
            }
        }
    }
    let Some(failure) = failure else { return Ok(()) };
    let mut is_undone = !entries.iter().any(|entry| entry.outcome == Some(UNKNOWN));
    for (position, secret) in done.into_iter().rev() {
        if let Some(entry) = entries.get_mut(position) {
            is_undone &= take_back(client, entry, &secret).await;
        }
    }
    Err(failure.context(if is_undone {
        "nothing was imported: all that had been written was taken back"
    } else {
        "the import failed, and not all that was written could be taken back: the table says what \
         there is"
    }))
}

/// Whether somebody has asked for an end. A write that is under way is waited for, so that its end
/// is known.
fn watched() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&interrupted);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            told.store(true, Ordering::Relaxed);
        }
    });
    interrupted
}

async fn write(client: &Client, owner: &Owner, entry: &mut Entry) -> Result<Secret, Error> {
    let Some(draft) = entry.draft.take() else { return Err(Error::Uncertain) };
    match &entry.current {
        None => client.create(owner, &draft).await,
        Some(current) => {
            let expires_at = draft.expires_at.map(Some);
            let change = Change { value: Some(draft.value), expires_at, ..Change::default() };
            let secret = &current.secret;
            client.update(&secret.location, &change, secret.as_read()).await
        }
    }
}

/// Whether the server said that it was not done, or cannot have heard of it.
fn is_certain(error: &Error) -> bool {
    match error {
        Error::Refused(problem) | Error::Stale(problem) => problem.status < 500,
        Error::Unreachable { .. } | Error::NotStrongroom { .. } | Error::Uncertain => false,
        _ => true,
    }
}

async fn take_back(client: &Client, entry: &mut Entry, secret: &Secret) -> bool {
    let (done, outcome, else_outcome) = match entry.current.take() {
        None => {
            let done = client.delete(&secret.location, secret.as_read()).await;
            (done.is_ok(), DELETED, STILL_CREATED)
        }
        Some(former) => {
            // An end goes with its value.
            let expires_at = Some(former.secret.expires_at);
            let change = Change { value: Some(former.value), expires_at, ..Change::default() };
            let done = client.update(&secret.location, &change, secret.as_read()).await;
            (done.is_ok(), PUT_BACK, STILL_UPDATED)
        }
    };
    entry.outcome = Some(if done { outcome } else { else_outcome });
    done
}
