//! One version of a secret: its data key and its fields, sealed, opened and moved.

use strongroom_model::sealed::{SealedField, SealedVersion};
use strongroom_model::{FieldName, SecretKey, VersionNumber};
use strongroom_secret_bytes::{Key, SecretBytes};

use crate::blob::Kind;
use crate::cipher::{Cipher, new_key};
use crate::context::{self, Fields};
use crate::{Error, OwnerKey, Random};

/// Which version of which secret. Whose it is, the owner key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    pub secret: &'a SecretKey,
    pub version: VersionNumber,
}

impl OwnerKey {
    /// Seals a version under a new data key. A version that loses its data key is destroyed: nothing
    /// opens its fields any more.
    ///
    /// # Errors
    /// [`Error::RepeatedField`], [`Error::TooLong`] and [`Error::Randomness`].
    pub fn seal<'a>(
        &self,
        place: Place<'_>,
        fields: impl IntoIterator<Item = (FieldName, &'a SecretBytes)>,
        random: &mut impl Random,
    ) -> Result<SealedVersion, Error> {
        let key = new_key(random)?;
        let data_key = self.wrap(&key, place, random)?;
        let cipher = Cipher::derive(&key, Kind::Field);
        let mut context = Fields::of(place);
        let mut sealed: Vec<SealedField> = Vec::new();
        for (name, value) in fields {
            // Two values under one name could be passed off as each other.
            if sealed.iter().any(|field| field.name == name) {
                return Err(Error::RepeatedField);
            }
            let blob = cipher.seal(context.named(&name), value.expose(), random)?;
            sealed.push(SealedField { name, blob });
        }
        Ok(SealedVersion { owner_key_serial: self.serial(), data_key, fields: sealed })
    }

    /// Opens the fields given, which may be some of the version's, in their order. All open or none.
    ///
    /// # Errors
    /// [`Error::WrongKey`] when the data key is of another owner key or a field of another data
    /// key, [`Error::NotAuthentic`] for another place or name or changed bytes,
    /// [`Error::Malformed`] for what is no sealed blob.
    pub fn open<'a>(
        &self,
        place: Place<'_>,
        sealed: &'a SealedVersion,
    ) -> Result<Vec<(&'a FieldName, SecretBytes)>, Error> {
        if sealed.owner_key_serial != self.serial() {
            return Err(Error::WrongKey);
        }
        let cipher = Cipher::derive(&self.unwrap_key(place, &sealed.data_key)?, Kind::Field);
        let mut context = Fields::of(place);
        sealed
            .fields
            .iter()
            .map(|field| {
                let value = cipher.open(context.named(&field.name), &field.blob)?;
                Ok((&field.name, value))
            })
            .collect()
    }

    /// The same data key under another owner key: of another owner, or a newer one of the same. The
    /// fields stay as they are and no plaintext is seen. The version's owner key is then `other`.
    ///
    /// # Errors
    /// As [`open`](Self::open), and [`Error::Randomness`].
    pub fn move_to(
        &self,
        other: &Self,
        place: Place<'_>,
        data_key: &[u8],
        random: &mut impl Random,
    ) -> Result<Vec<u8>, Error> {
        other.wrap(&self.unwrap_key(place, data_key)?, place, random)
    }

    fn wrap(
        &self,
        key: &Key,
        place: Place<'_>,
        random: &mut impl Random,
    ) -> Result<Vec<u8>, Error> {
        let context = context::data_key(self.owner(), self.serial(), place);
        self.cipher().seal(&context, key.expose(), random)
    }

    fn unwrap_key(&self, place: Place<'_>, data_key: &[u8]) -> Result<Key, Error> {
        let context = context::data_key(self.owner(), self.serial(), place);
        self.cipher().open_key(&context, data_key)
    }
}
