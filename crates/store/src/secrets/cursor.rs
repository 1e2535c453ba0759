//! Where the next page of a list begins: the last entry's value in the list's order, and its id.
//!
//! Bytes: format 1; a letter for the order; then for names the name (unique in its owner, so the id
//! adds nothing); for all others 20 bytes of id, and the type, 20 bytes of another id, or 8 bytes of
//! big-endian seconds. A cursor is no authority: it names a place in a list that the caller reads
//! anyway, and holds in both directions.

use strongroom_database::Value;
use strongroom_model::metadata::{Cursor, Metadata, SortBy};
use strongroom_model::{Id, Name, Timestamp, TypeName};

use super::schedule::NEVER;
use crate::value::parameters;

const FORMAT: u8 = 1;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Name(Name),
    TypeName(Id, TypeName),
    By(Id, Id),
    At(Id, Timestamp),
}

/// What stands for an entry that was never revealed.
const NOT_YET: Timestamp = 0;

impl Place {
    pub(super) fn of(entry: &Metadata, sort: SortBy) -> Self {
        let id = entry.key.id;
        let schedule = entry.schedule;
        match sort {
            SortBy::Name => Self::Name(entry.name.clone()),
            SortBy::TypeName => Self::TypeName(id, entry.key.type_name.clone()),
            SortBy::UpdatedBy => Self::By(id, entry.updated.by),
            SortBy::Created => Self::At(id, entry.created.at),
            SortBy::Updated => Self::At(id, entry.updated.at),
            SortBy::LastReveal => Self::At(id, entry.last_reveal.map_or(NOT_YET, |last| last.at)),
            SortBy::Rotation => Self::At(id, schedule.rotation.map_or(NEVER, |next| next.next)),
            SortBy::Expiry => Self::At(id, schedule.expires_at.unwrap_or(NEVER)),
        }
    }

    pub(super) fn to_cursor(&self, sort: SortBy) -> Cursor {
        let bytes = |id: &[u8], value: &[u8]| Cursor([&[FORMAT, letter(sort)], id, value].concat());
        match self {
            Self::Name(name) => bytes(&[], name.as_str().as_bytes()),
            Self::TypeName(id, name) => bytes(id.as_bytes(), name.as_str().as_bytes()),
            Self::By(id, who) => bytes(id.as_bytes(), who.as_bytes()),
            Self::At(id, at) => bytes(id.as_bytes(), &at.to_be_bytes()),
        }
    }

    /// `None` where the cursor is not one of ours, or one of another order.
    pub(super) fn from_cursor(cursor: &Cursor, sort: SortBy) -> Option<Self> {
        let (&[FORMAT, order], rest) = cursor.0.split_first_chunk()? else {
            return None;
        };
        if order != letter(sort) {
            return None;
        }
        if sort == SortBy::Name {
            return text(rest).map(Self::Name);
        }
        let (id, value) = rest.split_first_chunk()?;
        let id = Id::from_bytes(*id);
        Some(match sort {
            SortBy::Name | SortBy::TypeName => Self::TypeName(id, text(value)?),
            SortBy::UpdatedBy => Self::By(id, Id::from_bytes(value.try_into().ok()?)),
            SortBy::Created
            | SortBy::Updated
            | SortBy::LastReveal
            | SortBy::Rotation
            | SortBy::Expiry => Self::At(id, Timestamp::from_be_bytes(value.try_into().ok()?)),
        })
    }

    pub(super) fn into_parameters(self) -> Vec<Value> {
        match self {
            Self::Name(name) => parameters![name],
            Self::TypeName(id, name) => parameters![name, id],
            Self::By(id, who) => parameters![who, id],
            Self::At(id, at) => parameters![at, id],
        }
    }
}

const fn letter(sort: SortBy) -> u8 {
    match sort {
        SortBy::Name => b'n',
        SortBy::TypeName => b't',
        SortBy::Created => b'c',
        SortBy::Updated => b'u',
        SortBy::UpdatedBy => b'b',
        SortBy::LastReveal => b'l',
        SortBy::Rotation => b'r',
        SortBy::Expiry => b'e',
    }
}

fn text<T: std::str::FromStr>(bytes: &[u8]) -> Option<T> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn places(id: [u8; 20], at: Timestamp, name: &str) -> [(SortBy, Place); 8] {
        SortBy::ALL.map(|sort| {
            let id = Id::from_bytes(id);
            let place = match sort {
                SortBy::Name => Place::Name(name.parse().unwrap()),
                SortBy::TypeName => Place::TypeName(id, name.parse().unwrap()),
                SortBy::UpdatedBy => Place::By(id, Id::from_bytes([9; 20])),
                _ => Place::At(id, at),
            };
            (sort, place)
        })
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_back_in_its_own_order_only(
            id: [u8; 20], at: Timestamp, name in "[A-Za-z][A-Za-z0-9-]{0,30}",
        ) {
            for (sort, place) in places(id, at, &name) {
                for other in SortBy::ALL {
                    let read = Place::from_cursor(&place.to_cursor(sort), other);
                    prop_assert_eq!(read, (other == sort).then(|| place.clone()));
                }
            }
        }

        #[test]
        fn any_bytes_are_read_to_one_cursor_or_refused(bytes: Vec<u8>) {
            for sort in SortBy::ALL {
                for order in SortBy::ALL.map(letter) {
                    let cursor = Cursor([&[FORMAT, order], bytes.as_slice()].concat());
                    if let Some(place) = Place::from_cursor(&cursor, sort) {
                        prop_assert_eq!(place.to_cursor(sort), cursor);
                    }
                }
            }
        }
    }

    #[test]
    fn a_cursor_that_was_cut_or_of_another_format_is_refused() {
        for (sort, place) in places([7; 20], 1, "a") {
            let whole = place.to_cursor(sort).0;
            for length in 0..whole.len() {
                let (cut, _) = whole.split_at(length);
                assert_eq!(Place::from_cursor(&Cursor(cut.to_vec()), sort), None);
            }
            let mut other = whole;
            *other.first_mut().unwrap() = 2;
            assert_eq!(Place::from_cursor(&Cursor(other), sort), None);
        }
    }
}
