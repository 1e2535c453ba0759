//! The key of one owner: made, wrapped under a root key, unwrapped, rewrapped.

use strongroom_model::Owner;
use strongroom_model::sealed::WrappedOwnerKey;
use strongroom_secret_bytes::Key;

use crate::blob::Kind;
use crate::cipher::{Cipher, new_key};
use crate::{Error, Random, RootKey, context};

/// An unwrapped owner key. It knows whose it is, so nobody can seal or open for one owner with the
/// key of another by passing the wrong name. Worth keeping: its key schedule is derived once.
///
/// ```compile_fail
/// fn copied(key: &strongroom_sealing::OwnerKey) -> strongroom_sealing::OwnerKey { key.clone() }
/// ```
/// ```compile_fail
/// fn shown(key: &strongroom_sealing::OwnerKey) -> String { format!("{key:?}") }
/// ```
pub struct OwnerKey {
    owner: Owner,
    serial: u32,
    // Boxed, so that moving the key moves a pointer and leaves no copy of the key schedule behind.
    cipher: Box<Cipher>,
}

impl OwnerKey {
    /// A new random key for `owner`, and the same wrapped under `root`.
    ///
    /// `serial` counts the owner's keys from 1; it must be one that this owner has had no key under
    /// yet.
    ///
    /// # Errors
    /// [`Error::Randomness`].
    pub fn generate(
        root: &RootKey,
        owner: Owner,
        serial: u32,
        random: &mut impl Random,
    ) -> Result<(Self, WrappedOwnerKey), Error> {
        let key = new_key(random)?;
        let wrapped = wrap(&key, root, owner, serial, random)?;
        Ok((Self::derive(&key, owner, serial), wrapped))
    }

    /// The key, if `root` wrapped it for `owner` under this serial.
    ///
    /// # Errors
    /// [`Error::WrongKey`] for another root key, [`Error::NotAuthentic`] for another owner or serial
    /// or changed bytes, [`Error::Malformed`] for what is no wrapped owner key.
    pub fn unwrap(wrapped: &WrappedOwnerKey, root: &RootKey, owner: Owner) -> Result<Self, Error> {
        Ok(Self::derive(&unwrap(wrapped, root, owner)?, owner, wrapped.serial))
    }

    /// The same key under another root key. What it has wrapped stays as it is.
    ///
    /// # Errors
    /// As [`unwrap`](Self::unwrap), and [`Error::Randomness`].
    pub fn rewrap(
        wrapped: &WrappedOwnerKey,
        owner: Owner,
        from: &RootKey,
        to: &RootKey,
        random: &mut impl Random,
    ) -> Result<WrappedOwnerKey, Error> {
        wrap(&unwrap(wrapped, from, owner)?, to, owner, wrapped.serial, random)
    }

    #[must_use]
    pub const fn owner(&self) -> Owner {
        self.owner
    }

    #[must_use]
    pub const fn serial(&self) -> u32 {
        self.serial
    }

    pub(crate) const fn cipher(&self) -> &Cipher {
        &self.cipher
    }

    fn derive(key: &Key, owner: Owner, serial: u32) -> Self {
        Self { owner, serial, cipher: Box::new(Cipher::derive(key, Kind::DataKey)) }
    }
}

fn wrap(
    key: &Key,
    root: &RootKey,
    owner: Owner,
    serial: u32,
    random: &mut impl Random,
) -> Result<WrappedOwnerKey, Error> {
    let context = context::owner_key(root.id(), owner, serial);
    let blob = root.cipher().seal(&context, key.expose(), random)?;
    Ok(WrappedOwnerKey { serial, root_key: root.id().as_str().to_owned(), blob })
}

fn unwrap(wrapped: &WrappedOwnerKey, root: &RootKey, owner: Owner) -> Result<Key, Error> {
    if wrapped.root_key != root.id().as_str() {
        return Err(Error::WrongKey);
    }
    let context = context::owner_key(root.id(), owner, wrapped.serial);
    root.cipher().open_key(&context, &wrapped.blob)
}
