//! One public key of one algorithm.

use ed25519_dalek::VerifyingKey as Ed25519;
use p256::ecdsa::VerifyingKey as P256;
use rsa::pkcs1v15::VerifyingKey as Pkcs1;
use rsa::signature::Verifier as _;
use rsa::{BoxedUint, PublicKey};
use sha2::Sha256;
use strongroom_model::provider::Algorithm;

/// Bits of an RSA modulus. Below, it can be factored; above, verifying is work that a stranger
/// can ask for.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// The public exponent that everyone uses is the least that is accepted.
const RSA_EXPONENT: std::ops::RangeInclusive<u64> = 65_537..=(1 << 33) - 1;

/// A key, which is for one algorithm and no other.
#[derive(Debug, Clone)]
pub struct Key(Public);

#[derive(Debug, Clone)]
enum Public {
    Ed25519(Box<Ed25519>),
    P256(Box<P256>),
    Rsa(Box<Pkcs1<Sha256>>, usize),
}

impl Key {
    /// `None` where it is not a point in the one spelling it has, or one of small order.
    #[must_use]
    pub fn ed25519(point: &[u8]) -> Option<Self> {
        let key = Ed25519::from_bytes(point.try_into().ok()?).ok()?;
        let is_canonical = key.to_edwards().compress().as_bytes() == key.as_bytes();
        (is_canonical && !key.is_weak()).then(|| Self(Public::Ed25519(Box::new(key))))
    }

    /// Big-endian coordinates of 32 bytes each; `None` where they are no point of the curve.
    #[must_use]
    pub fn p256(x: &[u8], y: &[u8]) -> Option<Self> {
        let x: &[u8; 32] = x.try_into().ok()?;
        let y: &[u8; 32] = y.try_into().ok()?;
        let point: Vec<u8> = [4].iter().chain(x).chain(y).copied().collect();
        let key = P256::from_sec1_bytes(&point).ok()?;
        Some(Self(Public::P256(Box::new(key))))
    }

    /// Big-endian numbers; `None` outside of 2048 to 8192 bits, and for a small exponent.
    #[must_use]
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let exponent = exponent
            .iter()
            .try_fold(0_u64, |sum, byte| sum.checked_mul(256).map(|sum| sum | u64::from(*byte)))?;
        let first = modulus.iter().position(|byte| *byte != 0)?;
        let modulus = modulus.get(first..)?;
        let bits = (modulus.len() * 8).checked_sub(modulus.first()?.leading_zeros() as usize)?;
        if !RSA_BITS.contains(&bits) || !RSA_EXPONENT.contains(&exponent) {
            return None;
        }
        let length = modulus.len();
        let modulus = BoxedUint::from_be_slice_vartime(modulus);
        let key = PublicKey::new_with_size_limits(modulus, exponent.into(), RSA_BITS).ok()?;
        Some(Self(Public::Rsa(Box::new(Pkcs1::new(key)), length)))
    }

    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Public::Ed25519(_) => Algorithm::EdDsa,
            Public::P256(_) => Algorithm::Es256,
            Public::Rsa(..) => Algorithm::Rs256,
        }
    }

    /// Whether the signature is of the holder of the key's other half, over exactly these bytes.
    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            // Strictly: without points of small order, one answer whoever asks.
            Public::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Public::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Public::Rsa(key, length) => {
                signature.len() == *length
                    && rsa::pkcs1v15::Signature::try_from(signature)
                        .is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
        }
    }
}
