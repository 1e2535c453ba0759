//! What holds for every value, place and change of bytes.

use proptest::prelude::*;
use proptest::sample::Index;
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{Id, Owner, OwnerKind, SecretKey, VersionNumber};
use strongroom_sealing::{Error, OwnerKey, Place};

use crate::arrangement::{OWNER, owner_key, refusal, root, seal, secret, version};

fn owners() -> impl Strategy<Value = Owner> {
    (prop::sample::select(OwnerKind::ALL.to_vec()), any::<[u8; 20]>())
        .prop_map(|(kind, id)| Owner { kind, id: Id::from_bytes(id) })
}

fn secrets() -> impl Strategy<Value = SecretKey> {
    ("[A-Za-z][A-Za-z0-9-]{0,63}", any::<[u8; 20]>()).prop_map(|(type_name, id)| SecretKey {
        type_name: type_name.parse().unwrap(),
        id: Id::from_bytes(id),
    })
}

fn values() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let value = prop::collection::vec(any::<u8>(), 0..300);
    prop::collection::btree_map("[A-Za-z][A-Za-z0-9_-]{0,63}", value, 0..5)
        .prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #[test]
    fn opening_what_was_sealed_gives_it_back(
        owner in owners(), serial in 1..=u32::MAX, secret in secrets(),
        number in 1..=strongroom_model::limits::VERSIONS, fields in values(),
    ) {
        let place = Place { secret: &secret, version: version(number) };
        let (key, wrapped) = owner_key(owner, serial);
        let borrowed: Vec<(&str, &[u8])> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        let sealed = seal(&key, place, &borrowed);

        let stored = OwnerKey::unwrap(&wrapped, &root("root", 1), owner).unwrap();
        let opened = stored.open(place, &sealed).unwrap();
        let opened: Vec<(&str, &[u8])> =
            opened.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
        prop_assert_eq!(opened, borrowed);
    }

    #[test]
    fn a_flipped_bit_anywhere_is_refused(which in 0..3usize, at: Index, bit in 0..8u8, value: Vec<u8>) {
        let secret = secret("Custom", 1);
        let place = Place { secret: &secret, version: VersionNumber::FIRST };
        let (key, mut wrapped) = owner_key(OWNER, 1);
        let mut sealed = seal(&key, place, &[("value", &value)]);
        let blob = [&mut wrapped.blob, &mut sealed.data_key, &mut sealed.fields[0].blob];
        let at = at.index(blob[which].len());
        let [a, b, c] = blob;
        [a, b, c][which][at] ^= 1 << bit;

        let expected = match at {
            0..4 => Error::Malformed,
            4..36 => Error::WrongKey,
            _ => Error::NotAuthentic,
        };
        let refused = OwnerKey::unwrap(&wrapped, &root("root", 1), OWNER)
            .and_then(|key| key.open(place, &sealed).map(|_| ()));
        prop_assert_eq!(refused, Err(expected));
    }

    #[test]
    fn a_shortened_or_lengthened_blob_is_refused(
        which in 0..3usize, cut: Index, more in prop::collection::vec(any::<u8>(), 1..40),
        lengthen: bool, value: Vec<u8>,
    ) {
        let secret = secret("Custom", 1);
        let place = Place { secret: &secret, version: VersionNumber::FIRST };
        let (key, mut wrapped) = owner_key(OWNER, 1);
        let mut sealed = seal(&key, place, &[("value", &value)]);
        let SealedVersion { data_key, fields, .. } = &mut sealed;
        let blob = match which {
            0 => &mut wrapped.blob,
            1 => data_key,
            _ => &mut fields[0].blob,
        };
        if lengthen { blob.extend(more) } else { blob.truncate(cut.index(blob.len())) }

        // A field may have any length from 64 bytes on, so only its tag can tell.
        let expected =
            if which == 2 && blob.len() >= 64 { Error::NotAuthentic } else { Error::Malformed };
        let refused = OwnerKey::unwrap(&wrapped, &root("root", 1), OWNER)
            .and_then(|key| key.open(place, &sealed).map(|_| ()));
        prop_assert_eq!(refused, Err(expected));
    }

    #[test]
    fn arbitrary_bytes_are_refused_and_never_trap(bytes: Vec<u8>, headed: bool) {
        let secret = secret("Custom", 1);
        let place = Place { secret: &secret, version: VersionNumber::FIRST };
        let (key, _) = owner_key(OWNER, 1);
        let with_header = |kind: u8| {
            let header = [b'S', b'R', 1, kind];
            [if headed { &header[..] } else { &[] }, &bytes].concat()
        };
        let mut sealed = seal(&key, place, &[("value", b"x")]);
        sealed.fields[0].blob = with_header(3);
        prop_assert!(key.open(place, &sealed).is_err());
        sealed.data_key = with_header(2);
        prop_assert!(key.open(place, &sealed).is_err());
        let wrapped =
            WrappedOwnerKey { serial: 1, root_key: "root".to_owned(), blob: with_header(1) };
        prop_assert!(OwnerKey::unwrap(&wrapped, &root("root", 1), OWNER).is_err());
    }

    #[test]
    fn every_other_place_is_refused(
        secrets in (secrets(), secrets()), numbers in (1..50u32, 1..50u32),
    ) {
        let sealed_at = Place { secret: &secrets.0, version: version(numbers.0) };
        let (key, _) = owner_key(OWNER, 1);
        let sealed = seal(&key, sealed_at, &[("value", b"x")]);
        for (secret, number) in
            [(&secrets.1, numbers.0), (&secrets.0, numbers.1), (&secrets.1, numbers.1)]
        {
            let place = Place { secret, version: version(number) };
            let expected = (place != sealed_at).then_some(Error::NotAuthentic);
            prop_assert_eq!(refusal(&key, place, &sealed), expected);
        }
    }
}
