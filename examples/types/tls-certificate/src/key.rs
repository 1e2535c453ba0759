//! A private key, as far as it says which public key is its own.

use der::Decode as _;
use ed25519_dalek::SigningKey;
use p256::pkcs8::{DecodePrivateKey, EncodePublicKey};
use pkcs8::PrivateKeyInfoRef;
use rsa::pkcs1::DecodeRsaPrivateKey as _;

use crate::pem::{self, Block};

/// The public half, as a certificate has it.
pub(crate) struct PublicKey {
    pub(crate) info: Vec<u8>,
}

const RSA: &str = "1.2.840.113549.1.1.1";
const EC: &str = "1.2.840.10045.2.1";
const ED25519: &str = "1.3.101.112";

const MALFORMED: &str = "is damaged: what is in the PEM block is no private key";
const OTHER: &str = "must be an RSA, P-256, P-384 or Ed25519 key";

pub(crate) fn read(text: &str) -> Result<PublicKey, &'static str> {
    let blocks = pem::blocks(text)?;
    // Tools write the curve in front of a key on it.
    let keys: Vec<_> = blocks.iter().filter(|block| block.label != "EC PARAMETERS").collect();
    let [block] = keys.as_slice() else { return Err("must hold one private key and nothing else") };
    let Block { label, is_encrypted, der } = block;
    match *label {
        "ENCRYPTED PRIVATE KEY" => Err(PROTECTED),
        _ if *is_encrypted => Err(PROTECTED),
        "PRIVATE KEY" => of_pkcs8(der),
        "RSA PRIVATE KEY" => {
            of(rsa::PrivateKey::from_pkcs1_der(der).map(|key| key.to_public_key()))
        }
        "EC PRIVATE KEY" => of_sec1(der),
        "OPENSSH PRIVATE KEY" => Err("is a key of SSH; servers of TLS do not read it"),
        "CERTIFICATE" => Err("is a certificate, and not the private key"),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Err("is the public key, and not the private one"),
        _ => Err(OTHER),
    }
}

const PROTECTED: &str = "needs a passphrase: take it off, with openssl pkey for one, since whatever \
                         serves the certificate would have to know it too";

fn of_pkcs8(der: &[u8]) -> Result<PublicKey, &'static str> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| MALFORMED)?;
    match info.algorithm.oid.to_string().as_str() {
        RSA => of(rsa::PrivateKey::from_pkcs8_der(der).map(|key| key.to_public_key())),
        ED25519 => of(SigningKey::from_pkcs8_der(der).map(|key| key.verifying_key())),
        EC => match p256::SecretKey::from_pkcs8_der(der) {
            Ok(key) => of(Ok::<_, ()>(key.public_key())),
            Err(_) => match p384::SecretKey::from_pkcs8_der(der) {
                Ok(key) => of(Ok::<_, ()>(key.public_key())),
                Err(_) => Err(OTHER),
            },
        },
        _ => Err(OTHER),
    }
}

fn of_sec1(der: &[u8]) -> Result<PublicKey, &'static str> {
    match p256::SecretKey::from_sec1_der(der) {
        Ok(key) => of(Ok::<_, ()>(key.public_key())),
        Err(_) => match p384::SecretKey::from_sec1_der(der) {
            Ok(key) => of(Ok::<_, ()>(key.public_key())),
            Err(_) => Err(OTHER),
        },
    }
}

fn of<E>(key: Result<impl EncodePublicKey, E>) -> Result<PublicKey, &'static str> {
    let key = key.map_err(|_| MALFORMED)?;
    let info = key.to_public_key_der().map_err(|_| MALFORMED)?;
    Ok(PublicKey { info: info.into_vec() })
}
