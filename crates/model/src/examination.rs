//! What was found in an owner's values when somebody who may reveal them had them looked at.

use crate::{FieldName, Name, SecretKey};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examination {
    /// Secrets whose values were looked at.
    pub examined: u32,
    /// Not looked at: the caller may not reveal them, or their type is not loaded or has no field
    /// that is a secret.
    pub skipped: u32,
    /// Whether these are all of the owner's, and not the first
    /// [`crate::limits::LIST_ENTRIES`] by name alone.
    pub complete: bool,
    /// What does not open: it was changed where it is stored. With the first of its fields.
    pub damaged: Vec<Spot>,
    pub weak: Vec<(Spot, Weakness)>,
    /// Each the same value in several secrets.
    pub reused: Vec<Vec<Spot>>,
}

/// A field of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub secret: SecretKey,
    pub name: Name,
    pub field: FieldName,
}

/// Why a value is easy to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// A well-known password or the secret's own name, with digits and signs around it at most.
    Common,
    /// One piece again and again, a row of neighbours, or few different characters.
    Repetitive,
    /// Digits alone, and fewer than 20.
    Digits,
    /// Fewer than 15 characters.
    Short,
}

impl Weakness {
    pub const ALL: [Self; 4] = [Self::Common, Self::Repetitive, Self::Digits, Self::Short];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Repetitive => "repetitive",
            Self::Digits => "digits",
            Self::Short => "short",
        }
    }
}
