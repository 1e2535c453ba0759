//! Values as PostgreSQL sends them, in its binary form.

use std::error::Error as StdError;
use std::fmt;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::Value;

/// A value that has no form in the type that stands there.
#[derive(Debug, thiserror::Error)]
#[error("a value of another type than the statement's")]
pub(super) struct WrongType;

type Outcome<T> = Result<T, Box<dyn StdError + Sync + Send>>;

/// A parameter. The driver shows parameters in its debug log: not these.
pub(super) struct Parameter<'a>(pub(super) &'a Value);

impl fmt::Debug for Parameter<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("_")
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Outcome<IsNull> {
        match (self.0, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Integer(integer), &Type::INT8) => integer.to_sql(kind, out),
            (Value::Integer(integer), &Type::INT4) => i32::try_from(*integer)?.to_sql(kind, out),
            (Value::Integer(integer), &Type::INT2) => i16::try_from(*integer)?.to_sql(kind, out),
            (Value::Text(text), _) if <&str as ToSql>::accepts(kind) => {
                text.as_str().to_sql(kind, out)
            }
            (Value::Blob(bytes), &Type::BYTEA) => bytes.as_slice().to_sql(kind, out),
            (Value::Integer(_) | Value::Text(_) | Value::Blob(_), _) => Err(WrongType.into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column of a row. What SQLite gives as 0 and 1 is a truth here.
pub(super) struct Cell(pub(super) Value);

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Outcome<Self> {
        Ok(Self(match *kind {
            Type::INT8 => Value::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Integer(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Value::Integer(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Value::Blob(raw.to_vec()),
            _ if <&str as FromSql>::accepts(kind) => {
                Value::Text(<&str>::from_sql(kind, raw)?.to_owned())
            }
            _ => return Err(WrongType.into()),
        }))
    }

    fn from_sql_null(_: &Type) -> Outcome<Self> {
        Ok(Self(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
