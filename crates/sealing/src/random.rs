//! Where keys and nonces come from.

use crate::Error;

/// A source of uniformly random bytes that nobody can predict.
///
/// A trait only so that test vectors can be made again byte for byte. Whatever else implements it
/// breaks every promise of this crate: a nonce used twice under one key gives plaintext away.
pub trait Random {
    /// Fills all of `bytes`.
    ///
    /// # Errors
    /// [`Error::Randomness`] when it cannot; `bytes` is then not to be used.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error>;
}

/// The operating system's generator, or the host's under WASI.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|_| Error::Randomness)
    }
}
