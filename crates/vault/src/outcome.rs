//! Answers of the other components in the words of the vault. In one place, so that each case is
//! decided once.

use strongroom_ports::vault::Error;
use strongroom_ports::{NoRandomness, audit, sealing, secrets, sessions};

pub(crate) const fn denial(denial: sessions::Denial) -> Error {
    match denial {
        sessions::Denial::Forbidden(reason) => Error::Forbidden(reason),
        sessions::Denial::Hidden => Error::NotFound,
        sessions::Denial::Unavailable => Error::Unavailable,
        sessions::Denial::Internal => Error::Internal,
    }
}

pub(crate) const fn store(error: secrets::Error) -> Error {
    match error {
        secrets::Error::NotFound => Error::NotFound,
        secrets::Error::NameTaken => Error::NameTaken,
        secrets::Error::Stale(state) => Error::Stale(state),
        secrets::Error::RotationChanged => Error::RotationChanged,
        secrets::Error::OwnerKeyChanged | secrets::Error::Unavailable => Error::Unavailable,
        // Only a list has a cursor, and it answers for itself.
        secrets::Error::BadCursor | secrets::Error::Internal => Error::Internal,
    }
}

pub(crate) const fn log(error: audit::Error) -> Error {
    match error {
        audit::Error::Unavailable => Error::Unavailable,
        audit::Error::Internal => Error::Internal,
    }
}

pub(crate) const fn opening(error: sealing::Error) -> Error {
    match error {
        sealing::Error::Corrupt => Error::Corrupt,
        sealing::Error::Unavailable => Error::Unavailable,
        // The vault asked for leave of exactly this: a refusal is a fault of the composition, or
        // of a request that took longer than a permit lives.
        sealing::Error::NotPermitted | sealing::Error::Internal => Error::Internal,
    }
}

pub(crate) const fn sealing(error: sealing::Error) -> Error {
    match error {
        sealing::Error::Unavailable => Error::Unavailable,
        // What is corrupt is the owner's key: the caller's value is not at fault.
        sealing::Error::Corrupt | sealing::Error::NotPermitted | sealing::Error::Internal => {
            Error::Internal
        }
    }
}

pub(crate) const fn no_randomness(_: NoRandomness) -> Error {
    Error::Unavailable
}
