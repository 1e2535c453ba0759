//! Seals and opens for whoever holds a permit, with keys from the platform.
//!
//! The guard in front of the sealing crate: it asks the permit itself, fetches root keys and keeps
//! unwrapped keys for the next request. What this is not: cryptography (the sealing crate) or a
//! decision about who may (the authorizer).

mod keys;

use std::rc::Rc;

use strongroom_model::access::Deed;
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{Action, FieldName, Owner};
use strongroom_ports::catalogue::Field;
use strongroom_ports::root_key::RootKeys;
use strongroom_ports::sealing::{Error, Place, Sealing};
use strongroom_ports::sessions::Permit;
use strongroom_sealing::{OwnerKey, SystemRandom};

use keys::Keys;

/// Implements [`Sealing`] for permits `P` over the root keys `K`.
pub struct Sealer<P, K> {
    keys: Keys<K>,
    permits: std::marker::PhantomData<fn(P)>,
}

impl<P, K: RootKeys> Sealer<P, K> {
    pub const fn new(root_keys: K) -> Self {
        Self { keys: Keys::new(root_keys), permits: std::marker::PhantomData }
    }
}

impl<P: Permit, K: RootKeys> Sealing for Sealer<P, K> {
    type Permit = P;

    async fn new_owner_key(&self, owner: Owner, serial: u32) -> Result<WrappedOwnerKey, Error> {
        let root = self.keys.current_root().await?;
        let made = OwnerKey::generate(&root, owner, serial, &mut SystemRandom);
        let (key, wrapped) = made.map_err(error_of_sealing)?;
        // Whoever asks for a new key seals with it next.
        self.keys.keep(wrapped.clone(), Rc::new(key));
        Ok(wrapped)
    }

    async fn seal(
        &self,
        permit: &P,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        fields: Vec<Field>,
    ) -> Result<SealedVersion, Error> {
        if !covers(permit, Action::Create, place, None)
            && !covers(permit, Action::Update, place, None)
        {
            return Err(Error::NotPermitted);
        }
        let key = self.keys.owner_key(place.owner, owner_key).await?;
        let named = fields.iter().map(|field| (field.name.clone(), &field.value));
        key.seal(place_of(place), named, &mut SystemRandom).map_err(error_of_sealing)
    }

    async fn open(
        &self,
        permit: &P,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        sealed: &SealedVersion,
    ) -> Result<Vec<Field>, Error> {
        // The names are those of what is about to be opened, and not what somebody says it is: each
        // is bound into its ciphertext, so a field under another's name does not open.
        let names: Vec<FieldName> = sealed.fields.iter().map(|field| field.name.clone()).collect();
        let allows = || covers(permit, Action::Reveal, place, Some(&names));
        if !allows() {
            return Err(Error::NotPermitted);
        }
        let key = self.keys.owner_key(place.owner, owner_key).await?;
        // Waiting for a key takes time, in which the session may have ended.
        if !allows() {
            return Err(Error::NotPermitted);
        }
        let opened = key.open(place_of(place), sealed).map_err(error_of_sealing)?;
        Ok(opened.into_iter().map(|(name, value)| Field { name: name.clone(), value }).collect())
    }
}

fn covers(
    permit: &impl Permit,
    action: Action,
    place: &Place,
    fields: Option<&[FieldName]>,
) -> bool {
    permit.covers(&Deed {
        action,
        owner: place.owner,
        secret: Some(place.secret.clone()),
        version: Some(place.version),
        fields: fields.map(<[FieldName]>::to_vec),
    })
}

fn place_of(place: &Place) -> strongroom_sealing::Place<'_> {
    strongroom_sealing::Place { secret: &place.secret, version: place.version }
}

fn error_of_sealing(error: strongroom_sealing::Error) -> Error {
    use strongroom_sealing::Error as Sealing;
    match error {
        Sealing::Malformed | Sealing::WrongKey | Sealing::NotAuthentic => Error::Corrupt,
        Sealing::TooLong | Sealing::RepeatedField | Sealing::Randomness => Error::Internal,
    }
}
