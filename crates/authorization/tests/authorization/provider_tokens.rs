//! Attacks on tokens of identity providers, as RFC 8725 lists them, through the front door. The JWT
//! crate has them one by one; here none gets a session, and each is on record with its reason.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Value, json};
use strongroom_model::audit::AuthenticationFailure::{self, *};
use strongroom_ports::authentication::Failure;
use strongroom_secret_bytes::SecretBytes;

use crate::support::provider::{AUDIENCE, Signer, claims};
use crate::support::{START, Stage};

fn refused(stage: &Stage, token: SecretBytes) -> AuthenticationFailure {
    stage.forget();
    let shown = String::from_utf8_lossy(token.expose()).into_owned();
    let reason = match stage.authenticate(token, None) {
        Err(Failure::Rejected(reason)) => reason,
        Err(other) => panic!("{other:?} for {shown}"),
        Ok(_) => panic!("accepted {shown}"),
    };
    let log = stage.log();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].0, "authentication-failed");
    assert!(log[0].1.contains(reason.as_str()), "{log:?} {reason:?}");
    // Nothing of the token is in the log.
    for part in shown.split('.').filter(|part| part.len() > 8) {
        assert!(!log[0].1.contains(part));
    }
    reason
}

#[test]
fn claims_that_are_wrong_or_missing() {
    let (stage, signer) = Stage::with_provider(json!({}));
    for (change, reason) in [
        (json!({"iss": null}), Issuer),
        (json!({"iss": "https://evil.example.com"}), Issuer),
        (json!({"iss": "https://id.example.com/"}), Issuer),
        (json!({"iss": "HTTPS://id.example.com"}), Issuer),
        (json!({"iss": ["https://id.example.com"]}), Issuer),
        (json!({"iss": "strongroom"}), Issuer),
        (json!({"aud": null}), Audience),
        (json!({"aud": "another"}), Audience),
        (json!({"aud": []}), Audience),
        (json!({"aud": [AUDIENCE, 7]}), Audience),
        (json!({"aud": format!("{AUDIENCE} ")}), Audience),
        (json!({"sub": null}), Claims),
        (json!({"sub": ""}), Claims),
        (json!({"sub": 7}), Claims),
        (json!({"sub": "s".repeat(256)}), Claims),
        (json!({"exp": null}), Claims),
        (json!({"exp": (START + 3600).to_string()}), Claims),
        (json!({"iat": null}), Claims),
        (json!({"exp": START - 60}), Expired),
        (json!({"exp": i64::MIN}), Expired),
        (json!({"nbf": START + 61}), NotYetValid),
        (json!({"iat": START + 61}), NotYetValid),
        (json!({"nbf": "now"}), Claims),
    ] {
        assert_eq!(refused(&stage, signer.token(change.clone())), reason, "{change}");
    }
    for change in [
        json!({"aud": ["another", AUDIENCE]}),
        json!({"exp": START - 59}),
        json!({"nbf": START + 60}),
        json!({"iat": START + 60}),
        json!({"exp": 1_800_000_100.5}),
    ] {
        assert!(stage.authenticate(signer.token(change.clone()), None).is_ok(), "{change}");
    }
}

#[test]
fn headers_that_would_choose_how_they_are_verified() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let evil = Signer::new("key 1", 66);
    let with = |changes: Value| {
        let mut header = signer.header();
        for (name, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => header.as_object_mut().unwrap().remove(name),
                value => header.as_object_mut().unwrap().insert(name.clone(), value.clone()),
            };
        }
        header
    };
    for (header, reason) in [
        (with(json!({"alg": "none"})), Algorithm),
        (with(json!({"alg": "None"})), Algorithm),
        (with(json!({"alg": "HS256"})), Algorithm),
        (with(json!({"alg": "RS512"})), Algorithm),
        (with(json!({"alg": "eddsa"})), Algorithm),
        (with(json!({"alg": null})), Algorithm),
        (with(json!({"alg": "ES256"})), Key),
        (with(json!({"alg": "RS256"})), Key),
        (with(json!({"crit": ["exp"]})), Malformed),
        (with(json!({"b64": false, "crit": ["b64"]})), Malformed),
        (with(json!({"cty": "JWT"})), TokenType),
        (with(json!({"typ": "dpop+jwt"})), TokenType),
        (with(json!({"typ": "secevent+jwt"})), TokenType),
        (with(json!({"typ": 7})), TokenType),
        (with(json!({"typ": "strongroom-access+jwt"})), Key),
        (with(json!({"kid": "../../key 1"})), Key),
        (with(json!({"kid": "key 1' OR '1'='1"})), Key),
        (with(json!({"kid": "key 1\u{0}"})), Key),
        (with(json!({"kid": ["key 1"]})), Malformed),
        (with(json!({"kid": ""})), Malformed),
    ] {
        let token = signer.sign(&header, &claims(json!({})));
        assert_eq!(refused(&stage, token), reason, "{header}");
    }
    // A key that the token brings along is not looked at, and neither is where it says to be.
    for header in [
        with(json!({"jwk": evil.jwk()})),
        with(json!({"jku": "https://evil.example.com/jwks.json"})),
        with(json!({"x5u": "https://evil.example.com/cert.pem", "x5c": ["AAAA"]})),
    ] {
        assert_eq!(refused(&stage, evil.sign(&header, &claims(json!({})))), Signature, "{header}");
        assert!(stage.authenticate(signer.sign(&header, &claims(json!({}))), None).is_ok());
    }
    for typ in ["jwt", "JWT", "application/jwt", "at+jwt", "application/AT+JWT"] {
        let token = signer.sign(&with(json!({"typ": typ})), &claims(json!({})));
        assert!(stage.authenticate(token, None).is_ok(), "{typ}");
    }
    for header in [with(json!({"typ": null})), with(json!({"kid": null}))] {
        let token = signer.sign(&header, &claims(json!({})));
        assert!(stage.authenticate(token, None).is_ok(), "{header}");
    }
}

#[test]
fn an_algorithm_that_the_issuer_is_not_configured_for() {
    let (stage, signer) = Stage::with_provider(json!({"algorithms": ["RS256", "ES256"]}));
    assert_eq!(refused(&stage, signer.token(json!({}))), Algorithm);
}

#[test]
fn where_nothing_is_configured_no_issuer_is_good() {
    let (_, signer) = Stage::with_provider(json!({}));
    let stage = Stage::new();
    assert_eq!(refused(&stage, signer.token(json!({}))), Issuer);
}

#[test]
fn tokens_that_are_read_in_two_ways() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let good = String::from_utf8(signer.token(json!({})).into_exposed()).unwrap();
    let parts: Vec<&str> = good.split('.').collect();
    let encode = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
    let twice_alg = encode(r#"{"alg":"EdDSA","alg":"none","kid":"key 1"}"#);
    let twice_sub = encode(r#"{"iss":"https://id.example.com","sub":"a","sub":"b"}"#);
    let deep = encode(&format!(r#"{{"a":{}{}}}"#, "[".repeat(40), "]".repeat(40)));
    for (token, reason) in [
        (format!("{twice_alg}.{}.{}", parts[1], parts[2]), Malformed),
        (format!("{}.{twice_sub}.{}", parts[0], parts[2]), Malformed),
        (format!("{}.{deep}.{}", parts[0], parts[2]), Malformed),
        (format!("{}.{}.", parts[0], parts[1]), Signature),
        (format!("{}.{}", parts[0], parts[1]), Malformed),
        (format!("{good}.{}", parts[2]), Malformed),
        (format!("{good}="), Malformed),
        (format!("{good}\n"), Malformed),
        (format!(" {good}"), Malformed),
        (format!("{}=.{}.{}", parts[0], parts[1], parts[2]), Malformed),
        (format!("{}.{}.{}", parts[0], parts[1], parts[2].replace(['-', '_'], "+")), Malformed),
        (format!("{}.{}.{}", parts[0], encode("null"), parts[2]), Malformed),
        (format!("{}.{}.{}", parts[0], encode("[]"), parts[2]), Malformed),
        (format!("{}.{}.{}", encode("{}"), parts[1], parts[2]), Algorithm),
        (format!("{}.{}.{}", parts[0], "A".repeat(9000), parts[2]), Malformed),
    ] {
        if token != good {
            assert_eq!(refused(&stage, SecretBytes::from(token.clone())), reason, "{token}");
        }
    }
}

#[test]
fn no_byte_of_a_good_token_can_change() {
    let (stage, signer) = Stage::with_provider(json!({}));
    let good = signer.token(json!({})).into_exposed();
    for position in (0..good.len()).step_by(3) {
        let mut changed = good.clone();
        changed[position] ^= 1;
        let found = stage.authenticate(SecretBytes::new(changed), None).map(drop);
        assert!(matches!(found, Err(Failure::Rejected(_))), "{position} {found:?}");
    }
}
