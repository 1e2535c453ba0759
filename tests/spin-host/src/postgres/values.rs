//! Values between guests and PostgreSQL: booleans, whole and floating numbers, text, bytes and null.
//!
//! Spin knows more (dates, decimals, ranges, lists). A parameter of those is refused here, and a
//! column of those comes as `unsupported`, so that an application that needs them is seen to.

use std::error::Error as StdError;

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

use crate::bindings::spin::postgres::postgres::{
    Column, DbDataType, DbValue, Error, ParameterValue, QueryError,
};

pub(super) type Parameter = Box<dyn ToSql + Send + Sync>;

pub(super) fn parameters(values: Vec<ParameterValue>) -> Result<Vec<Parameter>, Error> {
    values.into_iter().map(parameter).collect()
}

fn parameter(value: ParameterValue) -> Result<Parameter, Error> {
    Ok(match value {
        ParameterValue::Boolean(value) => Box::new(value),
        ParameterValue::Int8(value) => Box::new(value),
        ParameterValue::Int16(value) => Box::new(value),
        ParameterValue::Int32(value) => Box::new(value),
        ParameterValue::Int64(value) => Box::new(value),
        ParameterValue::Floating32(value) => Box::new(value),
        ParameterValue::Floating64(value) => Box::new(value),
        ParameterValue::Str(value) => Box::new(value),
        ParameterValue::Binary(value) => Box::new(value),
        ParameterValue::DbNull => Box::new(Null),
        ParameterValue::Date(_)
        | ParameterValue::Time(_)
        | ParameterValue::Datetime(_)
        | ParameterValue::Timestamp(_)
        | ParameterValue::Uuid(_)
        | ParameterValue::Jsonb(_)
        | ParameterValue::Decimal(_)
        | ParameterValue::RangeInt32(_)
        | ParameterValue::RangeInt64(_)
        | ParameterValue::RangeDecimal(_)
        | ParameterValue::ArrayInt32(_)
        | ParameterValue::ArrayInt64(_)
        | ParameterValue::ArrayDecimal(_)
        | ParameterValue::ArrayStr(_)
        | ParameterValue::Interval(_) => {
            return Err(Error::BadParameter("no parameter of this type on this host".into()));
        }
    })
}

/// Null of whatever type the parameter has.
#[derive(Debug)]
struct Null;

impl ToSql for Null {
    fn to_sql(
        &self,
        _: &Type,
        _: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        Ok(IsNull::Yes)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        _: &Type,
        _: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        Ok(IsNull::Yes)
    }
}

pub(super) fn columns(row: &Row) -> Vec<Column> {
    let column = |column: &tokio_postgres::Column| Column {
        name: column.name().to_owned(),
        data_type: data_type(column.type_()),
    };
    row.columns().iter().map(column).collect()
}

fn data_type(of: &Type) -> DbDataType {
    match *of {
        Type::BOOL => DbDataType::Boolean,
        Type::INT2 => DbDataType::Int16,
        Type::INT4 => DbDataType::Int32,
        Type::INT8 => DbDataType::Int64,
        Type::FLOAT4 => DbDataType::Floating32,
        Type::FLOAT8 => DbDataType::Floating64,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => DbDataType::Str,
        Type::BYTEA => DbDataType::Binary,
        _ => DbDataType::Other(of.name().to_owned()),
    }
}

pub(super) fn values(row: &Row) -> Result<Vec<DbValue>, Error> {
    let value = |(index, column): (usize, &tokio_postgres::Column)| match *column.type_() {
        Type::BOOL => get(row, index, DbValue::Boolean),
        Type::INT2 => get(row, index, DbValue::Int16),
        Type::INT4 => get(row, index, DbValue::Int32),
        Type::INT8 => get(row, index, DbValue::Int64),
        Type::FLOAT4 => get(row, index, DbValue::Floating32),
        Type::FLOAT8 => get(row, index, DbValue::Floating64),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => get(row, index, DbValue::Str),
        Type::BYTEA => get(row, index, DbValue::Binary),
        _ => get(row, index, |Bytes(bytes)| DbValue::Unsupported(bytes)),
    };
    row.columns().iter().enumerate().map(value).collect()
}

fn get<'r, T: FromSql<'r>>(
    row: &'r Row,
    index: usize,
    make: impl FnOnce(T) -> DbValue,
) -> Result<DbValue, Error> {
    let value: Option<T> = row
        .try_get(index)
        .map_err(|why| Error::QueryFailed(QueryError::Text(format!("{why:?}"))))?;
    Ok(value.map_or(DbValue::DbNull, make))
}

/// Whatever a value is made of.
struct Bytes(Vec<u8>);

impl FromSql<'_> for Bytes {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(raw.to_vec()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// About what a row takes in memory.
pub(super) fn size(row: &[DbValue]) -> usize {
    let of = |value: &DbValue| match value {
        DbValue::Str(text) => text.len(),
        DbValue::Binary(bytes) | DbValue::Unsupported(bytes) => bytes.len(),
        _ => 0,
    };
    row.iter().map(|value| size_of::<DbValue>() + of(value)).sum()
}
