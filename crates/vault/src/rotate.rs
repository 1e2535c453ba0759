//! Replacing a value at the service that it opens.
//!
//! The next value is kept, sealed, before anything is done with it. The step that a rotation is at
//! moves on when the step before was seen to end; so after a crash, or a service that was down, the
//! next call goes on with the same next value at the step that may not have been done. The current
//! value stays until the last of them has worked.
//!
//! INVARIANT: the next value is in the clear only in here and in its type; at rest it is sealed for
//! the version that it is to become, and only from `promote_next` on it is that version.

use strongroom_model::audit::Event;
use strongroom_model::metadata::{Metadata, Problem};
use strongroom_model::{Action, Outcome, Owner, Rotation, RotationStep, SecretKey, VersionNumber};
use strongroom_ports::Clock;
use strongroom_ports::audit::AuditStore;
use strongroom_ports::catalogue::{About, Catalogue, Failure, Field, RotationError, Step};
use strongroom_ports::sealing::{Place, Sealing};
use strongroom_ports::secrets::{self, NextValue, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::reveal::{Located, Wanted};
use crate::sealed::copies;
use crate::{ATTEMPTS, VaultService, outcome};

/// One rotation, for one request.
struct Job<'r, S> {
    session: &'r S,
    owner: Owner,
    key: &'r SecretKey,
    about: About,
    /// Of the next value.
    version: VersionNumber,
}

impl<S> Job<'_, S> {
    fn ended(&self, step: RotationStep, outcome: Outcome) -> Event {
        let (owner, secret, version) = (self.owner, self.key.clone(), self.version);
        Event::RotationStepped { owner, secret, version, step, outcome }
    }

    fn place(&self) -> Place {
        Place { owner: self.owner, secret: self.key.clone(), version: self.version }
    }

    const fn at(&self, step: RotationStep) -> Rotation {
        Rotation { step, version: self.version }
    }
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore + AuditStore,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    S: Session,
{
    pub(crate) async fn rotate_value(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, Error> {
        let located = self.locate(session, owner, key, None, Wanted::of(None)).await?;
        let under_way = located.metadata.rotation;
        let version = match under_way {
            Some(rotation) => Some(rotation.version),
            None => located.version().next(),
        };
        let leave = self.permit(session, Action::Update, owner, Some(key), version).await?;
        let Some(version) = version else {
            let message = "must stay as it is: the secret has had all its versions";
            return Err(Error::Invalid(vec![Problem::new("value", message)]));
        };
        let current = self.open(&located).await?;
        let Located { metadata, .. } = located;
        let about = About { name: metadata.name.clone(), now: self.clock.now() };
        let job = Job { session, owner, key, about, version };

        let (next, step) = match under_way {
            None => (self.create(&job, &leave, &current).await?, RotationStep::Set),
            Some(Rotation { step: RotationStep::Revoke, .. }) => {
                let previous = self.previous(&job).await?;
                return self.revoke(&job, metadata, current, previous).await;
            }
            Some(Rotation { step, .. }) => (self.kept(&job).await?, step),
        };
        let promoted = self.go_on(&job, step, &current, &next).await?;
        self.revoke(&job, promoted, next, current).await
    }

    pub(crate) async fn drop_next(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<(), Error> {
        let found = match self.store.get(owner, key).await {
            Ok(found) => found,
            Err(secrets::Error::NotFound) => {
                return Err(self.missing(session, Action::Update, owner, key).await);
            }
            Err(error) => return Err(outcome::store(error)),
        };
        self.permit(session, Action::Update, owner, Some(key), None).await?;
        let Some(at) = found.rotation else { return Ok(()) };
        let dropped = Event::RotationDropped { owner, secret: key.clone(), version: at.version };
        let record = self.record(session, dropped);
        self.store.end_rotation(owner, key, at, record).await.map_err(outcome::store)
    }

    /// The next value, kept.
    async fn create(
        &self,
        job: &Job<'_, S>,
        leave: &S::Permit,
        current: &[Field],
    ) -> Result<Vec<Field>, Error> {
        let type_name = &job.key.type_name;
        let made = match self.catalogue.create_next(type_name, &job.about, copies(current)).await {
            // Its predecessor would be revoked at the end, and with it this.
            Ok(next) if are_same(&next, current) => {
                let said = "the type made the value that is current already".to_owned();
                Err(RotationError::Refused(Failure::Failed(said)))
            }
            made => made,
        };
        let next = match made {
            Ok(next) => next,
            Err(error) => {
                return Err(self.step_failed(job, RotationStep::Create, current, error).await);
            }
        };
        let seen = previous_of(job.version).ok_or(Error::Internal)?;
        for _ in 0..ATTEMPTS {
            let sealed = self.seal(leave, &job.place(), copies(&next)).await?;
            let kept = NextValue { sealed: sealed.version, new_owner_key: sealed.new_owner_key };
            let record = self.record(job.session, job.ended(RotationStep::Create, Outcome::Done));
            match self.store.begin_rotation(job.owner, job.key, seen, kept, record).await {
                Ok(()) => return Ok(next),
                Err(secrets::Error::OwnerKeyChanged) => {}
                Err(secrets::Error::Stale(_)) => return Err(Error::RotationChanged),
                Err(error) => return Err(outcome::store(error)),
            }
        }
        Err(Error::Unavailable)
    }

    /// The next value that an earlier call kept.
    async fn kept(&self, job: &Job<'_, S>) -> Result<Vec<Field>, Error> {
        let found = self.store.next_value(job.owner, job.key, job.version).await;
        let (sealed, owner_key) = found.map_err(outcome::store)?;
        let (key, version) = (Some(job.key), Some(job.version));
        let permit = self.permit(job.session, Action::Reveal, job.owner, key, version).await?;
        let opened = self.sealer.open(&permit, &owner_key, &job.place(), &sealed).await;
        opened.map_err(outcome::opening)
    }

    /// The value that was current before the next one was.
    async fn previous(&self, job: &Job<'_, S>) -> Result<Vec<Field>, Error> {
        let version = previous_of(job.version).ok_or(Error::Internal)?;
        let wanted = Wanted::of(None);
        let located = self.locate(job.session, job.owner, job.key, Some(version), wanted).await?;
        self.open(&located).await
    }

    /// From a step on to where the next value is the current one.
    async fn go_on(
        &self,
        job: &Job<'_, S>,
        mut step: RotationStep,
        current: &[Field],
        next: &[Field],
    ) -> Result<Metadata, Error> {
        loop {
            let (asked, then) = match step {
                RotationStep::Set => (Step::Set, RotationStep::Test),
                RotationStep::Test => (Step::Test, RotationStep::Finish),
                RotationStep::Finish => (Step::Finish, RotationStep::Revoke),
                RotationStep::Create | RotationStep::Revoke => return Err(Error::Internal),
            };
            let (before, after) = (copies(current), copies(next));
            let type_name = &job.key.type_name;
            let done = self.catalogue.step(type_name, asked, &job.about, before, after).await;
            if let Err(error) = done {
                return Err(self.step_failed(job, step, next, error).await);
            }
            let record = self.record(job.session, job.ended(step, Outcome::Done));
            let (owner, key) = (job.owner, job.key);
            if step == RotationStep::Finish {
                let promoted = self.store.promote_next(owner, key, job.version, record).await;
                return promoted.map_err(outcome::store);
            }
            let advanced = self.store.advance_rotation(owner, key, job.at(step), then, record);
            advanced.await.map_err(outcome::store)?;
            step = then;
        }
    }

    /// Ends the value before, and with that the rotation.
    async fn revoke(
        &self,
        job: &Job<'_, S>,
        mut metadata: Metadata,
        current: Vec<Field>,
        previous: Vec<Field>,
    ) -> Result<Metadata, Error> {
        let step = RotationStep::Revoke;
        // Somebody may have written the old value back: what is current is not revoked.
        if !are_same(&current, &previous) {
            let (type_name, about) = (&job.key.type_name, &job.about);
            let now = copies(&current);
            let done = self.catalogue.step(type_name, Step::Revoke, about, now, previous).await;
            if let Err(error) = done {
                return Err(self.step_failed(job, step, &current, error).await);
            }
        }
        let record = self.record(job.session, job.ended(step, Outcome::Done));
        let ended = self.store.end_rotation(job.owner, job.key, job.at(step), record).await;
        ended.map_err(outcome::store)?;
        metadata.rotation = None;
        Ok(metadata)
    }

    async fn step_failed(
        &self,
        job: &Job<'_, S>,
        step: RotationStep,
        value: &[Field],
        error: RotationError,
    ) -> Error {
        let names: Vec<_> = value.iter().map(|field| field.name.clone()).collect();
        let about = (Some(step), job.key, names.as_slice());
        self.not_done(job.session, about, error, |outcome| job.ended(step, outcome)).await
    }
}

fn previous_of(version: VersionNumber) -> Option<VersionNumber> {
    VersionNumber::new(version.get().checked_sub(1)?).ok()
}

/// Whether two values have the same fields with the same bytes. Both are ours: how long it takes
/// tells nobody anything.
fn are_same(one: &[Field], other: &[Field]) -> bool {
    let has = |field: &Field| {
        other.iter().any(|o| o.name == field.name && o.value.expose() == field.value.expose())
    };
    one.len() == other.len() && one.iter().all(has)
}
