//! Keys made, rotated and moved, and sealing that must not happen.

use strongroom_model::sealed::SealedVersion;
use strongroom_model::{FieldName, Owner, OwnerKind};
use strongroom_sealing::{Error, OwnerKey, Place, SystemRandom};
use strongroom_secret_bytes::SecretBytes;

use crate::arrangement::{OWNER, owner_key, refusal, root, seal, secret, version};

#[test]
fn rotating_the_root_key_leaves_versions_as_they_are() {
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (key, wrapped) = owner_key(OWNER, 1);
    let sealed = seal(&key, place, &[("value", b"x")]);
    let (old, new) = (root("root", 1), root("next", 2));
    let rewrapped = OwnerKey::rewrap(&wrapped, OWNER, &old, &new, &mut SystemRandom).unwrap();
    assert_eq!(rewrapped.root_key, "next");
    let key = OwnerKey::unwrap(&rewrapped, &new, OWNER).unwrap();
    assert_eq!(key.open(place, &sealed).unwrap()[0].1.expose(), b"x");
    assert_eq!(OwnerKey::unwrap(&rewrapped, &old, OWNER).err(), Some(Error::WrongKey));
}

#[test]
fn moving_a_secret_changes_its_data_key_and_nothing_else() {
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (from, _) = owner_key(OWNER, 1);
    let (to, _) = owner_key(Owner { kind: OwnerKind::Organization, ..OWNER }, 7);
    let sealed = seal(&from, place, &[("value", b"x")]);
    let data_key = from.move_to(&to, place, &sealed.data_key, &mut SystemRandom).unwrap();
    let moved = SealedVersion { owner_key_serial: 7, data_key, ..sealed };
    assert_eq!(to.open(place, &moved).unwrap()[0].1.expose(), b"x");
    assert_eq!(refusal(&from, place, &moved), Some(Error::WrongKey));

    let elsewhere = Place { version: version(2), ..place };
    let refused = to.move_to(&from, elsewhere, &moved.data_key, &mut SystemRandom);
    assert_eq!(refused, Err(Error::NotAuthentic), "a move is no way to another place");
}

#[test]
fn sealing_twice_gives_different_bytes() {
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (key, _) = owner_key(OWNER, 1);
    let [one, two] = [(); 2].map(|()| seal(&key, place, &[("value", b"x")]));
    assert_ne!(one.data_key[36..], two.data_key[36..]);
    assert_ne!(one.fields[0].blob[4..], two.fields[0].blob[4..]);
}

#[test]
fn a_field_named_twice_is_not_sealed() {
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (key, _) = owner_key(OWNER, 1);
    let (name, value) = ("value".parse::<FieldName>().unwrap(), SecretBytes::new(vec![1]));
    let twice = [(name.clone(), &value), (name, &value)];
    assert_eq!(key.seal(place, twice, &mut SystemRandom), Err(Error::RepeatedField));
}

#[test]
fn nothing_is_sealed_without_randomness() {
    struct Broken(usize);
    impl strongroom_sealing::Random for Broken {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
            self.0 = self.0.checked_sub(1).ok_or(Error::Randomness)?;
            SystemRandom.fill(bytes)
        }
    }
    let secret = secret("Custom", 1);
    let place = Place { secret: &secret, version: version(1) };
    let (key, _) = owner_key(OWNER, 1);
    let value = SecretBytes::new(vec![1]);
    // Three draws: the data key, the nonce of its wrapping, the nonce of the field.
    for draws in 0..=3 {
        let sealed = key.seal(place, [("value".parse().unwrap(), &value)], &mut Broken(draws));
        assert_eq!(sealed.err(), (draws < 3).then_some(Error::Randomness), "{draws}");
    }
    let refused = OwnerKey::generate(&root("root", 1), OWNER, 1, &mut Broken(1));
    assert_eq!(refused.err(), Some(Error::Randomness));
}
