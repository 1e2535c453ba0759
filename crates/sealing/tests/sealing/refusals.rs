//! What was sealed for one place does not open at another.

use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{Id, Owner, OwnerKind};
use strongroom_sealing::{Error, OwnerKey, Place};

use crate::arrangement::{OWNER, owner_key, refusal, root, seal, secret, version};

#[test]
fn another_type_is_refused() {
    let (custom, s3) = (secret("Custom", 1), secret("S3", 1));
    let (key, _) = owner_key(OWNER, 1);
    let sealed = seal(&key, Place { secret: &custom, version: version(1) }, &[("value", b"x")]);
    let elsewhere = Place { secret: &s3, version: version(1) };
    assert_eq!(refusal(&key, elsewhere, &sealed), Some(Error::NotAuthentic));
}

#[test]
fn an_older_version_passed_off_as_newer_is_refused() {
    let secret = secret("Custom", 1);
    let (key, _) = owner_key(OWNER, 1);
    let newer = Place { secret: &secret, version: version(2) };
    let old = seal(&key, Place { secret: &secret, version: version(1) }, &[("value", b"old")]);
    let mut new = seal(&key, newer, &[("value", b"new")]);
    assert_eq!(refusal(&key, newer, &old), Some(Error::NotAuthentic));

    new.fields = old.fields;
    assert_eq!(refusal(&key, newer, &new), Some(Error::WrongKey), "the old field alone");
}

#[test]
fn swapped_fields_are_refused() {
    let secret = secret("S3", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (key, _) = owner_key(OWNER, 1);
    let sealed = seal(&key, place, &[("access_key", b"a"), ("secret_key", b"b")]);
    let [a, b] = <[SealedField; 2]>::try_from(sealed.fields.clone()).unwrap();
    let swapped = SealedVersion {
        fields: vec![
            SealedField { name: a.name, blob: b.blob },
            SealedField { name: b.name, blob: a.blob },
        ],
        ..sealed
    };
    assert_eq!(refusal(&key, place, &swapped), Some(Error::NotAuthentic));
}

#[test]
fn an_owner_key_of_another_owner_is_refused() {
    let (_, wrapped) = owner_key(OWNER, 1);
    for other in [
        Owner { kind: OwnerKind::User, ..OWNER },
        Owner { kind: OwnerKind::Organization, ..OWNER },
        Owner { id: Id::from_bytes([4; 20]), ..OWNER },
    ] {
        let refused = OwnerKey::unwrap(&wrapped, &root("root", 1), other);
        assert_eq!(refused.err(), Some(Error::NotAuthentic), "{other}");
    }
}

#[test]
fn a_version_does_not_open_with_the_key_of_another_owner() {
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (key, _) = owner_key(OWNER, 1);
    let (other, _) = owner_key(Owner { kind: OwnerKind::User, ..OWNER }, 1);
    let sealed = seal(&key, place, &[("value", b"x")]);
    assert_eq!(refusal(&other, place, &sealed), Some(Error::WrongKey));
}

#[test]
fn an_owner_key_under_another_serial_is_refused() {
    let (_, mut wrapped) = owner_key(OWNER, 1);
    wrapped.serial = 2;
    let refused = OwnerKey::unwrap(&wrapped, &root("root", 1), OWNER);
    assert_eq!(refused.err(), Some(Error::NotAuthentic));
}

#[test]
fn a_version_does_not_open_with_another_key_of_its_owner() {
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let ((first, _), (second, _)) = (owner_key(OWNER, 1), owner_key(OWNER, 2));
    let mut sealed = seal(&first, place, &[("value", b"x")]);
    assert_eq!(refusal(&second, place, &sealed), Some(Error::WrongKey));
    sealed.owner_key_serial = 2;
    assert_eq!(refusal(&second, place, &sealed), Some(Error::WrongKey));
    assert_eq!(refusal(&first, place, &sealed), Some(Error::WrongKey));
}

#[test]
fn another_root_key_is_refused_whatever_it_is_called() {
    let (_, mut wrapped) = owner_key(OWNER, 1);
    let refused = |wrapped: &WrappedOwnerKey, id, byte| {
        OwnerKey::unwrap(wrapped, &root(id, byte), OWNER).err()
    };
    assert_eq!(refused(&wrapped, "root", 2), Some(Error::WrongKey));
    assert_eq!(refused(&wrapped, "other", 1), Some(Error::WrongKey));
    wrapped.root_key = "other".to_owned();
    assert_eq!(refused(&wrapped, "other", 1), Some(Error::NotAuthentic), "the key renamed");
}
