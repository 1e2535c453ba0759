//! An OpenID Connect provider, as far as whoever takes its tokens sees it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

pub(crate) const AUDIENCE: &str = "strongroom-suites";

/// Keys of the three kinds there are.
pub(crate) struct Issuer {
    pub(crate) name: String,
    ed25519: Ed25519KeyPair,
    p256: EcdsaKeyPair,
    rsa: RsaKeyPair,
    /// Modulus and exponent.
    rsa_public: (Vec<u8>, Vec<u8>),
}

impl Issuer {
    pub(crate) fn new(name: &str) -> Self {
        let random = SystemRandom::new();
        let ed25519 = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let p256 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let rsa = rsa::PrivateKey::new(&mut rand(), 2048).unwrap();
        let bytes = |number: &rsa::BoxedUint| -> Vec<u8> {
            number.to_be_bytes_trimmed_vartime().into_vec()
        };
        let rsa_public = (bytes(rsa.n().as_ref()), bytes(rsa.e()));
        Self {
            name: name.to_owned(),
            ed25519: Ed25519KeyPair::from_pkcs8(ed25519.as_ref()).unwrap(),
            p256: EcdsaKeyPair::from_pkcs8(
                &ECDSA_P256_SHA256_FIXED_SIGNING,
                p256.as_ref(),
                &random,
            )
            .unwrap(),
            rsa: RsaKeyPair::from_pkcs8(rsa.to_pkcs8_der().unwrap().as_bytes()).unwrap(),
            rsa_public,
        }
    }

    /// The table that has a server take its tokens, with keys that it fetches.
    pub(crate) fn provider(&self) -> Value {
        json!({ "issuer": self.name, "audiences": [AUDIENCE] })
    }

    /// The same with keys given and not fetched.
    pub(crate) fn provider_with_keys(&self) -> Value {
        let mut provider = self.provider();
        provider["jwks"] = self.keys().to_string().into();
        provider
    }

    /// The JWK Set.
    pub(crate) fn keys(&self) -> Value {
        json!({ "keys": [self.key("ed"), self.key("ec"), self.key("rsa")] })
    }

    pub(crate) fn key(&self, kid: &str) -> Value {
        match kid {
            "ed" => json!({
                "kid": "ed", "use": "sig", "kty": "OKP", "crv": "Ed25519",
                "x": BASE64.encode(self.ed25519.public_key()),
            }),
            "ec" => {
                // Uncompressed: a byte of form, then both coordinates.
                let point = &self.p256.public_key().as_ref()[1..];
                let (x, y) = point.split_at(32);
                json!({
                    "kid": "ec", "use": "sig", "alg": "ES256", "kty": "EC", "crv": "P-256",
                    "x": BASE64.encode(x), "y": BASE64.encode(y),
                })
            }
            _ => json!({
                "kid": "rsa", "use": "sig", "kty": "RSA",
                "n": BASE64.encode(&self.rsa_public.0), "e": BASE64.encode(&self.rsa_public.1),
            }),
        }
    }

    /// Claims that are in order, with these in the place of theirs; null takes one away.
    pub(crate) fn claims(&self, other: Value) -> Value {
        let now = now();
        let mut claims = json!({
            "iss": self.name, "aud": AUDIENCE, "sub": "somebody", "name": "Some Body",
            "iat": now, "exp": now + 600,
        });
        for (name, value) in other.as_object().unwrap() {
            match value {
                Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
                value => claims[name] = value.clone(),
            }
        }
        claims
    }

    /// A good token with these claims beside what every token has.
    pub(crate) fn token(&self, claims: Value) -> String {
        self.signed(&json!({ "alg": "EdDSA", "kid": "ed", "typ": "JWT" }), &self.claims(claims))
    }

    /// Signed by the key that the header's `alg` asks for.
    pub(crate) fn signed(&self, header: &Value, claims: &Value) -> String {
        self.signed_text(&header.to_string(), &claims.to_string(), &header["alg"])
    }

    /// As [`Self::signed`], of texts that need not be good JSON.
    pub(crate) fn signed_text(&self, header: &str, claims: &str, algorithm: &Value) -> String {
        let message = format!("{}.{}", BASE64.encode(header), BASE64.encode(claims));
        let signature = self.sign(message.as_bytes(), algorithm.as_str().unwrap());
        format!("{message}.{}", BASE64.encode(signature))
    }

    fn sign(&self, message: &[u8], algorithm: &str) -> Vec<u8> {
        let random = SystemRandom::new();
        match algorithm {
            "ES256" => self.p256.sign(&random, message).unwrap().as_ref().to_vec(),
            "RS256" => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                self.rsa.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
            // The public key as the secret of a MAC: what a confused verifier would accept.
            "HS256" => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &self.rsa_public.0);
                ring::hmac::sign(&key, message).as_ref().to_vec()
            }
            "none" => Vec::new(),
            _ => self.ed25519.sign(message).as_ref().to_vec(),
        }
    }
}

pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    i64::try_from(since).unwrap()
}

fn rand() -> impl rsa::rand_core::CryptoRng {
    struct System;
    impl rsa::rand_core::TryRng for System {
        type Error = std::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            let mut bytes = [0; 4];
            self.try_fill_bytes(&mut bytes)?;
            Ok(u32::from_le_bytes(bytes))
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            let mut bytes = [0; 8];
            self.try_fill_bytes(&mut bytes)?;
            Ok(u64::from_le_bytes(bytes))
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            ring::rand::SecureRandom::fill(&SystemRandom::new(), bytes).unwrap();
            Ok(())
        }
    }
    impl rsa::rand_core::TryCryptoRng for System {}
    System
}
