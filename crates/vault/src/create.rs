//! Making a secret.

use strongroom_model::audit::Event;
use strongroom_model::metadata::Metadata;
use strongroom_model::{Action, Id, Name, Owner, SecretKey, TypeName, VersionNumber};
use strongroom_ports::catalogue::Catalogue;
use strongroom_ports::sealing::{Place, Sealing};
use strongroom_ports::secrets::{self, NewSecret, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Draft, Error};
use strongroom_ports::{Clock, Random};

use crate::problems::{Problems, TYPE};
use crate::sealed::copies;
use crate::{ATTEMPTS, VaultService, draft, outcome};

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    R: Random,
    S: Session,
{
    /// The key is drawn before leave is asked, so that one permit serves both as leave and for the
    /// sealer. Where the type is no name at all there can be no key, and leave is asked without.
    pub(crate) async fn create_secret(
        &self,
        session: &S,
        owner: Owner,
        draft: Draft,
    ) -> Result<Metadata, Error> {
        let Ok(type_name) = draft.type_name.parse::<TypeName>() else {
            self.permit(session, Action::Create, owner, None, None).await?;
            return Err(self.without_type(draft).await);
        };
        let key = SecretKey { type_name, id: self.draw_id()? };
        let place = Place { owner, secret: key, version: VersionNumber::FIRST };
        let permit = self
            .permit(session, Action::Create, owner, Some(&place.secret), Some(place.version))
            .await?;

        let mut problems = Problems::default();
        let name = problems.check("name", draft.name.parse::<Name>());
        draft::description(&draft.description, &mut problems);
        let labels = draft::labels(draft.labels, &mut problems);
        draft::expiry(draft.expires_at, self.clock.now(), &mut problems);
        let rotate_every = draft::period(draft.rotate_every, &mut problems);
        let type_name = Some(&place.secret.type_name);
        let fields = draft::value(&self.catalogue, type_name, draft.fields, &mut problems).await;
        let name = match name {
            Some(name) if problems.is_empty() => name,
            _ => return Err(problems.into_error(&self.catalogue, type_name).await),
        };

        for _ in 0..ATTEMPTS {
            let sealed = self.seal(&permit, &place, copies(&fields)).await?;
            let secret = NewSecret {
                owner,
                key: place.secret.clone(),
                name: name.clone(),
                description: draft.description.clone(),
                labels: labels.clone(),
                sealed: sealed.version,
                new_owner_key: sealed.new_owner_key,
                expires_at: draft.expires_at,
                rotate_every,
            };
            let event = Event::SecretCreated {
                owner,
                secret: place.secret.clone(),
                version: place.version,
            };
            match self.store.insert(secret, self.record(session, event)).await {
                Err(secrets::Error::OwnerKeyChanged) => {}
                answer => return answer.map_err(outcome::store),
            }
        }
        Err(Error::Unavailable)
    }

    /// Everything else that is wrong with a draft whose type is no name.
    async fn without_type(&self, draft: Draft) -> Error {
        let mut problems = Problems::default();
        problems.check(TYPE, draft.type_name.parse::<TypeName>());
        problems.check("name", draft.name.parse::<Name>());
        draft::description(&draft.description, &mut problems);
        draft::labels(draft.labels, &mut problems);
        draft::expiry(draft.expires_at, self.clock.now(), &mut problems);
        draft::period(draft.rotate_every, &mut problems);
        draft::value(&self.catalogue, None, draft.fields, &mut problems).await;
        problems.into_error(&self.catalogue, None).await
    }

    fn draw_id(&self) -> Result<Id, Error> {
        let mut random = [0; 16];
        self.random.fill(&mut random).map_err(outcome::no_randomness)?;
        Ok(Id::new(self.clock.now(), random))
    }
}
