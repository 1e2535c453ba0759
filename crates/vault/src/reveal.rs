//! Giving out a value.
//!
//! The ciphertext is read first, because leave is given for an exact version and only the store
//! knows the current one; ciphertext is no secret to the vault. The audit record is written when the
//! value is open and before it leaves: a value that could not be opened was not revealed, and one
//! that could not be recorded is not.

use strongroom_model::access::Deed;
use strongroom_model::audit::Event;
use strongroom_model::metadata::{Metadata, Problem, Stamp};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{Action, FieldName, FormatName, Owner, SecretKey, VersionNumber, limits};
use strongroom_ports::Clock;
use strongroom_ports::catalogue::Field;
use strongroom_ports::sealing::{Place, Sealing};
use strongroom_ports::secrets::{self, SealedSecret, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Error, Revealed};

use crate::{VaultService, outcome};

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    Se: Sealing<Permit = S::Permit>,
    C: Clock,
    S: Session,
{
    pub(crate) async fn reveal_value(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<Revealed, Error> {
        let located = self.locate(session, owner, key, version, Wanted::of(fields)).await?;
        let version = located.version();
        let fields = self.open(&located).await?;
        let metadata = self.record_revealed(session, located, None).await?;
        Ok(Revealed { metadata, version, fields })
    }

    /// Reads the ciphertext and asks leave for it.
    pub(crate) async fn locate(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        wanted: Wanted,
    ) -> Result<Located<S::Permit>, Error> {
        let SealedSecret { metadata, version, sealed, owner_key } =
            match self.store.sealed(owner, key, version, wanted.names()).await {
                Ok(found) => found,
                Err(secrets::Error::NotFound) => {
                    return Err(self.absent(session, owner, key, version, &wanted).await);
                }
                Err(error) => return Err(outcome::store(error)),
            };
        let permit = self.permit_reveal(session, owner, key, Some(version), &wanted).await?;
        wanted.check(|name| sealed.fields.iter().any(|field| field.name == *name))?;
        let place = Place { owner, secret: key.clone(), version };
        Ok(Located { metadata, place, sealed, owner_key, permit, fields: wanted.names() })
    }

    pub(crate) async fn open(&self, located: &Located<S::Permit>) -> Result<Vec<Field>, Error> {
        let Located { permit, owner_key, place, sealed, metadata: _, fields: _ } = located;
        self.sealer.open(permit, owner_key, place, sealed).await.map_err(outcome::opening)
    }

    /// Gives the metadata as it is from then on.
    pub(crate) async fn record_revealed(
        &self,
        session: &S,
        located: Located<S::Permit>,
        format: Option<FormatName>,
    ) -> Result<Metadata, Error> {
        let Located { mut metadata, place, fields, .. } = located;
        let Place { owner, secret, version } = place;
        let event = Event::SecretRevealed { owner, secret, version, fields, format };
        let record = self.record(session, event);
        let stamp = record.caller.map(|caller| Stamp { at: record.at, by: caller.principal.id });
        // INVARIANT: of what is revealed nothing can fail but this write, and where it fails the
        // plaintext is dropped, and wiped, with the caller's frame.
        self.store.record_reveal(owner, &metadata.key, record).await.map_err(
            |error| match error {
                secrets::Error::NotFound => Error::NotFound,
                secrets::Error::NameTaken
                | secrets::Error::Stale(_)
                | secrets::Error::OwnerKeyChanged
                | secrets::Error::RotationChanged
                | secrets::Error::BadCursor
                | secrets::Error::Unavailable
                | secrets::Error::Internal => Error::Unavailable,
            },
        )?;
        metadata.last_reveal = stamp;
        Ok(metadata)
    }

    /// Leave for the fields that the caller named and no others, so that one who may see some of them
    /// gets those.
    async fn permit_reveal(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        wanted: &Wanted,
    ) -> Result<S::Permit, Error> {
        let deed = Deed {
            action: Action::Reveal,
            owner,
            secret: Some(key.clone()),
            version,
            fields: wanted.names(),
        };
        session.permit(deed).await.map_err(outcome::denial)
    }

    /// The store has no such secret, no such version, or no such field in it. Leave is asked first,
    /// as in [`Self::missing`]; only who has it learns which of them it is.
    async fn absent(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        wanted: &Wanted,
    ) -> Error {
        if let Err(denied) = self.permit_reveal(session, owner, key, version, wanted).await {
            return denied;
        }
        match wanted {
            Wanted::All | Wanted::Unanswerable => Error::NotFound,
            Wanted::Some(_) => match self.store.sealed(owner, key, version, None).await {
                Ok(_) => unknown_field(),
                Err(error) => outcome::store(error),
            },
        }
    }
}

/// A ciphertext, and leave to open it.
pub(crate) struct Located<P> {
    pub(crate) metadata: Metadata,
    pub(crate) place: Place,
    pub(crate) sealed: SealedVersion,
    pub(crate) owner_key: WrappedOwnerKey,
    pub(crate) permit: P,
    /// Those that the caller named; `None` for all.
    pub(crate) fields: Option<Vec<FieldName>>,
}

impl<P> Located<P> {
    pub(crate) const fn version(&self) -> VersionNumber {
        self.place.version
    }
}

/// The fields a caller named.
pub(crate) enum Wanted {
    All,
    Some(Vec<FieldName>),
    /// None, or more than a secret has: not a question to put to the store. Leave is asked for all
    /// fields before it is said so.
    Unanswerable,
}

impl Wanted {
    pub(crate) fn of(fields: Option<Vec<FieldName>>) -> Self {
        match fields {
            None => Self::All,
            Some(names) if names.is_empty() || names.len() > limits::FIELDS => Self::Unanswerable,
            Some(names) => Self::Some(names),
        }
    }

    fn names(&self) -> Option<Vec<FieldName>> {
        match self {
            Self::Some(names) => Some(names.clone()),
            Self::All | Self::Unanswerable => None,
        }
    }

    fn check(&self, is_there: impl Fn(&FieldName) -> bool) -> Result<(), Error> {
        match self {
            Self::All => Ok(()),
            Self::Some(names) if names.iter().all(is_there) => Ok(()),
            Self::Some(_) => Err(unknown_field()),
            Self::Unanswerable => {
                let message = format!("must name 1 to {} fields", limits::FIELDS);
                Err(Error::Invalid(vec![Problem::new("field", message)]))
            }
        }
    }
}

fn unknown_field() -> Error {
    Error::Invalid(vec![Problem::new("field", "must be a field of this version")])
}
