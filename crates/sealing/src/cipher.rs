//! What a 256-bit key becomes before it touches data: a commitment to the key, and AES-256-GCM under
//! a key derived beside it.
//!
//! Depends on HKDF-Expand (RFC 5869, section 2.3). Extract is left out because every key here is
//! uniformly random already.

use aes_gcm::Aes256Gcm;
use hkdf::Hkdf;
use sha2::Sha256;
use strongroom_secret_bytes::{Key, SecretBytes};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::aes_256_gcm::{self, NONCE_BYTES};
use crate::blob::{Blob, COMMITMENT_BYTES, Kind, OVERHEAD};
use crate::{Error, Random};

/// One key with one use. The cipher's key schedule is wiped when dropped.
pub(crate) struct Cipher {
    kind: Kind,
    commitment: [u8; COMMITMENT_BYTES],
    aes: Aes256Gcm,
}

impl Cipher {
    /// The cipher of `key` for blobs of `kind` and no others.
    pub(crate) fn derive(key: &Key, kind: Kind) -> Self {
        // No two kinds share a key even if two keys were equal.
        let info: &[u8] = match kind {
            Kind::OwnerKey => b"strongroom/v1/owner-key",
            Kind::DataKey => b"strongroom/v1/data-key",
            Kind::Field => b"strongroom/v1/field",
        };
        let mut derived = Zeroizing::new([[0; 32]; 2]);
        #[expect(clippy::expect_used, reason = "both lengths are constants that HKDF allows")]
        Hkdf::<Sha256>::from_prk(key.expose())
            .expect("32 bytes are a pseudorandom key of SHA-256")
            .expand(info, derived.as_flattened_mut())
            .expect("64 bytes are less than 255 blocks");
        let [commitment, aes_key] = &*derived;
        Self { kind, commitment: *commitment, aes: aes_256_gcm::cipher(aes_key) }
    }

    pub(crate) fn seal(
        &self,
        additional_data: &[u8],
        plaintext: &[u8],
        random: &mut impl Random,
    ) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_BYTES];
        random.fill(&mut nonce)?;
        let mut blob = Vec::with_capacity(OVERHEAD + plaintext.len());
        blob.extend_from_slice(&self.kind.header());
        blob.extend_from_slice(&self.commitment);
        blob.extend_from_slice(&nonce);
        aes_256_gcm::append_sealed(&self.aes, &nonce, additional_data, plaintext, &mut blob)?;
        Ok(blob)
    }

    pub(crate) fn open(&self, additional_data: &[u8], blob: &[u8]) -> Result<SecretBytes, Error> {
        let blob = self.parse(blob)?;
        let mut plaintext = vec![0; blob.ciphertext.len()];
        self.open_into(additional_data, &blob, &mut plaintext)?;
        Ok(SecretBytes::new(plaintext))
    }

    /// Opens a blob that holds a key, straight into the place where the key will live.
    pub(crate) fn open_key(&self, additional_data: &[u8], blob: &[u8]) -> Result<Key, Error> {
        let blob = self.parse(blob)?;
        let mut outcome = Ok(());
        let key =
            Key::filled(|key| outcome = self.open_into(additional_data, &blob, key.as_mut_slice()));
        outcome.map(|()| key)
    }

    /// Reads the blob's shape and checks that it was sealed under this very key.
    fn parse<'a>(&self, blob: &'a [u8]) -> Result<Blob<'a>, Error> {
        let blob = Blob::parse(blob, self.kind)?;
        if bool::from(self.commitment.ct_eq(blob.commitment)) {
            Ok(blob)
        } else {
            Err(Error::WrongKey)
        }
    }

    fn open_into(&self, additional_data: &[u8], blob: &Blob, out: &mut [u8]) -> Result<(), Error> {
        aes_256_gcm::open_into(
            &self.aes,
            blob.nonce,
            additional_data,
            blob.ciphertext,
            blob.tag,
            out,
        )
    }
}

/// A new key of 32 random bytes.
pub(crate) fn new_key(random: &mut impl Random) -> Result<Key, Error> {
    let mut outcome = Ok(());
    let key = Key::filled(|key| outcome = random.fill(key));
    outcome.map(|()| key)
}
