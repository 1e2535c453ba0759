//! What a record's code, and a checkpoint's, is made over. docs/audit-verification.md has the bytes.
//!
//! Each column is written with its kind and, where that does not say it, its length: no two rows
//! have the same bytes, whatever is in them. What a database gives back that is no column of a record
//! has other bytes too, so it needs no check of its own.

use strongroom_database::Value;

const RECORD: &[u8] = b"strongroom/v1/audit-record\0";
const CHECKPOINT: &[u8] = b"strongroom/v1/audit-checkpoint\0";

/// Of a record, by its columns from the time to the detail.
pub(super) fn of_record(columns: &[Value]) -> Vec<u8> {
    let mut message = RECORD.to_vec();
    put_all(&mut message, columns);
    message
}

/// Of a checkpoint, by its columns, the code of the one before, and its records in their order.
pub(super) fn of_checkpoint(columns: &[Value], records: &Covered) -> Vec<u8> {
    let mut message = CHECKPOINT.to_vec();
    put_all(&mut message, columns);
    message.extend_from_slice(&records.0);
    message
}

/// The records of a checkpoint, each by its code or, without one, by what a code would be made over.
#[derive(Debug, Default)]
pub(super) struct Covered(Vec<u8>);

impl Covered {
    pub(super) fn push(&mut self, record: &[u8]) {
        put_bytes(&mut self.0, 3, record);
    }
}

fn put_all(message: &mut Vec<u8>, columns: &[Value]) {
    for column in columns {
        match column {
            Value::Null => message.push(0),
            Value::Integer(number) => {
                message.push(1);
                message.extend_from_slice(&number.to_be_bytes());
            }
            Value::Text(text) => put_bytes(message, 2, text.as_bytes()),
            Value::Blob(bytes) => put_bytes(message, 3, bytes),
        }
    }
}

fn put_bytes(message: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    message.push(kind);
    message.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    message.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns() -> impl Strategy<Value = Vec<Value>> {
        let column = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            "[\\x00-\\x03a]{0,3}".prop_map(Value::Text),
            proptest::collection::vec(0_u8..4, 0..12).prop_map(Value::Blob),
        ];
        proptest::collection::vec(column, 0..4)
    }

    proptest! {
        #[test]
        fn other_columns_are_other_bytes(one in columns(), other in columns()) {
            prop_assert_eq!(one == other, of_record(&one) == of_record(&other));
        }
    }

    #[test]
    fn a_record_is_no_checkpoint() {
        assert_ne!(of_record(&[]), of_checkpoint(&[], &Covered::default()));
    }

    #[test]
    fn a_row_is_written_as_the_page_says() {
        let row =
            [Value::Null, Value::Integer(-2), Value::Text("é".to_owned()), Value::Blob(vec![9])];
        let expected = [
            &b"strongroom/v1/audit-record\0"[..],
            &[0],
            &[1, 255, 255, 255, 255, 255, 255, 255, 254],
            &[2, 0, 0, 0, 0, 0, 0, 0, 2, 0xc3, 0xa9],
            &[3, 0, 0, 0, 0, 0, 0, 0, 1, 9],
        ];
        assert_eq!(of_record(&row), expected.concat());
    }
}
