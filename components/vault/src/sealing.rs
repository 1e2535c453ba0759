//! The crate's `Sealing` over the imported sealer.

use strongroom_bindings::{Malformed, all, each};
use strongroom_model::Owner;
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_ports::catalogue::Field;
use strongroom_ports::sealing::{Error, Place, Sealing};

use crate::bindings::strongroom::authorizer::permits::Permit;
use crate::bindings::strongroom::sealer::sealing as imported;

/// The sealer behind the component's import. Has no state.
pub(crate) struct Sealer;

impl Sealing for Sealer {
    type Permit = Permit;

    async fn new_owner_key(&self, owner: Owner, serial: u32) -> Result<WrappedOwnerKey, Error> {
        let key = imported::new_owner_key(owner.into(), serial).map_err(error_in)?;
        Ok(key.into())
    }

    async fn seal(
        &self,
        permit: &Permit,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        fields: Vec<Field>,
    ) -> Result<SealedVersion, Error> {
        let owner_key = strongroom_bindings::wire::WrappedOwnerKey::from(owner_key.clone());
        let sealed = imported::seal(permit, &owner_key, &place_out(place), &all(fields));
        sealed.map_err(error_in)?.try_into().map_err(|Malformed| Error::Internal)
    }

    async fn open(
        &self,
        permit: &Permit,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        sealed: &SealedVersion,
    ) -> Result<Vec<Field>, Error> {
        let (owner_key, sealed) = (
            strongroom_bindings::wire::WrappedOwnerKey::from(owner_key.clone()),
            strongroom_bindings::wire::SealedVersion::from(sealed.clone()),
        );
        let fields = imported::open(permit, &owner_key, &place_out(place), &sealed);
        each(fields.map_err(error_in)?).map_err(|Malformed| Error::Internal)
    }
}

fn place_out(place: &Place) -> imported::Place {
    imported::Place {
        owner: place.owner.into(),
        secret: (&place.secret).into(),
        version: place.version.get(),
    }
}

fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::NotPermitted => Error::NotPermitted,
        imported::Error::Corrupt => Error::Corrupt,
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}
