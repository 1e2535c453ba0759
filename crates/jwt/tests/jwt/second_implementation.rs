//! What another implementation signs is verified here, and what is signed here is verified there.

use proptest::prelude::*;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::json;
use strongroom_jwt::access::AccessToken;
use strongroom_jwt::{Compact, Error};
use strongroom_model::Id;
use strongroom_secret_bytes::Key as Seed;

use crate::support::{NOW, Signer, decode, encode, verify};

#[test]
fn tokens_of_another_implementation_are_verified() {
    for signer in [Signer::ed25519(1), Signer::p256()] {
        let set = signer.set("k");
        assert_eq!(verify(&signer.good(), &set).unwrap().text("iss"), Some("me"));
        let other = match &signer {
            Signer::Ed25519(_) => Signer::ed25519(2),
            Signer::P256(_) => Signer::p256(),
        };
        assert_eq!(verify(&signer.good(), &other.set("k")).err(), Some(Error::Signature));
    }
}

#[test]
fn our_tokens_are_verified_by_another_implementation() {
    let claims = AccessToken {
        id: Id::from_bytes([1; 20]),
        client: Id::from_bytes([2; 20]),
        generation: 3,
        issued_at: NOW,
        expires_at: NOW + 900,
    };
    let seed = Seed::filled(|bytes| *bytes = [9; 32]);
    let token = claims.sign("key-1", &seed).unwrap();
    let token = std::str::from_utf8(token.expose()).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let Signer::Ed25519(pair) = Signer::ed25519(9) else { panic!("not Ed25519") };
    use ring::signature::KeyPair as _;
    let key = UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref().to_vec());
    key.verify(signed.as_bytes(), &decode(signature)).unwrap();
    // And is, byte for byte, what the other would have made of the same claims.
    assert_eq!(encode(pair.sign(signed.as_bytes())), signature);
    let header: serde_json::Value =
        serde_json::from_slice(&decode(signed.split_once('.').unwrap().0)).unwrap();
    let expected = json!({"alg": "EdDSA", "typ": "strongroom-access+jwt", "kid": "key-1"});
    assert_eq!(header, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_byte_of_a_good_token_can_change(position: prop::sample::Index, to: u8, p256: bool) {
        let signer = if p256 { Signer::p256() } else { Signer::ed25519(1) };
        let good = signer.good();
        let mut changed = good.clone().into_bytes();
        let position = position.index(changed.len());
        prop_assume!(changed[position] != to);
        changed[position] = to;
        let found = Compact::parse(&changed).and_then(|token| {
            let set = strongroom_jwt::keys::KeySet::parse(signer.set("k").as_bytes()).unwrap();
            let key = set.find(token.algorithm(), token.key_id())?;
            token.verify(&key)
        });
        prop_assert!(found.is_err());
    }

    #[test]
    fn whatever_claims_are_signed_are_read_back(
        sub in "\\PC{1,40}", number in -9_007_199_254_740_991_i64..9_007_199_254_740_991,
        list in prop::collection::vec("\\PC{0,20}", 0..5),
    ) {
        let signer = Signer::ed25519(1);
        let payload = json!({"sub": sub, "number": number, "list": list}).to_string();
        let token = signer.token(r#"{"alg":"EdDSA"}"#, &payload);
        let claims = verify(&token, &signer.set("k")).unwrap();
        prop_assert_eq!(claims.subject().unwrap(), sub);
        prop_assert_eq!(claims.integer("number").unwrap(), Some(number));
        prop_assert_eq!(claims.texts("list").unwrap(), list);
    }
}
