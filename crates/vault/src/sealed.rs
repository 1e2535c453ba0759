//! Sealing a value under the newest of its owner's keys.

use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_ports::catalogue::Field;
use strongroom_ports::sealing::{Place, Sealing};
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::vault::Error;
use strongroom_secret_bytes::SecretBytes;

use crate::{VaultService, outcome};

/// Serial of an owner's first key.
const FIRST_SERIAL: u32 = 1;

/// A sealed value, with the owner key under it where the store does not have that yet.
pub(crate) struct Sealed {
    pub(crate) version: SealedVersion,
    pub(crate) new_owner_key: Option<WrappedOwnerKey>,
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore,
    Se: Sealing,
{
    pub(crate) async fn seal(
        &self,
        permit: &Se::Permit,
        place: &Place,
        fields: Vec<Field>,
    ) -> Result<Sealed, Error> {
        let stored = self.store.owner_key(place.owner).await.map_err(outcome::store)?;
        let (owner_key, is_new) = match stored {
            Some(owner_key) => (owner_key, false),
            None => {
                let made = self.sealer.new_owner_key(place.owner, FIRST_SERIAL).await;
                (made.map_err(outcome::sealing)?, true)
            }
        };
        let version =
            self.sealer.seal(permit, &owner_key, place, fields).await.map_err(outcome::sealing)?;
        Ok(Sealed { version, new_owner_key: is_new.then_some(owner_key) })
    }
}

/// The one place where plaintext is copied: a write that may have to seal again keeps the original.
/// Both are wiped.
pub(crate) fn copies(fields: &[Field]) -> Vec<Field> {
    fields
        .iter()
        .map(|field| Field {
            name: field.name.clone(),
            value: SecretBytes::new(field.value.expose().to_vec()),
        })
        .collect()
}
