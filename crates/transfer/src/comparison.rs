//! What a table holds in one database and in another, as a number and a digest of its rows.

use sha2::{Digest as _, Sha256};
use strongroom_database::{Database, Value};
use strongroom_store::Table;

use crate::rows::{key, page};
use crate::{Error, Side};

/// What is the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub table: &'static str,
    pub rows: u64,
    /// SHA-256 over the rows in the order of their keys.
    pub digest: [u8; 32],
}

/// # Errors
/// Of a database, or that they differ.
pub(crate) async fn compare<S: Database, T: Database>(
    source: &S,
    target: &T,
    table: &'static Table,
) -> Result<Compared, Error> {
    let there = digest(source, Side::Source, table).await?;
    let here = digest(target, Side::Target, table).await?;
    if there == here {
        Ok(there)
    } else {
        let (source_rows, target_rows) = (there.rows, here.rows);
        Err(Error::Differs { table: table.name, source_rows, target_rows })
    }
}

async fn digest<D: Database>(
    database: &D,
    side: Side,
    table: &'static Table,
) -> Result<Compared, Error> {
    let mut hash = Sha256::new();
    let mut rows = 0;
    let mut last: Option<Vec<Value>> = None;
    loop {
        let page = page(database, side, table, last.as_deref()).await?;
        let Some(newest) = page.last() else { break };
        last = Some(key(table, newest));
        rows += u64::try_from(page.len()).unwrap_or(u64::MAX);
        for value in page.iter().flatten() {
            add(&mut hash, value);
        }
    }
    Ok(Compared { table: table.name, rows, digest: hash.finalize().into() })
}

/// Each value with its kind and length, so that no two rows are written alike.
fn add(hash: &mut Sha256, value: &Value) {
    let (kind, bytes): (u8, &[u8]) = match value {
        Value::Null => (0, &[]),
        Value::Integer(integer) => (1, &integer.to_be_bytes()),
        Value::Text(text) => (2, text.as_bytes()),
        Value::Blob(bytes) => (3, bytes),
    };
    hash.update([kind]);
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(bytes);
}
