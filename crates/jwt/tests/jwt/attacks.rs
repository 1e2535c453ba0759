//! RFC 8725, line by line: what each section warns of is tried, signed by the rightful key where
//! that can be, so that nothing but the check in question stands in the way.

use serde_json::json;
use strongroom_jwt::keys::KeySet;
use strongroom_jwt::{Compact, Error, Kind};

use crate::support::{NOW, Signer, encode, verify};

fn with_header(header: &str) -> Option<Error> {
    let signer = Signer::ed25519(1);
    let token = signer.token(header, r#"{"iss":"me"}"#);
    verify(&token, &signer.set("k")).err()
}

/// 3.1: the algorithm is of the verifier's choosing.
#[test]
fn an_algorithm_that_is_none_another_case_or_unknown() {
    for alg in [
        r#""none""#,
        r#""None""#,
        r#""NONE""#,
        r#""nOnE""#,
        r#""""#,
        r#""HS256""#,
        r#""HS512""#,
        r#""RS384""#,
        r#""RS512""#,
        r#""PS256""#,
        r#""ES384""#,
        r#""ES256K""#,
        r#""Ed25519""#,
        r#""eddsa""#,
        r#""EDDSA""#,
        r#"" EdDSA""#,
        r#""EdDSA ""#,
        "null",
        "1",
        r#"["EdDSA"]"#,
        r#"{"EdDSA":1}"#,
        "true",
    ] {
        assert_eq!(with_header(&format!(r#"{{"alg":{alg}}}"#)), Some(Error::Algorithm), "{alg}");
    }
    assert_eq!(with_header("{}"), Some(Error::Algorithm));
    assert_eq!(with_header(r#"{"ALG":"EdDSA"}"#), Some(Error::Algorithm));
    // Without a signature, with every spelling of nothing.
    let unsigned = format!("{}.{}.", encode(r#"{"alg":"EdDSA"}"#), encode("{}"));
    assert_eq!(verify(&unsigned, &Signer::ed25519(1).set("k")).err(), Some(Error::Signature));
    let unsigned = format!("{}.{}.", encode(r#"{"alg":"none"}"#), encode("{}"));
    assert_eq!(verify(&unsigned, &Signer::ed25519(1).set("k")).err(), Some(Error::Algorithm));
}

/// 3.1, 2.1: a public key taken for a shared secret, and a key for another algorithm.
#[test]
fn a_public_key_is_no_shared_secret_and_no_key_of_another_algorithm() {
    use ring::hmac;
    let set = Signer::ed25519(1).set("k");
    for secret in [set.as_bytes(), b"x"] {
        let signed = format!("{}.{}", encode(r#"{"alg":"HS256"}"#), encode("{}"));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
        let token = format!("{signed}.{}", encode(tag));
        assert_eq!(verify(&token, &set).err(), Some(Error::Algorithm));
    }
    for alg in ["RS256", "ES256"] {
        let header = format!(r#"{{"alg":"{alg}","kid":"k"}}"#);
        assert_eq!(with_header(&header), Some(Error::NoKey), "{alg}");
    }
    // Even with a key in hand.
    let signer = Signer::p256();
    let token = signer.good();
    let set = KeySet::parse(Signer::ed25519(1).set("k").as_bytes()).unwrap();
    let key = set.find(strongroom_model::provider::Algorithm::EdDsa, None).unwrap();
    let found = Compact::parse(token.as_bytes()).unwrap().verify(&key);
    assert_eq!(found, Err(Error::Algorithm));
}

/// 3.2, 3.4: signatures are checked whole, and points are points.
#[test]
fn signatures_of_another_length_or_of_nothing() {
    for signer in [Signer::ed25519(1), Signer::p256()] {
        let good = signer.good();
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let signature = crate::support::decode(signature);
        let mut longer = signature.clone();
        longer.push(0);
        let swapped: Vec<u8> = signature[32..].iter().chain(&signature[..32]).copied().collect();
        for wrong in
            [vec![], vec![0; 64], vec![0xff; 64], signature[..63].to_vec(), longer, swapped]
        {
            let token = format!("{signed}.{}", encode(wrong));
            assert_eq!(verify(&token, &signer.set("k")).err(), Some(Error::Signature));
        }
    }
}

/// 3.6, 3.7: compression and other texts than UTF-8 JSON.
#[test]
fn headers_and_payloads_that_two_readers_read_in_two_ways() {
    let signer = Signer::ed25519(1);
    let set = signer.set("k");
    let payload = |payload: &str| verify(&signer.token(r#"{"alg":"EdDSA"}"#, payload), &set).err();
    for header in [
        "",
        "null",
        "[]",
        r#""EdDSA""#,
        r#"{"alg":"EdDSA""#,
        r#"{"alg":"EdDSA"}{}"#,
        r#"{"alg":"EdDSA",}"#,
        r#"{'alg':'EdDSA'}"#,
        r#"{"alg":"EdDSA","alg":"EdDSA"}"#,
        r#"{"alg":"none","alg":"EdDSA"}"#,
        "{\"alg\":\"EdDSA\",\"al\\u0067\":\"none\"}",
        "\u{feff}{\"alg\":\"EdDSA\"}",
        "{\"alg\":\"EdDSA\"}\0",
    ] {
        assert_eq!(with_header(header), Some(Error::Header), "{header}");
    }
    for text in [
        "",
        "null",
        "[]",
        "7",
        r#"{"iss":"a","iss":"b"}"#,
        r#"{"iss":"a","is\u0073":"b"}"#,
        r#"{"a":{"b":1,"b":2}}"#,
        r#"{"a":[{"b":1,"b":2}]}"#,
        r#"{"a":NaN}"#,
        r#"{"a":1e999}"#,
        "{\"a\":\"\u{1}\"}",
    ] {
        assert_eq!(payload(text), Some(Error::Payload), "{text}");
    }
    let nested = |levels: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    assert_eq!(payload(&nested(15)), None);
    assert_eq!(payload(&nested(16)), Some(Error::Payload));
    assert_eq!(payload(&nested(2000)), Some(Error::Payload));
    let invalid = format!("{}.{}.AA", encode(r#"{"alg":"EdDSA"}"#), encode(b"{\"a\":\"\xff\"}"));
    assert_eq!(verify(&invalid, &set).err(), Some(Error::Payload));
    // White space is JSON's, and an unknown member is nobody's business.
    assert_eq!(with_header(" { \"alg\" : \"EdDSA\" , \"zip\" : \"DEF\" } "), None);
}

/// RFC 7515 4.1.11: extensions that have to be understood are not.
#[test]
fn extensions_are_refused_whatever_they_are() {
    for crit in ["[]", r#"["exp"]"#, r#"["b64"]"#, "null", r#""exp""#] {
        let header = format!(r#"{{"alg":"EdDSA","crit":{crit},"exp":1}}"#);
        assert_eq!(with_header(&header), Some(Error::Critical), "{crit}");
    }
}

/// 3.10: nothing in a token is looked up, and an id is compared and nothing else.
#[test]
fn keys_that_come_with_a_token_or_are_said_to_be_elsewhere() {
    let (signer, evil) = (Signer::ed25519(1), Signer::ed25519(66));
    let jwk = evil.jwk("k").to_string();
    for more in [
        format!(r#""jwk":{jwk}"#),
        r#""jku":"https://evil.example.com/keys""#.to_owned(),
        r#""x5u":"file:///etc/passwd""#.to_owned(),
        r#""x5c":["AAAA"],"x5t":"AAAA""#.to_owned(),
    ] {
        let token = evil.token(&format!(r#"{{"alg":"EdDSA","kid":"k",{more}}}"#), "{}");
        assert_eq!(verify(&token, &signer.set("k")).err(), Some(Error::Signature), "{more}");
    }
    for kid in ["K", "k ", "../k", "k\\u0000", "%6b", "k' OR 1=1--", "/dev/null", "*"] {
        let header = format!(r#"{{"alg":"EdDSA","kid":"{kid}"}}"#);
        assert_eq!(with_header(&header), Some(Error::NoKey), "{kid}");
    }
    for kid in ["7", "null", r#"["k"]"#, r#"{"a":1}"#, r#""""#] {
        let header = format!(r#"{{"alg":"EdDSA","kid":{kid}}}"#);
        assert_eq!(with_header(&header), Some(Error::Header), "{kid}");
    }
    let long = format!(r#"{{"alg":"EdDSA","kid":"{}"}}"#, "k".repeat(257));
    assert_eq!(with_header(&long), Some(Error::Header));
}

/// 3.11, 3.12: a token is for one thing.
#[test]
fn a_type_says_what_a_token_is_for_and_others_are_refused() {
    let parse = |typ: &str| {
        let token = Signer::ed25519(1).token(&format!(r#"{{"alg":"EdDSA"{typ}}}"#), "{}");
        Compact::parse(token.as_bytes()).map(|token| token.kind())
    };
    for typ in [
        "",
        r#","typ":"JWT""#,
        r#","typ":"jwt""#,
        r#","typ":"at+jwt""#,
        r#","typ":"application/at+JWT""#,
    ] {
        assert_eq!(parse(typ), Ok(Kind::Identity), "{typ}");
    }
    for typ in ["strongroom-access+jwt", "application/Strongroom-Access+JWT"] {
        assert_eq!(parse(&format!(r#","typ":"{typ}""#)), Ok(Kind::Access), "{typ}");
    }
    for typ in [
        r#""""#,
        r#""JOSE""#,
        r#""dpop+jwt""#,
        r#""secevent+jwt""#,
        r#""logout+jwt""#,
        "null",
        "7",
        r#""application/application/jwt""#,
        r#""jwt ""#,
        r#""text/jwt""#,
        r#"["JWT"]"#,
    ] {
        assert_eq!(parse(&format!(r#","typ":{typ}"#)), Err(Error::Type), "{typ}");
    }
    // A token within a token.
    assert_eq!(parse(r#","cty":"JWT""#), Err(Error::Type));
}

/// Form: three parts of unpadded base64url in the one spelling there is, and not too long.
#[test]
fn other_forms_of_a_token() {
    let good = Signer::ed25519(1).good();
    let parts: Vec<&str> = good.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("three parts") };
    for token in [
        String::new(),
        ".".to_owned(),
        "..".to_owned() + ".",
        format!("{header}.{payload}"),
        format!("{good}."),
        format!(".{good}"),
        format!("{good}.{signature}.{signature}"),
        format!("{good}="),
        format!("{good} "),
        format!("{good}\n"),
        format!(" {good}"),
        format!("{header}.{payload}.{}+", &signature[1..]),
        format!("{header}.{payload}.{}/", &signature[1..]),
        // The last character of 86 carries four bits that have to be zero.
        format!("{header}.{payload}.{}B", &signature[..85]),
        format!("{header}.{payload}.{}é", &signature[2..]),
        format!("{{\"payload\":\"{payload}\",\"signatures\":[]}}"),
    ] {
        assert_eq!(Compact::parse(token.as_bytes()).err(), Some(Error::Form), "{token}");
    }
    let long = format!("{header}.{}.{signature}", encode("x".repeat(8000)));
    assert_eq!(Compact::parse(long.as_bytes()).err(), Some(Error::TooLong));
}

/// 3.8: an issuer is compared as it is.
#[test]
fn an_issuer_that_is_no_text_is_none() {
    for payload in ["{}", r#"{"iss":null}"#, r#"{"iss":7}"#, r#"{"iss":["me"]}"#] {
        let token = Signer::ed25519(1).token(r#"{"alg":"EdDSA"}"#, payload);
        let token = Compact::parse(token.as_bytes()).unwrap();
        assert_eq!(token.issuer(), Err(Error::Issuer), "{payload}");
    }
    let payload = json!({"iss": "me", "iat": NOW}).to_string();
    let token = Signer::ed25519(1).token(r#"{"alg":"EdDSA"}"#, &payload);
    assert_eq!(Compact::parse(token.as_bytes()).unwrap().issuer(), Ok("me"));
}
