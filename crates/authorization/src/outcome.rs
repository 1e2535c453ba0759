//! Answers of the store in the words of each port. In one place, so that each case is decided once.

use strongroom_ports::{NoRandomness, administration, audit, authentication, principals, sessions};

/// While roles are read: a row that is missing or taken is not an answer to that question.
pub(crate) const fn denial(error: principals::Error) -> sessions::Denial {
    match error {
        principals::Error::Unavailable => sessions::Denial::Unavailable,
        principals::Error::NotFound
        | principals::Error::NameTaken
        | principals::Error::LastOwner
        | principals::Error::Internal => sessions::Denial::Internal,
    }
}

/// While a credential is read.
pub(crate) const fn failure(error: principals::Error) -> authentication::Failure {
    match error {
        principals::Error::Unavailable => authentication::Failure::Unavailable,
        principals::Error::NotFound
        | principals::Error::NameTaken
        | principals::Error::LastOwner
        | principals::Error::Internal => authentication::Failure::Internal,
    }
}

/// A denial that cannot be written down is not given as one: the caller learns only to come back.
pub(crate) const fn unwritten(error: audit::Error) -> sessions::Denial {
    match error {
        audit::Error::Unavailable | audit::Error::Internal => sessions::Denial::Unavailable,
    }
}

pub(crate) const fn refusal(denial: sessions::Denial) -> administration::Error {
    match denial {
        sessions::Denial::Forbidden(reason) => administration::Error::Forbidden(reason),
        sessions::Denial::Hidden => administration::Error::NotFound,
        sessions::Denial::Unavailable => administration::Error::Unavailable,
        sessions::Denial::Internal => administration::Error::Internal,
    }
}

/// While owners, people, machines or policies are read or changed.
#[must_use]
pub const fn administration(error: principals::Error) -> administration::Error {
    match error {
        principals::Error::NotFound => administration::Error::NotFound,
        principals::Error::NameTaken => administration::Error::NameTaken,
        principals::Error::LastOwner => administration::Error::LastOwner,
        principals::Error::Unavailable => administration::Error::Unavailable,
        principals::Error::Internal => administration::Error::Internal,
    }
}

pub(crate) const fn no_randomness(_: NoRandomness) -> administration::Error {
    administration::Error::Unavailable
}
