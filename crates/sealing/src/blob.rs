//! The sealed blob as bytes: header, key commitment, nonce, ciphertext, tag.
//!
//! Only the shape is read and judged here; nothing is decrypted.

use crate::Error;
use crate::aes_256_gcm::{NONCE_BYTES, TAG_BYTES};

pub(crate) const COMMITMENT_BYTES: usize = 32;
pub(crate) const KEY_BYTES: usize = 32;
/// What a blob has more than its plaintext.
pub(crate) const OVERHEAD: usize = HEADER_BYTES + COMMITMENT_BYTES + NONCE_BYTES + TAG_BYTES;

const HEADER_BYTES: usize = 4;
const FORMAT: u8 = 1;

/// What a blob holds. The number is its fourth byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    OwnerKey = 1,
    DataKey = 2,
    Field = 3,
}

impl Kind {
    pub(crate) const fn header(self) -> [u8; HEADER_BYTES] {
        [b'S', b'R', FORMAT, self as u8]
    }
}

/// A blob whose format, kind and length are right.
pub(crate) struct Blob<'a> {
    pub(crate) commitment: &'a [u8; COMMITMENT_BYTES],
    pub(crate) nonce: &'a [u8; NONCE_BYTES],
    pub(crate) ciphertext: &'a [u8],
    pub(crate) tag: &'a [u8; TAG_BYTES],
}

impl<'a> Blob<'a> {
    /// # Errors
    /// [`Error::Malformed`] for another format or kind, and for a length that no blob of this kind
    /// has.
    pub(crate) fn parse(bytes: &'a [u8], kind: Kind) -> Result<Self, Error> {
        Self::split(bytes, kind).ok_or(Error::Malformed)
    }

    fn split(bytes: &'a [u8], kind: Kind) -> Option<Self> {
        let rest = bytes.strip_prefix(&kind.header())?;
        let (commitment, rest) = rest.split_first_chunk()?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let (ciphertext, tag) = rest.split_last_chunk()?;
        let fits = match kind {
            Kind::OwnerKey | Kind::DataKey => ciphertext.len() == KEY_BYTES,
            Kind::Field => true,
        };
        fits.then_some(Self { commitment, nonce, ciphertext, tag })
    }
}
