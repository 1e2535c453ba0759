//! AES-256-GCM with a 96-bit nonce and a 128-bit tag, and nothing around it.
//!
//! Public so that published test vectors can run against exactly the code that seals. It does not
//! choose nonces, commit to a key or bind a place: secrets are sealed through
//! [`OwnerKey`](crate::OwnerKey). Depends on the `aes-gcm` crate.

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use strongroom_secret_bytes::{Key, SecretBytes};

use crate::Error;

pub const NONCE_BYTES: usize = 12;
pub const TAG_BYTES: usize = 16;

/// Ciphertext followed by the tag. A nonce must never be used twice with one key.
///
/// # Errors
/// [`Error::TooLong`] for a plaintext past what the mode can take.
pub fn seal(
    key: &Key,
    nonce: &[u8; NONCE_BYTES],
    additional_data: &[u8],
    plaintext: &SecretBytes,
) -> Result<Vec<u8>, Error> {
    let mut sealed = Vec::with_capacity(plaintext.len() + TAG_BYTES);
    append_sealed(&cipher(key.expose()), nonce, additional_data, plaintext.expose(), &mut sealed)?;
    Ok(sealed)
}

/// The plaintext of a ciphertext followed by its tag.
///
/// # Errors
/// [`Error::Malformed`] when there is no room for a tag, [`Error::NotAuthentic`] when the tag is not
/// that of this key, nonce, additional data and ciphertext.
pub fn open(
    key: &Key,
    nonce: &[u8; NONCE_BYTES],
    additional_data: &[u8],
    ciphertext_and_tag: &[u8],
) -> Result<SecretBytes, Error> {
    let (ciphertext, tag) = ciphertext_and_tag.split_last_chunk().ok_or(Error::Malformed)?;
    let mut plaintext = vec![0; ciphertext.len()];
    open_into(&cipher(key.expose()), nonce, additional_data, ciphertext, tag, &mut plaintext)?;
    Ok(SecretBytes::new(plaintext))
}

pub(crate) fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

/// Appends ciphertext and tag to `out`.
pub(crate) fn append_sealed(
    cipher: &Aes256Gcm,
    nonce: &[u8; NONCE_BYTES],
    additional_data: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let begin = out.len();
    out.resize(begin + plaintext.len(), 0);
    // Reading the plaintext where it lies spares a copy that would have to be wiped.
    let (_, ciphertext) = out.split_at_mut(begin);
    let buffer = InOutBuf::new(plaintext, ciphertext).map_err(|_| Error::TooLong)?;
    let tag = cipher
        .encrypt_inout_detached(nonce.into(), additional_data, buffer)
        .map_err(|_| Error::TooLong)?;
    out.extend_from_slice(&tag);
    Ok(())
}

/// Writes the plaintext to `out`, which must be as long as the ciphertext. Nothing is written unless
/// the tag is right.
pub(crate) fn open_into(
    cipher: &Aes256Gcm,
    nonce: &[u8; NONCE_BYTES],
    additional_data: &[u8],
    ciphertext: &[u8],
    tag: &[u8; TAG_BYTES],
    out: &mut [u8],
) -> Result<(), Error> {
    let buffer = InOutBuf::new(ciphertext, out).map_err(|_| Error::Malformed)?;
    cipher
        .decrypt_inout_detached(nonce.into(), additional_data, buffer, tag.into())
        .map_err(|_| Error::NotAuthentic)
}
