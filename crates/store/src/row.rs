//! From rows to the model's nouns, strictly: what is not exactly what was written is an error, never
//! a guess. `value` is the way there.

use std::str::FromStr;

use strongroom_database::{Row, Value};
use strongroom_model::{Id, Owner, OwnerKind, Role, VersionNumber};
use strongroom_ports::principals::Status;

use crate::failure::Failure;
use crate::value::{IntoValue, Ranked};

/// A row, taken apart from its first column on.
#[derive(Debug)]
pub(crate) struct Columns(std::vec::IntoIter<Value>);

impl Columns {
    pub(crate) fn of(row: Row) -> Self {
        Self(row.into_iter())
    }

    /// Says that every column was read.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        self.0.next().map_or(Ok(()), |_| Err(Failure::Broken))
    }

    /// The next column, `None` where it is NULL.
    pub(crate) fn maybe<T: FromValue>(&mut self) -> Result<Option<T>, Failure> {
        match self.0.next().ok_or(Failure::Broken)? {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    pub(crate) fn next<T: FromValue>(&mut self) -> Result<T, Failure> {
        self.maybe()?.ok_or(Failure::Broken)
    }

    /// The next column, a text that must be a `T`.
    pub(crate) fn parse<T: FromStr>(&mut self) -> Result<T, Failure> {
        self.maybe_parse()?.ok_or(Failure::Broken)
    }

    pub(crate) fn maybe_parse<T: FromStr>(&mut self) -> Result<Option<T>, Failure> {
        self.maybe::<String>()?.map(|text| text.parse().map_err(|_| Failure::Broken)).transpose()
    }

    pub(crate) fn owner(&mut self) -> Result<Owner, Failure> {
        self.maybe_owner()?.ok_or(Failure::Broken)
    }

    /// Two columns: kind and id, both NULL or neither.
    pub(crate) fn maybe_owner(&mut self) -> Result<Option<Owner>, Failure> {
        both(self.maybe()?, self.maybe()?).map(|owner| owner.map(|(kind, id)| Owner { kind, id }))
    }
}

/// What all columns of a row say together.
pub(crate) fn whole<T>(
    row: Row,
    read: impl FnOnce(&mut Columns) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut columns = Columns::of(row);
    let whole = read(&mut columns)?;
    columns.end()?;
    Ok(whole)
}

/// Two columns that are NULL together.
pub(crate) fn both<A, B>(a: Option<A>, b: Option<B>) -> Result<Option<(A, B)>, Failure> {
    match (a, b) {
        (Some(a), Some(b)) => Ok(Some((a, b))),
        (None, None) => Ok(None),
        (Some(_), None) | (None, Some(_)) => Err(Failure::Broken),
    }
}

/// The row of a statement that asks by a unique key.
pub(crate) fn at_most_one(mut rows: Vec<Row>) -> Result<Option<Row>, Failure> {
    let row = rows.pop();
    if rows.is_empty() { Ok(row) } else { Err(Failure::Broken) }
}

/// A column that is not NULL.
pub(crate) trait FromValue: Sized {
    fn from_value(value: Value) -> Result<Self, Failure>;
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, Failure> {
        if let Value::Integer(number) = value { Ok(number) } else { Err(Failure::Broken) }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, Failure> {
        if let Value::Text(text) = value { Ok(text) } else { Err(Failure::Broken) }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, Failure> {
        if let Value::Blob(bytes) = value { Ok(bytes) } else { Err(Failure::Broken) }
    }
}

impl FromValue for u32 {
    fn from_value(value: Value) -> Result<Self, Failure> {
        i64::from_value(value)?.try_into().map_err(|_| Failure::Broken)
    }
}

impl FromValue for u64 {
    fn from_value(value: Value) -> Result<Self, Failure> {
        i64::from_value(value)?.try_into().map_err(|_| Failure::Broken)
    }
}

impl FromValue for VersionNumber {
    fn from_value(value: Value) -> Result<Self, Failure> {
        Self::new(u32::from_value(value)?).map_err(|_| Failure::Broken)
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value) -> Result<Self, Failure> {
        Vec::from_value(value)?.try_into().map_err(|_| Failure::Broken)
    }
}

impl FromValue for Id {
    fn from_value(value: Value) -> Result<Self, Failure> {
        FromValue::from_value(value).map(Self::from_bytes)
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, Failure> {
        one_of([false, true], &value)
    }
}

impl FromValue for OwnerKind {
    fn from_value(value: Value) -> Result<Self, Failure> {
        one_of(Self::ALL, &value)
    }
}

impl FromValue for Status {
    fn from_value(value: Value) -> Result<Self, Failure> {
        one_of([Self::Active, Self::Suspended, Self::Removed], &value)
    }
}

impl FromValue for Ranked {
    fn from_value(value: Value) -> Result<Self, Failure> {
        one_of(Role::ALL.map(Self), &value)
    }
}

/// The one that is written so.
fn one_of<T: IntoValue + Copy, const N: usize>(known: [T; N], value: &Value) -> Result<T, Failure> {
    known.into_iter().find(|one| one.into_value() == *value).ok_or(Failure::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_another_kind_is_refused() {
        let mut columns = Columns::of(vec![Value::Text("1".to_owned())]);
        assert_eq!(columns.next::<i64>(), Err(Failure::Broken));
    }

    #[test]
    fn null_is_refused_where_a_value_must_be() {
        let mut columns = Columns::of(vec![Value::Null]);
        assert_eq!(columns.next::<String>(), Err(Failure::Broken));
    }

    #[test]
    fn too_few_and_too_many_columns_are_refused() {
        let mut columns = Columns::of(vec![]);
        assert_eq!(columns.maybe::<i64>(), Err(Failure::Broken));
        assert_eq!(Columns::of(vec![Value::Null]).end(), Err(Failure::Broken));
    }

    #[test]
    fn an_id_has_20_bytes() {
        let mut columns = Columns::of(vec![Value::Blob(vec![0; 19])]);
        assert_eq!(columns.next::<Id>(), Err(Failure::Broken));
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused() {
        for number in [-1, i64::from(u32::MAX) + 1] {
            let mut columns = Columns::of(vec![Value::Integer(number)]);
            assert_eq!(columns.next::<u32>(), Err(Failure::Broken));
        }
    }

    #[test]
    fn what_is_written_as_a_number_comes_back() {
        fn check<T: IntoValue + FromValue + Copy + PartialEq + std::fmt::Debug>(all: &[T]) {
            for one in all {
                assert_eq!(T::from_value(one.into_value()), Ok(*one));
            }
            for other in [Value::Integer(-1), Value::Integer(9), Value::Text("1".to_owned())] {
                assert_eq!(T::from_value(other), Err(Failure::Broken));
            }
        }
        check(&OwnerKind::ALL);
        check(&[Status::Active, Status::Suspended, Status::Removed]);
        check(&Role::ALL.map(Ranked));
        check(&[false, true]);
    }

    #[test]
    fn of_several_ranks_the_least_is_the_strongest_role() {
        let ranks = Role::ALL.map(|role| i64::from_value(Ranked(role).into_value()).ok());
        assert!(ranks.is_sorted());
        assert!(Role::ALL.is_sorted());
    }

    #[test]
    fn half_an_owner_is_refused() {
        let mut columns = Columns::of(vec![Value::Integer(1), Value::Null]);
        assert_eq!(columns.maybe_owner(), Err(Failure::Broken));
    }
}
