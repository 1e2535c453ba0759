//! KSUIDs: 4 bytes of big-endian seconds since 1,400,000,000 and 16 random bytes, written as 27
//! characters of base62. They sort by the second they were made in.

use std::fmt;
use std::str::FromStr;

use svix_ksuid::{Ksuid, KsuidLike};

use crate::{ParseError, Timestamp};

const EPOCH: Timestamp = 1_400_000_000;

/// 20 bytes of 0xff.
const GREATEST: &str = "aWgEPTl1tmebfsQzFP4bxwgy80V";

/// The id of a secret, an owner, a token or a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id([u8; 20]);

impl Id {
    /// An id of the second `at` with 16 random bytes that the caller provides.
    #[must_use]
    pub fn new(at: Timestamp, random: [u8; 16]) -> Self {
        let seconds = u32::try_from(at.saturating_sub(EPOCH).max(0)).unwrap_or(u32::MAX);
        let mut bytes = [0; 20];
        let (time, payload) = bytes.split_at_mut(4);
        time.copy_from_slice(&seconds.to_be_bytes());
        payload.copy_from_slice(&random);
        Self(bytes)
    }

    #[must_use]
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The second the id was made in.
    #[must_use]
    pub fn made_at(&self) -> Timestamp {
        let [a, b, c, d, ..] = self.0;
        EPOCH + Timestamp::from(u32::from_be_bytes([a, b, c, d]))
    }
}

impl FromStr for Id {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        // Digits of base62 sort as their ASCII does, so whatever fits in 20 bytes sorts up to GREATEST.
        // With a fixed length that gives each id exactly one spelling.
        let is_id = text.len() == GREATEST.len()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && text <= GREATEST;
        if !is_id {
            return Err(ParseError::Id);
        }
        let read = Ksuid::from_base62(text).map_err(|_| ParseError::Id)?;
        Ok(Self(*read.bytes()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&Ksuid::from_bytes(self.0).to_base62())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Id({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_published_vector() {
        let bytes = [
            0x06, 0x69, 0xF7, 0xEF, 0xB5, 0xA1, 0xCD, 0x34, 0xB5, 0xF9, 0x9D, 0x11, 0x54, 0xFB,
            0x68, 0x53, 0x34, 0x5C, 0x97, 0x35,
        ];
        assert_eq!(Id::from_bytes(bytes).to_string(), "0ujtsYcgvSTl8PAuAdqWYSMnLOv");
        assert_eq!("0ujtsYcgvSTl8PAuAdqWYSMnLOv".parse(), Ok(Id::from_bytes(bytes)));
    }

    #[test]
    fn the_greatest_id_is_the_last_text_that_is_one() {
        let greatest = Id::from_bytes([0xff; 20]);
        assert_eq!(greatest.to_string(), GREATEST);
        assert_eq!(GREATEST.parse(), Ok(greatest));
        assert_eq!("aWgEPTl1tmebfsQzFP4bxwgy80W".parse::<Id>(), Err(ParseError::Id));
    }

    #[test]
    fn refuses_what_is_not_exactly_one_id() {
        for text in [
            "",
            "0ujtsYcgvSTl8PAuAdqWYSMnLO",
            "0ujtsYcgvSTl8PAuAdqWYSMnLOvv",
            "0ujtsYcgvSTl8PAuAdqWYSMnLO/",
            "zzzzzzzzzzzzzzzzzzzzzzzzzzz",
            "0ujtsYcgvSTl8PAuAdqWYSMnLO\u{e9}",
        ] {
            assert_eq!(text.parse::<Id>(), Err(ParseError::Id), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_id_has_one_spelling(bytes: [u8; 20]) {
            let id = Id::from_bytes(bytes);
            proptest::prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn an_id_remembers_its_second(at in EPOCH..EPOCH + Timestamp::from(u32::MAX), random: [u8; 16]) {
            proptest::prop_assert_eq!(Id::new(at, random).made_at(), at);
        }
    }
}
