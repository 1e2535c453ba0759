//! Our own access tokens.

use proptest::prelude::*;
use serde_json::{Value, json};
use strongroom_jwt::access::{AccessToken, is_key_id, public_key};
use strongroom_jwt::{Compact, Error};
use strongroom_model::Id;
use strongroom_secret_bytes::Key as Seed;

use crate::support::{NOW, Signer};

fn seed(byte: u8) -> Seed {
    Seed::filled(|bytes| *bytes = [byte; 32])
}

fn claims() -> AccessToken {
    AccessToken {
        id: Id::from_bytes([1; 20]),
        client: Id::from_bytes([2; 20]),
        generation: 3,
        issued_at: NOW,
        expires_at: NOW + 900,
    }
}

fn verify(token: &[u8], key: u8, now: i64) -> Result<AccessToken, Error> {
    AccessToken::verify(Compact::parse(token)?, &public_key(&seed(key)).unwrap(), now)
}

#[test]
fn what_was_signed_is_verified_with_the_same_key_alone() {
    let token = claims().sign("key-1", &seed(9)).unwrap();
    assert_eq!(verify(token.expose(), 9, NOW), Ok(claims()));
    assert_eq!(verify(token.expose(), 8, NOW), Err(Error::Signature));
    assert_eq!(Compact::parse(token.expose()).unwrap().key_id(), Some("key-1"));
    // Until it has ended, and not before it began.
    assert!(verify(token.expose(), 9, NOW + 899).is_ok());
    assert_eq!(verify(token.expose(), 9, NOW + 960), Err(Error::Expired));
    assert_eq!(verify(token.expose(), 9, NOW - 61), Err(Error::NotYetValid));
}

#[test]
fn the_right_key_makes_no_token_of_other_claims() {
    let signer = Signer::ed25519(9);
    let token = |header: Value, change: &str, value: Value| {
        let mut payload = json!({
            "iss": "strongroom", "aud": "strongroom", "sub": claims().client.to_string(), "gen": 3,
            "jti": claims().id.to_string(), "iat": NOW, "exp": NOW + 900,
        });
        payload[change] = value;
        let token = signer.token(&header.to_string(), &payload.to_string());
        verify(token.as_bytes(), 9, NOW)
    };
    let header = || json!({"alg": "EdDSA", "typ": "strongroom-access+jwt", "kid": "key-1"});
    assert_eq!(token(header(), "iss", json!("strongroom")), Ok(claims()));
    for (name, value, error) in [
        ("iss", json!("https://id.example.com"), Error::Issuer),
        ("iss", json!("Strongroom"), Error::Issuer),
        ("iss", json!(null), Error::Issuer),
        ("aud", json!("another"), Error::Audience),
        ("aud", json!(null), Error::Audience),
        ("sub", json!("not an id"), Error::Claims),
        ("sub", json!(null), Error::Claims),
        ("jti", json!(7), Error::Claims),
        ("gen", json!("3"), Error::Claims),
        ("gen", json!(-1), Error::Claims),
        ("gen", json!(4_294_967_296_u64), Error::Claims),
        ("gen", json!(3.5), Error::Claims),
        ("gen", json!(null), Error::Claims),
        ("exp", json!(null), Error::Claims),
        ("iat", json!(null), Error::Claims),
    ] {
        assert_eq!(token(header(), name, value.clone()), Err(error), "{name} {value}");
    }
    for typ in [json!("JWT"), json!("at+jwt")] {
        let mut header = header();
        header["typ"] = typ;
        assert_eq!(token(header, "iss", json!("strongroom")), Err(Error::Type));
    }
    let untyped = json!({"alg": "EdDSA", "kid": "key-1"});
    assert_eq!(token(untyped, "iss", json!("strongroom")), Err(Error::Type));
}

#[test]
fn another_algorithm_is_never_ours() {
    let signer = Signer::p256();
    let token = signer.token(
        r#"{"alg":"ES256","typ":"strongroom-access+jwt","kid":"key-1"}"#,
        r#"{"iss":"strongroom"}"#,
    );
    assert_eq!(verify(token.as_bytes(), 9, NOW), Err(Error::Algorithm));
}

#[test]
fn an_id_of_a_key_is_short_and_plain() {
    for good in ["a", "key-1", "2026.1_x", &"k".repeat(64)] {
        assert!(is_key_id(good), "{good}");
        assert!(claims().sign(good, &seed(9)).is_ok());
    }
    for bad in ["", " ", "a b", "a/b", "..\\a", "a\"b", "é", "a\n", &"k".repeat(65)] {
        assert!(!is_key_id(bad), "{bad}");
        assert!(claims().sign(bad, &seed(9)).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_signed_is_read_back(
        id: [u8; 20], client: [u8; 20], generation: u32, left in 1_i64..1_000_000, key: u8,
    ) {
        let claims = AccessToken {
            id: Id::from_bytes(id),
            client: Id::from_bytes(client),
            generation,
            issued_at: NOW,
            expires_at: NOW + left,
        };
        let token = claims.sign("key-1", &seed(key)).unwrap();
        prop_assert!(token.len() < 512);
        prop_assert_eq!(verify(token.expose(), key, NOW), Ok(claims));
    }
}
