//! Who used a secret: its reveals on record, counted by who they were made to.

use strongroom_database::{Database, Row};
use strongroom_model::log::{Consumer, Consumers, Proof, Span};
use strongroom_model::{Id, Owner, Principal, SecretKey, limits};
use strongroom_ports::audit::Error;
use strongroom_ports::platform::AuditKeys;

use super::{columns, statements};
use crate::Store;
use crate::failure::Failure;
use crate::row::whole;
use crate::value::parameters;

pub(super) async fn consumers<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    span: Span,
) -> Result<Consumers, Error> {
    let parameters = parameters![
        owner.kind,
        owner.id,
        key.id,
        key.type_name.clone(),
        span.since.unwrap_or(i64::MIN),
        // Nothing is written in the last second there is.
        span.until.unwrap_or(i64::MAX),
        limits::COUNTED_REVEALS,
        limits::LIST_ENTRIES,
    ];
    let rows = store.rows(store.statement(&statements::CONSUMERS, parameters)).await?;
    let is_cut = rows.len() >= limits::LIST_ENTRIES as usize;
    let entries: Vec<Consumer> = rows.into_iter().map(consumer).collect::<Result<_, _>>()?;
    let counted: u64 = entries.iter().map(|entry| entry.reveals).sum();
    Ok(Consumers { entries, complete: !is_cut && counted < u64::from(limits::COUNTED_REVEALS) })
}

fn consumer(row: Row) -> Result<Consumer, Failure> {
    whole(row, |row| {
        let kind = columns::principal_kind(row.next()?)?;
        let principal = Principal { kind, id: row.next()? };
        let (with, token): (u32, Option<Id>) = (row.next()?, row.maybe()?);
        let proof = match (with, token) {
            (columns::API_TOKEN, Some(id)) => Proof::ApiToken(id),
            (columns::ACCESS_TOKEN, None) => Proof::AccessToken,
            (columns::IDENTITY_TOKEN, None) => Proof::IdentityToken,
            _ => return Err(Failure::Broken),
        };
        Ok(Consumer {
            principal,
            proof,
            reveals: row.next()?,
            first: row.next()?,
            last: row.next()?,
        })
    })
}
