//! Why something was not sealed or not opened. Holds no key, no plaintext and no input.

/// Failures to open are told apart only as far as an operator needs, to know whether the bytes, the
/// key or the place is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not a blob of the format, kind and length expected.
    #[error("the sealed bytes are malformed")]
    Malformed,
    /// The key commitment is another key's: nothing was decrypted.
    #[error("the sealed bytes belong to another key")]
    WrongKey,
    /// The key is right, but the bytes were changed or were sealed for another place.
    #[error("the sealed bytes do not authenticate")]
    NotAuthentic,
    /// AES-GCM takes no more than 64 GiB under one nonce.
    #[error("the value is too long to seal")]
    TooLong,
    #[error("a field is named twice")]
    RepeatedField,
    #[error("the source of randomness failed")]
    Randomness,
}
