//! Asking a service whether a secret's value works.
//!
//! The value leaves the vault for its type and, if the type so wishes, for the service. So it takes
//! leave to reveal, and how it ended is on the record before the answer.

use strongroom_model::audit::Event;
use strongroom_model::{FieldName, Outcome, Owner, SecretKey};
use strongroom_ports::Clock;
use strongroom_ports::audit::AuditStore;
use strongroom_ports::catalogue::{About, Catalogue, Failure};
use strongroom_ports::sealing::{Place, Sealing};
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Error, Verdict};

use crate::reveal::Wanted;
use crate::{VaultService, outcome};

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore + AuditStore,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    pub(crate) async fn check_value(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Verdict, Error> {
        let located = self.locate(session, owner, key, None, Wanted::of(None)).await?;
        let current = self.open(&located).await?;
        let names: Vec<FieldName> = current.iter().map(|field| field.name.clone()).collect();
        let Place { owner, secret, version } = located.place;
        let event = |outcome| Event::SecretChecked { owner, secret, version, outcome };

        let about = About { name: located.metadata.name, now: self.clock.now() };
        match self.catalogue.check(&key.type_name, &about, current).await {
            Ok(()) => {
                let record = self.record(session, event(Outcome::Done));
                self.store.append(record).await.map_err(outcome::log)?;
                Ok(Verdict::Works)
            }
            Err(error) => match self.not_done(session, (None, key, &names), error, event).await {
                Error::Refused { step: None, failure: Failure::Rejected(said) } => {
                    Ok(Verdict::Rejected(said))
                }
                error => Err(error),
            },
        }
    }
}
