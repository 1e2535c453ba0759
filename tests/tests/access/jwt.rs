//! Attacks on tokens: RFC 8725, and what other products fell for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};
use strongroom_tests::{API, Client};

use crate::issuer::{AUDIENCE, Issuer, now};
use crate::on_both_authorizers;
use crate::scene::{Authorizer, Scene, text, unique};

fn me(client: &Client, token: &str) -> strongroom_tests::Answer {
    client.with_token(token).get(&format!("{API}/me"))
}

/// Refused as unauthenticated, in the same words whatever was wrong with its making.
#[track_caller]
fn refused(client: &Client, what: &str, token: &str) -> Value {
    let answer = me(client, token);
    assert_eq!(answer.status, 401, "{what}: {}", answer.text());
    let challenge = answer.header("www-authenticate").unwrap().to_owned();
    assert!(challenge.starts_with("Bearer"), "{what}: {challenge}");
    let problem = answer.refused(401, "unauthenticated");
    assert!(!problem.to_string().contains(token), "{what}: echoed");
    problem
}

fn header(scene: &Scene, other: Value) -> String {
    let mut header = json!({ "alg": "EdDSA", "kid": "ed", "typ": "JWT" });
    for (name, value) in other.as_object().unwrap() {
        header[name] = value.clone();
    }
    scene.issuer.signed(&header, &scene.issuer.claims(json!({})))
}

fn each_algorithm_signs_in(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let client = scene.owner();
    for (algorithm, kid) in [("EdDSA", "ed"), ("ES256", "ec"), ("RS256", "rsa")] {
        let subject = unique("subject");
        let claims = scene.issuer.claims(json!({ "sub": subject, "name": "A Person" }));
        for typ in [json!("JWT"), json!("at+jwt"), Value::Null] {
            let mut header = json!({ "alg": algorithm, "kid": kid });
            if !typ.is_null() {
                header["typ"] = typ;
            }
            let found = me(&client, &scene.issuer.signed(&header, &claims)).expect(200).json();
            assert_eq!(found["user"]["name"], "A Person", "{algorithm}");
            assert_eq!(found["token"]["kind"], "identity-token", "{algorithm}");
            assert_eq!(found["administrator"], false, "{algorithm}");
        }
    }
    // The audience may be one of several.
    let token = scene.issuer.token(json!({ "aud": ["something else", AUDIENCE] }));
    let _ = me(&client, &token).expect(200);
}

fn the_algorithm_is_not_the_tokens_choice(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let client = scene.owner();
    for (what, other) in [
        ("none", json!({ "alg": "none" })),
        ("None", json!({ "alg": "None" })),
        ("nOnE", json!({ "alg": "nOnE" })),
        ("no algorithm", json!({ "alg": "" })),
        ("a public key as a secret", json!({ "alg": "HS256", "kid": "rsa" })),
        ("the algorithm of another key", json!({ "alg": "RS256", "kid": "ed" })),
        ("the key of another algorithm", json!({ "alg": "EdDSA", "kid": "rsa" })),
        ("a curve for another", json!({ "alg": "ES256", "kid": "ed" })),
        ("in lower case", json!({ "alg": "eddsa" })),
        ("one that is not taken", json!({ "alg": "PS256", "kid": "rsa" })),
    ] {
        refused(&client, what, &header(&scene, other));
    }
    let claims = scene.issuer.claims(json!({}));
    let unsigned = |signature: &str| {
        let header = json!({ "alg": "none" });
        let part = |value: &Value| BASE64.encode(value.to_string());
        format!("{}.{}.{signature}", part(&header), part(&claims))
    };
    refused(&client, "unsigned", &unsigned(""));
    refused(&client, "unsigned, with something there", &unsigned("AAAA"));
}

fn a_key_is_found_in_the_configured_set_alone(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let client = scene.owner();
    let other = Issuer::new(&scene.issuer.name);
    let forged = |more: Value| {
        let mut header = json!({ "alg": "EdDSA", "kid": "ed", "typ": "JWT" });
        for (name, value) in more.as_object().unwrap() {
            header[name] = value.clone();
        }
        other.signed(&header, &other.claims(json!({})))
    };
    for (what, more) in [
        ("another's signature", json!({})),
        ("a key of its own", json!({ "jwk": other.key("ed") })),
        ("keys to be fetched", json!({ "jku": "http://127.0.0.1:1/keys" })),
        ("certificates to be fetched", json!({ "x5u": "http://127.0.0.1:1/certificate" })),
        ("certificates of its own", json!({ "x5c": ["AAAA"] })),
    ] {
        refused(&client, what, &forged(more));
    }
    for kid in [
        "nobody's",
        "",
        "ED",
        " ed",
        "ed\u{0}",
        "../ed",
        "../../../../dev/null",
        "ed' OR '1'='1",
        "http://127.0.0.1:1/ed",
        "rsa",
    ] {
        refused(&client, kid, &header(&scene, json!({ "kid": kid })));
    }
    refused(&client, "a kid that is no text", &header(&scene, json!({ "kid": 1 })));
    refused(&client, "a kid that is a list", &header(&scene, json!({ "kid": ["ed"] })));
}

fn a_token_is_for_here_from_there_and_for_now(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let client = scene.owner();
    let now = now();
    let issuer = &scene.issuer.name;
    for (what, claims, word) in [
        ("for another", json!({ "aud": "another" }), "audience"),
        ("for many others", json!({ "aud": ["a", "b"] }), "audience"),
        ("for the audience in another case", json!({ "aud": AUDIENCE.to_uppercase() }), "audience"),
        ("for nobody", json!({ "aud": null }), "audience"),
        ("for an empty list", json!({ "aud": [] }), "audience"),
        ("from another", json!({ "iss": "https://other.example.org" }), "issuer"),
        ("from almost there", json!({ "iss": format!("{issuer}/") }), "issuer"),
        ("from there in another case", json!({ "iss": issuer.to_uppercase() }), "issuer"),
        ("from there with a space", json!({ "iss": format!("{issuer} ") }), "issuer"),
        ("from nowhere", json!({ "iss": null }), "issuer"),
        ("from us", json!({ "iss": "strongroom", "aud": "strongroom" }), ""),
        ("expired", json!({ "exp": now - 120 }), "expired"),
        ("without an end", json!({ "exp": null }), ""),
        ("with an end that is a text", json!({ "exp": (now + 600).to_string() }), ""),
        ("not yet valid", json!({ "nbf": now + 300 }), "yet"),
        ("from the future", json!({ "iat": now + 300 }), "yet"),
        ("without a subject", json!({ "sub": null }), ""),
        ("with an empty subject", json!({ "sub": "" }), ""),
        ("with a subject that is no text", json!({ "sub": 7 }), ""),
        ("with a subject without end", json!({ "sub": "s".repeat(256) }), ""),
    ] {
        let problem = refused(&client, what, &scene.issuer.token(claims));
        let detail = text(&problem["detail"]).to_lowercase();
        assert!(detail.contains(word), "{what}: {detail}");
    }
    // Clocks differ: a minute is forgiven, two are not.
    let _ = me(&client, &scene.issuer.token(json!({ "exp": now - 20 }))).expect(200);
    let _ = me(&client, &scene.issuer.token(json!({ "nbf": now + 20 }))).expect(200);
}

fn a_token_made_for_something_else_is_none(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let client = scene.owner();
    for typ in ["strongroom-access+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt", "JWE", "jwt2"] {
        refused(&client, typ, &header(&scene, json!({ "typ": typ })));
    }
    refused(
        &client,
        "what must be understood",
        &header(&scene, json!({ "crit": ["b64"], "b64": false })),
    );
    refused(&client, "a nested token", &header(&scene, json!({ "cty": "JWT", "crit": ["cty"] })));
}

fn what_is_not_quite_a_token_is_none(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let client = scene.owner();
    let good = scene.issuer.token(json!({}));
    let _ = me(&client, &good).expect(200);
    let parts: Vec<&str> = good.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("three parts") };
    let other = scene.issuer.token(json!({ "sub": "another" }));
    let other_claims = other.split('.').nth(1).unwrap();
    for (what, token) in [
        ("two parts", format!("{header}.{claims}")),
        ("four parts", format!("{good}.{signature}")),
        ("five parts", format!("{header}.{claims}.{signature}.{claims}.{signature}")),
        ("no signature", format!("{header}.{claims}.")),
        ("claims of another", format!("{header}.{other_claims}.{signature}")),
        ("padding", format!("{header}.{claims}.{signature}==")),
        ("other letters", format!("{header}.{claims}.{}", signature.replace(['-', '_'], "+"))),
        ("a signature cut short", format!("{header}.{claims}.{}", &signature[..40])),
        ("a signature with more to it", format!("{header}.{claims}.{signature}AA")),
        ("too much of it", format!("{header}.{}.{signature}", "A".repeat(9000))),
    ] {
        if token != good {
            refused(&client, what, &token);
        }
    }
    let text_of = |part: &str| String::from_utf8(BASE64.decode(part).unwrap()).unwrap();
    let (header_text, claims_text) = (text_of(header), text_of(claims));
    let twice = |text: &str, member: &str| text.replacen('{', &format!("{{{member},"), 1);
    let ed = json!("EdDSA");
    for (what, header, claims) in [
        ("an algorithm twice", twice(&header_text, "\"alg\":\"none\""), claims_text.clone()),
        ("a subject twice", header_text.clone(), twice(&claims_text, "\"sub\":\"root\"")),
        ("an audience twice", header_text.clone(), twice(&claims_text, "\"aud\":\"x\"")),
        ("not JSON", header_text.clone(), "sub=root".to_owned()),
        ("a list", header_text.clone(), "[]".to_owned()),
        ("something behind", header_text.clone(), format!("{claims_text}{{}}")),
        ("deep", header_text.clone(), format!("{}{}", "[".repeat(3000), "]".repeat(3000))),
    ] {
        refused(&client, what, &scene.issuer.signed_text(&header, &claims, &ed));
    }
}

/// One person, by issuer and subject together and exactly.
fn a_subject_has_one_spelling(authorizer: Authorizer) {
    let scene = authorizer.scene();
    let base = unique("Subject");
    let user = |subject: &str| {
        let client = scene.sign_in(json!({ "sub": subject }));
        text(&client.get(&format!("{API}/me")).expect(200).json()["user"]["id"])
    };
    let first = user(&base);
    assert_eq!(first, user(&base));
    let spellings = [
        base.to_lowercase(),
        base.to_uppercase(),
        format!("{base} "),
        format!(" {base}"),
        base.replace('S', "\u{405}"),
        format!("{base}\u{301}"),
    ];
    for other in spellings {
        let client = scene.owner().with_token(&scene.issuer.token(json!({ "sub": other })));
        let answer = client.get(&format!("{API}/me"));
        match answer.status {
            200 => assert_ne!(text(&answer.json()["user"]["id"]), first, "{other}"),
            status => assert_eq!(status, 401, "{other}"),
        }
    }
}

on_both_authorizers! {
    each_algorithm_signs_in,
    the_algorithm_is_not_the_tokens_choice,
    a_key_is_found_in_the_configured_set_alone,
    a_token_is_for_here_from_there_and_for_now,
    a_token_made_for_something_else_is_none,
    what_is_not_quite_a_token_is_none,
    a_subject_has_one_spelling,
}
