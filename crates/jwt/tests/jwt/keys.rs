//! Which key of a set is for a token, and which is none.

use serde_json::{Value, json};
use strongroom_jwt::Error;
use strongroom_jwt::keys::{Key, KeySet};
use strongroom_model::provider::Algorithm::{EdDsa, Es256, Rs256};

use crate::support::{Signer, encode};

fn set(keys: &[Value]) -> KeySet {
    KeySet::parse(json!({"keys": keys}).to_string().as_bytes()).unwrap()
}

fn with(mut key: Value, name: &str, value: Value) -> Value {
    key[name] = value;
    key
}

#[test]
fn a_key_is_found_by_its_id_and_algorithm() {
    let (one, two, p256) = (Signer::ed25519(1), Signer::ed25519(2), Signer::p256());
    // RFC 7517: the same id may stand for keys of several types.
    let keys = set(&[one.jwk("a"), two.jwk("b"), p256.jwk("a")]);
    assert!(keys.find(EdDsa, Some("a")).is_ok());
    assert!(keys.find(Es256, Some("a")).is_ok());
    assert_eq!(keys.find(Es256, Some("b")).err(), Some(Error::NoKey));
    assert_eq!(keys.find(Rs256, Some("a")).err(), Some(Error::NoKey));
    assert_eq!(keys.find(EdDsa, Some("c")).err(), Some(Error::NoKey));
    // Without an id where there is no choice.
    assert!(keys.find(Es256, None).is_ok());
    assert_eq!(keys.find(EdDsa, None).err(), Some(Error::NoKey));
    // Two of one id and type are no answer.
    let keys = set(&[one.jwk("a"), two.jwk("a")]);
    assert_eq!(keys.find(EdDsa, Some("a")).err(), Some(Error::NoKey));
}

#[test]
fn a_key_for_something_else_is_none() {
    let key = || Signer::ed25519(1).jwk("k");
    for good in [
        key(),
        with(key(), "use", json!("sig")),
        with(key(), "alg", json!("EdDSA")),
        with(key(), "key_ops", json!(["verify"])),
        with(key(), "unknown", json!({"a": 1})),
    ] {
        assert!(set(std::slice::from_ref(&good)).find(EdDsa, Some("k")).is_ok(), "{good}");
    }
    for bad in [
        with(key(), "use", json!("enc")),
        with(key(), "use", json!(7)),
        with(key(), "alg", json!("ES256")),
        with(key(), "alg", json!(null)),
        with(key(), "key_ops", json!(["sign"])),
        with(key(), "key_ops", json!("verify")),
        with(key(), "kty", json!("oct")),
        with(key(), "kty", json!("EC")),
        with(key(), "crv", json!("X25519")),
        with(key(), "crv", json!("Ed448")),
        with(key(), "kid", json!(7)),
        with(key(), "x", json!(null)),
        with(key(), "x", json!("")),
        with(key(), "x", json!(encode([0; 31]))),
        with(key(), "x", json!(format!("{}=", encode([1; 32])))),
        json!("key"),
        json!(null),
    ] {
        assert_eq!(
            set(std::slice::from_ref(&bad)).find(EdDsa, Some("k")).err(),
            Some(Error::NoKey),
            "{bad}"
        );
        // And is passed over where another is good.
        let found = set(&[bad, with(key(), "kid", json!("good"))]).find(EdDsa, Some("good"));
        assert!(found.is_ok());
    }
}

#[test]
fn what_is_no_set_is_none() {
    for text in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"keys":null}"#,
        r#"{"keys":{}}"#,
        r#"{"keys":[],"keys":[]}"#,
        "<html>",
        r#"{"keys":[]}x"#,
    ] {
        assert!(KeySet::parse(text.as_bytes()).is_err(), "{text}");
    }
    let many = vec![Signer::ed25519(1).jwk("k"); 129];
    assert!(KeySet::parse(json!({"keys": many}).to_string().as_bytes()).is_err());
    let large = json!({"keys": [], "more": "x".repeat(300_000)}).to_string();
    assert!(KeySet::parse(large.as_bytes()).is_err());
    assert!(KeySet::parse(br#"{"keys":[]}"#).is_ok());
}

#[test]
fn weak_and_invalid_keys_are_refused() {
    // Points of small order, and one that is none.
    assert!(Key::ed25519(&[0; 32]).is_none());
    let mut identity = [0; 32];
    identity[0] = 1;
    assert!(Key::ed25519(&identity).is_none());
    assert!(Key::ed25519(&[0xff; 32]).is_none());
    // Off the curve, the point at infinity, other lengths.
    assert!(Key::p256(&[1; 32], &[1; 32]).is_none());
    assert!(Key::p256(&[0; 32], &[0; 32]).is_none());
    assert!(Key::p256(&[0xff; 32], &[0xff; 32]).is_none());
    assert!(Key::p256(&[1; 31], &[1; 33]).is_none());

    let modulus = |bits: usize| {
        let mut bytes = vec![0xff; bits.div_ceil(8)];
        bytes[0] >>= (8 - bits % 8) % 8;
        bytes
    };
    let e = [1, 0, 1];
    for bits in [2048, 2049, 3072, 4096, 8192] {
        assert!(Key::rsa(&modulus(bits), &e).is_some(), "{bits}");
    }
    for bits in [512, 1024, 2040, 2047, 8193, 16384] {
        assert!(Key::rsa(&modulus(bits), &e).is_none(), "{bits}");
    }
    // Zeros in front make no key longer.
    let padded: Vec<u8> = std::iter::repeat_n(0, 128).chain(modulus(1024)).collect();
    assert!(Key::rsa(&padded, &e).is_none());
    for e in [&[][..], &[0], &[1], &[3], &[0, 17], &[1, 0, 0], &[0xff; 8], &[1; 9]] {
        assert!(Key::rsa(&modulus(2048), e).is_none(), "{e:?}");
    }
    let mut even = modulus(2048);
    even[255] = 0xfe;
    assert!(Key::rsa(&even, &[1, 0, 1]).is_none());
    assert!(Key::rsa(&[], &[1, 0, 1]).is_none());
}
