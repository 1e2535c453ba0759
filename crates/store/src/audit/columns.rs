//! A record as columns, and back.

use std::ops::Range;

use strongroom_audit::{Entry, Facts, Record};
use strongroom_database::{Row, Value};
use strongroom_model::audit::{Caller, Context, Credential};
use strongroom_model::{Id, Principal, PrincipalKind, SecretKey};

use crate::failure::Failure;
use crate::row::{Columns, both};
use crate::value::parameters;

const PERSON: u32 = 1;
const CLIENT: u32 = 2;
pub(super) const API_TOKEN: u32 = 1;
pub(super) const ACCESS_TOKEN: u32 = 2;
pub(super) const IDENTITY_TOKEN: u32 = 3;

pub(super) const fn kind(kind: PrincipalKind) -> u32 {
    match kind {
        PrincipalKind::Person => PERSON,
        PrincipalKind::Client => CLIENT,
    }
}

pub(super) const fn principal_kind(number: u32) -> Result<PrincipalKind, Failure> {
    match number {
        PERSON => Ok(PrincipalKind::Person),
        CLIENT => Ok(PrincipalKind::Client),
        _ => Err(Failure::Broken),
    }
}

/// Where a record's owner stands in [`parameters_of`].
pub(super) const OWNER: Range<usize> = 8..10;

pub(crate) fn parameters_of(record: &Record) -> Vec<Value> {
    let caller = record.caller.as_ref();
    let Facts { name, owner, secret, version, detail } = &record.event;
    let secret = secret.as_ref();
    let (credential_kind, credential) = credential_columns(caller);
    parameters![
        record.at,
        record.context.request_id.as_str(),
        record.context.peer.as_deref(),
        caller.map_or(PERSON, |caller| kind(caller.principal.kind)),
        caller.map(|caller| caller.principal.id),
        credential_kind,
        credential,
        name.as_ref(),
        owner.map(|owner| owner.kind),
        owner.map(|owner| owner.id),
        secret.map(|key| key.type_name.clone()),
        secret.map(|key| key.id),
        *version,
        detail.as_deref(),
    ]
}

fn credential_columns(caller: Option<&Caller>) -> (u32, Option<Id>) {
    match caller.map(|caller| caller.credential) {
        None => (API_TOKEN, None),
        Some(Credential::ApiToken(id)) => (API_TOKEN, Some(id)),
        Some(Credential::AccessToken(id)) => (ACCESS_TOKEN, Some(id)),
        Some(Credential::IdentityToken) => (IDENTITY_TOKEN, None),
    }
}

fn caller(columns: &mut Columns) -> Result<Option<Caller>, Failure> {
    let kind: u32 = columns.next()?;
    let principal: Option<Id> = columns.maybe()?;
    let credential_kind: u32 = columns.next()?;
    let credential: Option<Id> = columns.maybe()?;
    let Some(id) = principal else {
        let nobody = (kind, credential_kind, credential) == (PERSON, API_TOKEN, None);
        return if nobody { Ok(None) } else { Err(Failure::Broken) };
    };
    let kind = principal_kind(kind)?;
    let credential = match (credential_kind, credential) {
        (API_TOKEN, Some(id)) => Credential::ApiToken(id),
        (ACCESS_TOKEN, Some(id)) => Credential::AccessToken(id),
        (IDENTITY_TOKEN, None) => Credential::IdentityToken,
        _ => return Err(Failure::Broken),
    };
    Ok(Some(Caller { principal: Principal { kind, id }, credential }))
}

/// From the record's number and its columns.
pub(crate) fn entry(row: Row) -> Result<Entry, Failure> {
    let mut columns = Columns::of(row);
    let number = columns.next()?;
    let at = columns.next()?;
    let context = Context { request_id: columns.next()?, peer: columns.maybe()? };
    let caller = caller(&mut columns)?;
    let name: String = columns.next()?;
    let owner = columns.maybe_owner()?;
    let secret = both(columns.maybe_parse()?, columns.maybe()?)?
        .map(|(type_name, id)| SecretKey { type_name, id });
    let version = columns.maybe()?;
    let detail = columns.maybe()?;
    columns.end()?;
    let event = Facts { name: name.into(), owner, secret, version, detail };
    Ok(Entry { number, record: Record { at, context, caller, event } })
}

#[cfg(test)]
mod tests;
