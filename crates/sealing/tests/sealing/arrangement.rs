//! Keys, places and sealed versions in a line each.

use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Id, Owner, OwnerKind, SecretKey, VersionNumber};
use strongroom_sealing::{Error, OwnerKey, Place, RootKey, SystemRandom};
use strongroom_secret_bytes::{Key, SecretBytes};

pub(crate) const OWNER: Owner = Owner { kind: OwnerKind::Project, id: Id::from_bytes([3; 20]) };

pub(crate) fn root(id: &str, byte: u8) -> RootKey {
    RootKey::new(id.parse().unwrap(), &Key::filled(|key| key.fill(byte)))
}

pub(crate) fn owner_key(owner: Owner, serial: u32) -> (OwnerKey, WrappedOwnerKey) {
    OwnerKey::generate(&root("root", 1), owner, serial, &mut SystemRandom).unwrap()
}

pub(crate) fn secret(type_name: &str, id: u8) -> SecretKey {
    SecretKey { type_name: type_name.parse().unwrap(), id: Id::from_bytes([id; 20]) }
}

pub(crate) fn version(number: u32) -> VersionNumber {
    VersionNumber::new(number).unwrap()
}

pub(crate) fn seal(key: &OwnerKey, place: Place<'_>, fields: &[(&str, &[u8])]) -> SealedVersion {
    let values: Vec<(FieldName, SecretBytes)> = fields
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), SecretBytes::new(value.to_vec())))
        .collect();
    let values = values.iter().map(|(name, value)| (name.clone(), value));
    key.seal(place, values, &mut SystemRandom).unwrap()
}

pub(crate) fn refusal(key: &OwnerKey, place: Place<'_>, sealed: &SealedVersion) -> Option<Error> {
    key.open(place, sealed).err()
}
