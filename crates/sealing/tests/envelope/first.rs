//! This crate, opening and making vectors.

use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Owner, SecretKey, VersionNumber};
use strongroom_sealing::{Error, OwnerKey, Place, Random, RootKey};
use strongroom_secret_bytes::{Key, SecretBytes};

use crate::vector::{Outcome, Refusal, Step, Vector};

/// Counts up from a first byte: every draw differs and every run is the same.
pub(crate) struct Counting(pub u8);

impl Random for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}

pub(crate) fn root_key(id: &str, key: &[u8]) -> RootKey {
    let key = Key::from_secret(&SecretBytes::new(key.to_vec())).unwrap();
    RootKey::new(id.parse().unwrap(), &key)
}

pub(crate) fn owner(text: &str) -> Owner {
    let (kind, id) = text.split_once('/').unwrap();
    Owner { kind: kind.parse().unwrap(), id: id.parse().unwrap() }
}

pub(crate) fn open(vector: &Vector) -> Outcome {
    let wrapped = WrappedOwnerKey {
        serial: vector.wrapped_owner_key_serial,
        root_key: vector.wrapped_owner_key_root_key.clone(),
        blob: vector.wrapped_owner_key.clone(),
    };
    let root = root_key(&vector.root_key_id, &vector.root_key);
    let key = match OwnerKey::unwrap(&wrapped, &root, owner(&vector.owner)) {
        Ok(key) => key,
        Err(error) => return refused(Step::OwnerKey, error),
    };
    let field = |(name, blob): &(String, Vec<u8>)| SealedField {
        name: name.parse().unwrap(),
        blob: blob.clone(),
    };
    let sealed = SealedVersion {
        owner_key_serial: vector.owner_key_serial,
        data_key: vector.data_key.clone(),
        fields: vector.fields.iter().map(field).collect(),
    };
    let secret: SecretKey = vector.secret.parse().unwrap();
    let version = VersionNumber::new(vector.version).unwrap();
    match key.open(Place { secret: &secret, version }, &sealed) {
        Ok(fields) => Outcome::Opens {
            fields: fields
                .into_iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.expose().to_vec()))
                .collect(),
        },
        Err(error) => refused(Step::Version, error),
    }
}

fn refused(step: Step, error: Error) -> Outcome {
    let error = match error {
        Error::Malformed => Refusal::Malformed,
        Error::WrongKey => Refusal::WrongKey,
        Error::NotAuthentic => Refusal::NotAuthentic,
        Error::TooLong | Error::RepeatedField | Error::Randomness => panic!("no way to open"),
    };
    Outcome::Refused { step, error }
}

/// Who seals, where.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub root_key: (&'a str, &'a [u8]),
    pub owner: &'a str,
    pub serial: u32,
    pub secret: &'a str,
    pub version: u32,
}

pub(crate) fn seal(at: At<'_>, fields: &[(&str, &[u8])], random: &mut impl Random) -> Vector {
    let root = root_key(at.root_key.0, at.root_key.1);
    let (key, wrapped) = OwnerKey::generate(&root, owner(at.owner), at.serial, random).unwrap();
    let secret: SecretKey = at.secret.parse().unwrap();
    let place = Place { secret: &secret, version: VersionNumber::new(at.version).unwrap() };
    let values: Vec<(FieldName, SecretBytes)> = fields
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), SecretBytes::new(value.to_vec())))
        .collect();
    let values = values.iter().map(|(name, value)| (name.clone(), value));
    let sealed = key.seal(place, values, random).unwrap();
    Vector {
        root_key_id: at.root_key.0.to_owned(),
        root_key: at.root_key.1.to_vec(),
        owner: at.owner.to_owned(),
        wrapped_owner_key: wrapped.blob,
        wrapped_owner_key_serial: wrapped.serial,
        wrapped_owner_key_root_key: wrapped.root_key,
        secret: at.secret.to_owned(),
        version: at.version,
        owner_key_serial: sealed.owner_key_serial,
        data_key: sealed.data_key,
        fields: sealed
            .fields
            .into_iter()
            .map(|field| (field.name.as_str().to_owned(), field.blob))
            .collect(),
    }
}

/// The vector after its root key was rotated.
pub(crate) fn rotate(vector: &Vector, to: (&str, &[u8]), random: &mut impl Random) -> Vector {
    let wrapped = WrappedOwnerKey {
        serial: vector.wrapped_owner_key_serial,
        root_key: vector.wrapped_owner_key_root_key.clone(),
        blob: vector.wrapped_owner_key.clone(),
    };
    let (from, next) = (root_key(&vector.root_key_id, &vector.root_key), root_key(to.0, to.1));
    let wrapped = OwnerKey::rewrap(&wrapped, owner(&vector.owner), &from, &next, random).unwrap();
    Vector {
        root_key_id: to.0.to_owned(),
        root_key: to.1.to_vec(),
        wrapped_owner_key: wrapped.blob,
        wrapped_owner_key_root_key: wrapped.root_key,
        ..vector.clone()
    }
}

/// The vector after its secret moved to another owner.
pub(crate) fn move_to(vector: &Vector, to: &str, serial: u32, random: &mut impl Random) -> Vector {
    let wrapped = WrappedOwnerKey {
        serial: vector.wrapped_owner_key_serial,
        root_key: vector.wrapped_owner_key_root_key.clone(),
        blob: vector.wrapped_owner_key.clone(),
    };
    let root = root_key(&vector.root_key_id, &vector.root_key);
    let from = OwnerKey::unwrap(&wrapped, &root, owner(&vector.owner)).unwrap();
    let (other, wrapped) = OwnerKey::generate(&root, owner(to), serial, random).unwrap();
    let secret: SecretKey = vector.secret.parse().unwrap();
    let place = Place { secret: &secret, version: VersionNumber::new(vector.version).unwrap() };
    Vector {
        owner: to.to_owned(),
        wrapped_owner_key: wrapped.blob,
        wrapped_owner_key_serial: serial,
        owner_key_serial: serial,
        data_key: from.move_to(&other, place, &vector.data_key, random).unwrap(),
        ..vector.clone()
    }
}
