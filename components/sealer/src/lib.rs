//! The sealer as a component: the sealer crate over the imported permit and root keys.
//!
//! Bindings, conversion and wiring. The permit is asked in the crate, before anything is opened.

mod known_answer;
mod root_keys;

use std::cell::OnceCell;
use std::rc::Rc;

use strongroom_bindings::metadata::{names_out, version_out};
use strongroom_bindings::wire::{Field, Owner, SealedVersion, WrappedOwnerKey};
use strongroom_bindings::{Malformed, all, each, id};
use strongroom_model::access::Deed;
use strongroom_ports::{sealing as port, sealing::Sealing, sessions};
use strongroom_sealer::Sealer;

use bindings::exports::strongroom::sealer::sealing::{Error, Guest, Place};
use bindings::strongroom::authorizer::permits::{self, Permit};
use root_keys::Platform;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../wit/types",
            "../../wit/platform",
            "../../wit/authorizer",
            "../../wit/sealer",
            "world.wit",
        ],
        world: "strongroom:sealer-component/sealer",
        with: { "strongroom:types/types@0.1.0": strongroom_bindings::wire },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

thread_local! {
    // Holds keys and nothing of any request.
    static SEALER: OnceCell<Rc<Sealer<Permit, Platform>>> = const { OnceCell::new() };
}

fn sealer() -> Rc<Sealer<Permit, Platform>> {
    SEALER.with(|sealer| Rc::clone(sealer.get_or_init(|| Rc::new(Sealer::new(Platform)))))
}

impl Guest for Component {
    fn new_owner_key(owner: Owner, serial: u32) -> Result<WrappedOwnerKey, Error> {
        strongroom_bindings::run(async {
            Ok(sealer().new_owner_key(owner.into(), serial).await?.into())
        })
    }

    fn seal(
        permit: &Permit,
        owner_key: WrappedOwnerKey,
        place: Place,
        fields: Vec<Field>,
    ) -> Result<SealedVersion, Error> {
        strongroom_bindings::run(async {
            let fields = each(fields)?;
            let place = place_in(place)?;
            Ok(sealer().seal(permit, &owner_key.into(), &place, fields).await?.into())
        })
    }

    fn open(
        permit: &Permit,
        owner_key: WrappedOwnerKey,
        place: Place,
        sealed: SealedVersion,
    ) -> Result<Vec<Field>, Error> {
        strongroom_bindings::run(async {
            let (place, sealed) = (place_in(place)?, sealed.try_into()?);
            Ok(all(sealer().open(permit, &owner_key.into(), &place, &sealed).await?))
        })
    }
}

impl sessions::Permit for Permit {
    fn covers(&self, deed: &Deed) -> bool {
        self.covers(&permits::Deed {
            action: deed.action.into(),
            owner: deed.owner.into(),
            secret: deed.secret.as_ref().map(Into::into),
            version: version_out(deed.version),
            fields: deed.fields.clone().map(names_out),
        })
    }
}

fn place_in(place: Place) -> Result<port::Place, Malformed> {
    Ok(port::Place {
        owner: place.owner.into(),
        secret: place.secret.try_into()?,
        version: id::version(place.version)?,
    })
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::Internal
    }
}

impl From<port::Error> for Error {
    fn from(error: port::Error) -> Self {
        match error {
            port::Error::NotPermitted => Self::NotPermitted,
            port::Error::Corrupt => Self::Corrupt,
            port::Error::Unavailable => Self::Unavailable,
            port::Error::Internal => Self::Internal,
        }
    }
}
