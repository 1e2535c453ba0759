//! Removing a secret, for a time at first: see `undo`.

use strongroom_model::audit::Event;
use strongroom_model::metadata::Precondition;
use strongroom_model::{Action, Owner, SecretKey};
use strongroom_ports::Clock;
use strongroom_ports::secrets::{self, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::{ATTEMPTS, VaultService, outcome};

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    C: Clock,
    S: Session,
{
    /// The record of a deletion names the version that was current. Without a precondition of the
    /// caller's the version is therefore read and made one, and read again where a writer was first.
    pub(crate) async fn delete_secret(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
    ) -> Result<(), Error> {
        self.permit(session, Action::Delete, owner, Some(key), None).await?;
        let mut attempt = 1;
        loop {
            let seen = match expected {
                Some(expected) => expected,
                None => {
                    let current = self.store.get(owner, key).await.map_err(outcome::store)?;
                    Precondition { version: current.version, revision: None }
                }
            };
            let event = Event::SecretDeleted { owner, secret: key.clone(), version: seen.version };
            let record = self.record(session, event);
            match self.store.delete(owner, key, Some(seen), record).await {
                Err(secrets::Error::Stale(_)) if expected.is_none() => {
                    if attempt == ATTEMPTS {
                        return Err(Error::Unavailable);
                    }
                    attempt += 1;
                }
                Ok(()) => {
                    self.sweep(session, owner).await;
                    return Ok(());
                }
                Err(error) => return Err(outcome::store(error)),
            }
        }
    }
}
