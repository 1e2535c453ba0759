//! Bytes nobody may see by accident.
//!
//! [`SecretBytes`] holds plaintext and [`Key`] a 32-byte key. Neither has `Clone`, `Display`,
//! `Serialize` or a telling `Debug`; both are wiped when dropped. Reading one is spelled `expose`,
//! so a search for that word finds each place that touches a secret.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Plaintext of a value, of any length.
///
/// ```compile_fail
/// let secret = strongroom_secret_bytes::SecretBytes::new(vec![1]);
/// let copy = secret.clone();
/// ```
/// ```compile_fail
/// let secret = strongroom_secret_bytes::SecretBytes::new(vec![1]);
/// println!("{secret}");
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// Takes the bytes over without a copy. What the vector's spare capacity holds is wiped with it.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes up, to move them over a boundary that has no type for secrets.
    #[must_use]
    pub fn into_exposed(mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for SecretBytes {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretBytes(redacted)")
    }
}

/// A 256-bit key. Filled in place, so that no copy of it is left on a stack frame that is gone.
///
/// ```compile_fail
/// let key = strongroom_secret_bytes::Key::filled(|_| {});
/// let copy = key.clone();
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Key(Box<[u8; 32]>);

impl Key {
    /// A key that `fill` writes.
    pub fn filled(fill: impl FnOnce(&mut [u8; 32])) -> Self {
        let mut key = Self(Box::new([0; 32]));
        fill(&mut key.0);
        key
    }

    /// A key from exactly 32 bytes, `None` for any other length.
    #[must_use]
    pub fn from_secret(bytes: &SecretBytes) -> Option<Self> {
        let bytes: &[u8; 32] = bytes.expose().try_into().ok()?;
        Some(Self::filled(|key| key.copy_from_slice(bytes)))
    }

    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", SecretBytes::from("hunter2".to_owned())),
            "SecretBytes(redacted)"
        );
        assert_eq!(format!("{:?}", Key::filled(|key| key.fill(7))), "Key(redacted)");
    }

    #[test]
    fn a_key_has_32_bytes() {
        assert!(Key::from_secret(&SecretBytes::new(vec![0; 32])).is_some());
        assert!(Key::from_secret(&SecretBytes::new(vec![0; 31])).is_none());
    }
}
