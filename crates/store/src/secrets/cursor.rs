//! Where the next page of a list begins: the last entry's value in the list's order, and its id.
//!
//! Bytes: format 1; order (`n`, `t`, `c` or `u`); then for names the name (unique in its owner, so
//! the id adds nothing); for types 20 bytes of id and the type; for times 20 bytes of id and 8 of
//! big-endian seconds. A cursor is no authority: it names a place in a list that the caller reads
//! anyway, and holds in both directions.

use strongroom_database::Value;
use strongroom_model::metadata::{Cursor, Metadata, SortBy};
use strongroom_model::{Id, Name, Timestamp, TypeName};

use crate::value::parameters;

const FORMAT: u8 = 1;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Name(Name),
    TypeName(Id, TypeName),
    Created(Id, Timestamp),
    Updated(Id, Timestamp),
}

impl Place {
    pub(super) fn of(entry: &Metadata, sort: SortBy) -> Self {
        let id = entry.key.id;
        match sort {
            SortBy::Name => Self::Name(entry.name.clone()),
            SortBy::TypeName => Self::TypeName(id, entry.key.type_name.clone()),
            SortBy::Created => Self::Created(id, entry.created.at),
            SortBy::Updated => Self::Updated(id, entry.updated.at),
        }
    }

    pub(super) fn to_cursor(&self) -> Cursor {
        let bytes =
            |order: u8, id: &[u8], value: &[u8]| Cursor([&[FORMAT, order], id, value].concat());
        match self {
            Self::Name(name) => bytes(b'n', &[], name.as_str().as_bytes()),
            Self::TypeName(id, name) => bytes(b't', id.as_bytes(), name.as_str().as_bytes()),
            Self::Created(id, at) => bytes(b'c', id.as_bytes(), &at.to_be_bytes()),
            Self::Updated(id, at) => bytes(b'u', id.as_bytes(), &at.to_be_bytes()),
        }
    }

    /// `None` where the cursor is not one of ours, or one of another order.
    pub(super) fn from_cursor(cursor: &Cursor, sort: SortBy) -> Option<Self> {
        let (&[FORMAT, order], rest) = cursor.0.split_first_chunk()? else {
            return None;
        };
        match (order, sort) {
            (b'n', SortBy::Name) => text(rest).map(Self::Name),
            (b't', SortBy::TypeName) => {
                let (id, name) = rest.split_first_chunk()?;
                Some(Self::TypeName(Id::from_bytes(*id), text(name)?))
            }
            (b'c', SortBy::Created) => time(rest).map(|(id, at)| Self::Created(id, at)),
            (b'u', SortBy::Updated) => time(rest).map(|(id, at)| Self::Updated(id, at)),
            _ => None,
        }
    }

    pub(super) fn into_parameters(self) -> Vec<Value> {
        match self {
            Self::Name(name) => parameters![name],
            Self::TypeName(id, name) => parameters![name, id],
            Self::Created(id, at) | Self::Updated(id, at) => parameters![at, id],
        }
    }
}

fn text<T: std::str::FromStr>(bytes: &[u8]) -> Option<T> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

fn time(bytes: &[u8]) -> Option<(Id, Timestamp)> {
    let (id, at) = bytes.split_first_chunk()?;
    Some((Id::from_bytes(*id), Timestamp::from_be_bytes(at.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    const SORTS: [SortBy; 4] = [SortBy::Name, SortBy::TypeName, SortBy::Created, SortBy::Updated];

    fn places(id: [u8; 20], at: Timestamp, name: &str) -> [(SortBy, Place); 4] {
        let id = Id::from_bytes(id);
        [
            (SortBy::Name, Place::Name(name.parse().unwrap())),
            (SortBy::TypeName, Place::TypeName(id, name.parse().unwrap())),
            (SortBy::Created, Place::Created(id, at)),
            (SortBy::Updated, Place::Updated(id, at)),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_back_in_its_own_order_only(
            id: [u8; 20], at: Timestamp, name in "[A-Za-z][A-Za-z0-9-]{0,30}",
        ) {
            for (sort, place) in places(id, at, &name) {
                for other in SORTS {
                    let read = Place::from_cursor(&place.to_cursor(), other);
                    prop_assert_eq!(read, (other == sort).then(|| place.clone()));
                }
            }
        }

        #[test]
        fn any_bytes_are_read_to_one_cursor_or_refused(bytes: Vec<u8>) {
            for sort in SORTS {
                for order in *b"ntcu" {
                    let cursor = Cursor([&[FORMAT, order], bytes.as_slice()].concat());
                    if let Some(place) = Place::from_cursor(&cursor, sort) {
                        prop_assert_eq!(place.to_cursor(), cursor);
                    }
                }
            }
        }
    }

    #[test]
    fn a_cursor_that_was_cut_or_of_another_format_is_refused() {
        for (sort, place) in places([7; 20], 1, "a") {
            let whole = place.to_cursor().0;
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
