//! What was deleted: brought back, or gone for good.
//!
//! Nothing runs between requests on every platform, so what has had its time is purged by whoever
//! looks at the owner's lists or changes what is deleted, a few at a time. Until then it is there for
//! nobody: no list has it and it cannot be restored.

use strongroom_audit::Record;
use strongroom_model::audit::Event;
use strongroom_model::metadata::{ListQuery, Metadata, Problem, SortBy};
use strongroom_model::{Action, Name, Owner, ParseError, SecretKey};
use strongroom_ports::Clock;
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::{VaultService, outcome};

/// As many as one request purges beside what it is for.
const SWEPT: u32 = 8;

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    C: Clock,
    S: Session,
{
    pub(crate) async fn restore_secret(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        name: Option<String>,
    ) -> Result<Metadata, Error> {
        self.permit(session, Action::Delete, owner, Some(key), None).await?;
        let name = name.map(|name| name.parse::<Name>()).transpose();
        let name = name.map_err(|error: ParseError| {
            Error::Invalid(vec![Problem::new("name", error.to_string())])
        })?;
        let found = self.store.get_deleted(owner, key).await.map_err(outcome::store)?;
        if self.has_had_its_time(&found) {
            self.sweep(session, owner).await;
            return Err(Error::NotFound);
        }
        let version = found.version;
        let event = Event::SecretRestored { owner, secret: key.clone(), version };
        let record = self.record(session, event);
        self.store.restore(owner, key, name, record).await.map_err(outcome::store)
    }

    pub(crate) async fn purge_secret(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<(), Error> {
        self.permit(session, Action::Delete, owner, Some(key), None).await?;
        let found = self.store.get_deleted(owner, key).await.map_err(outcome::store)?;
        let version = found.version;
        let event = Event::SecretPurged { owner, secret: key.clone(), version };
        let record = self.record(session, event);
        self.store.purge(owner, key, record).await.map_err(outcome::store)
    }

    pub(crate) fn has_had_its_time(&self, deleted: &Metadata) -> bool {
        deleted.purge_at() <= self.clock.now()
    }

    /// Purges what has had its time, the oldest first. What does not work now is for the next request:
    /// nobody asked for it.
    pub(crate) async fn sweep(&self, session: &S, owner: Owner) {
        let oldest = ListQuery { deleted: true, ..ListQuery::first(SortBy::Updated, SWEPT) };
        let Ok(found) = self.store.list(owner, oldest).await else { return };
        for deleted in found.entries.iter().filter(|deleted| self.has_had_its_time(deleted)) {
            let (secret, version) = (deleted.key.clone(), deleted.version);
            let event = Event::SecretPurged { owner, secret, version };
            // It is in nobody's name: whoever asks now has nothing to do with it.
            let record = Record { caller: None, ..self.record(session, event) };
            if self.store.purge(owner, &deleted.key, record).await.is_err() {
                return;
            }
        }
    }
}
