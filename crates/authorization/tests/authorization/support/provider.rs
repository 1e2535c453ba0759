//! An identity provider: keys, and tokens signed with them by another implementation than ours.

use base64ct::{Base64UrlUnpadded, Encoding};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use strongroom_secret_bytes::SecretBytes;

use super::{ISSUER, START, Stage, id};

pub const AUDIENCE: &str = "strongroom.example.com";

pub struct Signer {
    pub kid: &'static str,
    key: Ed25519KeyPair,
}

impl Signer {
    pub fn new(kid: &'static str, seed: u8) -> Self {
        Self { kid, key: Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap() }
    }

    pub fn jwk(&self) -> Value {
        let x = Base64UrlUnpadded::encode_string(self.key.public_key().as_ref());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.kid, "use": "sig", "alg": "EdDSA"})
    }

    pub fn header(&self) -> Value {
        json!({"alg": "EdDSA", "typ": "JWT", "kid": self.kid})
    }

    pub fn sign(&self, header: &Value, payload: &Value) -> SecretBytes {
        let part = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
        let mut token = format!("{}.{}", part(header), part(payload));
        let signature = self.key.sign(token.as_bytes());
        token.push('.');
        token.push_str(&Base64UrlUnpadded::encode_string(signature.as_ref()));
        token.into()
    }

    /// A token that is good for an hour, with what a test changes.
    pub fn token(&self, changes: Value) -> SecretBytes {
        self.sign(&self.header(), &claims(changes))
    }
}

/// A null takes a claim away.
pub fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "subject 1", "iat": START, "exp": START + 3600,
        "name": "Ada", "email": "ada@example.com", "groups": [],
    });
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(name),
            value => claims.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    claims
}

pub fn jwks(signers: &[&Signer]) -> String {
    json!({"keys": signers.iter().map(|signer| signer.jwk()).collect::<Vec<_>>()}).to_string()
}

impl Stage {
    /// With one provider, and what a test changes of it.
    pub fn with_provider(changes: Value) -> (Self, Signer) {
        let stage = Self::new();
        let mut provider = json!({"issuer": ISSUER, "audiences": [AUDIENCE]});
        for (name, value) in changes.as_object().unwrap() {
            provider[name] = value.clone();
        }
        stage.platform.set("oidc", &json!([provider]).to_string());
        let signer = Signer::new("key 1", 1);
        stage.platform.publish(ISSUER, &jwks(&[&signer]));
        (stage, signer)
    }
}

/// The organization whose people a provider signs in.
pub fn of_organization(number: u8) -> Value {
    json!({"organization": id(number).to_string()})
}
