//! Changing a secret: its metadata, its value by a next version, or both at once.
//!
//! A change is written against the state it was made from. Where another writer was first, it is
//! written again over the new state as long as the caller's precondition, if there is one, holds
//! there: without one the last writer wins.

use strongroom_model::audit::Event;
use strongroom_model::metadata::{Labels, Metadata, Precondition, Problem, State};
use strongroom_model::{Action, Name, Owner, SecretKey, Timestamp, TypeName};
use strongroom_ports::Clock;
use strongroom_ports::catalogue::{Catalogue, Field};
use strongroom_ports::sealing::{Place, Sealing};
use strongroom_ports::secrets::{self, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Change, Error};

use crate::problems::Problems;
use crate::sealed::copies;
use crate::{ATTEMPTS, VaultService, draft, outcome};

/// A change that is fit to be written.
pub(crate) struct Checked {
    name: Option<Name>,
    description: Option<String>,
    labels: Option<Labels>,
    fields: Option<Vec<Field>>,
    expires_at: Option<Option<Timestamp>>,
    rotate_every: Option<Option<u32>>,
}

/// What a change is made from, and the leave for it.
struct Base<P> {
    current: Metadata,
    permit: P,
    /// Of the next version; none where the value stays.
    place: Option<Place>,
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    pub(crate) async fn update_secret(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, Error> {
        let gives_value = change.fields.is_some();
        let mut base = self.base(session, owner, key, expected, gives_value).await?;
        let checked = self.check(&key.type_name, change).await?;
        if checked.is_empty() {
            return Ok(base.current);
        }
        let mut attempt = 1;
        loop {
            let answer = self.write(session, owner, key, &base, &checked).await?;
            match answer {
                Err(secrets::Error::Stale(_) | secrets::Error::OwnerKeyChanged)
                    if attempt < ATTEMPTS =>
                {
                    attempt += 1;
                    base = self.base(session, owner, key, expected, gives_value).await?;
                }
                // The caller's own precondition held each time: it is others who were faster.
                Err(secrets::Error::Stale(_)) => return Err(Error::Unavailable),
                answer => return answer.map_err(outcome::store),
            }
        }
    }

    /// Reads the secret, asks leave, for a change of value leave for exactly the version that it
    /// makes, and only then says what is wrong.
    async fn base(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        gives_value: bool,
    ) -> Result<Base<S::Permit>, Error> {
        let current = match self.store.get(owner, key).await {
            Ok(current) => current,
            Err(secrets::Error::NotFound) => {
                return Err(self.missing(session, Action::Update, owner, key).await);
            }
            Err(error) => return Err(outcome::store(error)),
        };
        let next = current.version.next().filter(|_| gives_value);
        let permit = self.permit(session, Action::Update, owner, Some(key), next).await?;
        let state = State { version: current.version, revision: current.revision };
        if expected.is_some_and(|expected| !expected.holds(state)) {
            return Err(Error::Stale(state));
        }
        if gives_value && next.is_none() {
            let message = "must stay as it is: the secret has had all its versions";
            return Err(Error::Invalid(vec![Problem::new("value", message)]));
        }
        let place = next.map(|version| Place { owner, secret: key.clone(), version });
        Ok(Base { current, permit, place })
    }

    pub(crate) async fn check(
        &self,
        type_name: &TypeName,
        change: Change,
    ) -> Result<Checked, Error> {
        let mut problems = Problems::default();
        let name = change.name.and_then(|name| problems.check("name", name.parse::<Name>()));
        if let Some(text) = &change.description {
            draft::description(text, &mut problems);
        }
        let labels = change.labels.map(|labels| draft::labels(labels, &mut problems));
        draft::expiry(change.expires_at.flatten(), self.clock.now(), &mut problems);
        let rotate_every = change.rotate_every.map(|seconds| draft::period(seconds, &mut problems));
        let type_name = Some(type_name);
        let fields = match change.fields {
            Some(fields) => {
                Some(draft::value(&self.catalogue, type_name, fields, &mut problems).await)
            }
            None => None,
        };
        if problems.is_empty() {
            let Change { description, expires_at, .. } = change;
            Ok(Checked { name, description, labels, fields, expires_at, rotate_every })
        } else {
            Err(problems.into_error(&self.catalogue, type_name).await)
        }
    }

    /// One try. The inner answer is the store's.
    async fn write(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        base: &Base<S::Permit>,
        checked: &Checked,
    ) -> Result<Result<Metadata, secrets::Error>, Error> {
        let Base { current, permit, place } = base;
        let mut change = secrets::Change {
            name: checked.name.clone(),
            description: checked.description.clone(),
            labels: checked.labels.clone(),
            expires_at: checked.expires_at,
            rotate_every: checked.rotate_every,
            ..secrets::Change::default()
        };
        let mut version = current.version;
        if let (Some(place), Some(fields)) = (place, &checked.fields) {
            let sealed = self.seal(permit, place, copies(fields)).await?;
            change.sealed = Some(sealed.version);
            change.new_owner_key = sealed.new_owner_key;
            version = place.version;
        }
        let seen = Precondition { version: current.version, revision: Some(current.revision) };
        let event = Event::SecretUpdated { owner, secret: key.clone(), version };
        Ok(self.store.update(owner, key, seen, change, self.record(session, event)).await)
    }
}

impl Checked {
    const fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.description.is_none()
            && self.labels.is_none()
            && self.fields.is_none()
            && self.expires_at.is_none()
            && self.rotate_every.is_none()
    }
}
