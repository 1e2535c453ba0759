//! Ciphertext on its way between the sealer and the store.

use crate::FieldName;

/// One field's sealed blob. Its format is the sealing crate's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedField {
    pub name: FieldName,
    pub blob: Vec<u8>,
}

/// A version's ciphertext.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedVersion {
    /// Which of the owner's keys wraps the data key.
    pub owner_key_serial: u32,
    /// The wrapped data key.
    pub data_key: Vec<u8>,
    pub fields: Vec<SealedField>,
}

/// An owner key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedOwnerKey {
    /// Counts the owner's keys from 1.
    pub serial: u32,
    /// The root key that wraps this one.
    pub root_key: String,
    pub blob: Vec<u8>,
}
