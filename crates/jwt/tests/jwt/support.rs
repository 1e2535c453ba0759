//! Signers of another implementation, and the way a verifier goes.

use base64ct::{Base64UrlUnpadded, Encoding};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use strongroom_jwt::claims::Claims;
use strongroom_jwt::keys::KeySet;
use strongroom_jwt::{Compact, Error};

pub const NOW: i64 = 1_800_000_000;

pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

pub fn decode(text: &str) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(text).unwrap()
}

pub enum Signer {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
}

impl Signer {
    pub fn ed25519(seed: u8) -> Self {
        Self::Ed25519(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    pub fn p256() -> Self {
        let (random, alg) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let document = EcdsaKeyPair::generate_pkcs8(alg, &random).unwrap();
        Self::P256(EcdsaKeyPair::from_pkcs8(alg, document.as_ref(), &random).unwrap())
    }

    pub fn alg(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "EdDSA",
            Self::P256(_) => "ES256",
        }
    }

    pub fn jwk(&self, kid: &str) -> Value {
        match self {
            Self::Ed25519(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": encode(key.public_key())})
            }
            Self::P256(key) => {
                let point = key.public_key().as_ref();
                let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
                json!({"kty": "EC", "crv": "P-256", "kid": kid, "x": x, "y": y})
            }
        }
    }

    pub fn set(&self, kid: &str) -> String {
        json!({"keys": [self.jwk(kid)]}).to_string()
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(message).as_ref().to_vec(),
            Self::P256(key) => key.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec(),
        }
    }

    /// Header and payload as they are written.
    pub fn token(&self, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", encode(header), encode(payload));
        let signature = self.sign(signed.as_bytes());
        format!("{signed}.{}", encode(signature))
    }

    pub fn good(&self) -> String {
        let header = json!({"alg": self.alg(), "kid": "k"}).to_string();
        let payload = json!({"iss": "me", "iat": NOW, "exp": NOW + 60}).to_string();
        self.token(&header, &payload)
    }
}

/// The whole way, with the keys of a set.
pub fn verify(token: &str, set: &str) -> Result<Claims, Error> {
    let token = Compact::parse(token.as_bytes())?;
    let set = KeySet::parse(set.as_bytes()).unwrap();
    let key = set.find(token.algorithm(), token.key_id())?;
    token.verify(&key).map(Claims::new)
}
