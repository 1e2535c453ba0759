//! Pages of an owner's log, newest first, by keyset.
//!
//! The order is by time and then by number, so that a span of time is one piece of it. Numbers are
//! given in the order of commits: of two hosts' records of one second they are the order.
//!
//! Texts are made for each page that is asked for: it is not asked for often, and there are hundreds
//! of shapes.

use std::fmt::Write;

use strongroom_audit::Entry;
use strongroom_database::{Database, Dialect, Statement, Value};
use strongroom_model::log::LogQuery;
use strongroom_model::{Owner, limits};
use strongroom_ports::audit::Error;
use strongroom_ports::platform::AuditKeys;

use super::{columns, statements};
use crate::Store;
use crate::sql::parameters_for;
use crate::value::{IntoValue, parameters};

/// As the index of refusals has it.
const REFUSALS: &str = "('authentication-failed', 'denied')";
const REVEALED: &str = "secret-revealed";

/// `None` where the query's `before` is no record of this log.
pub(super) async fn list<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    query: &LogQuery,
) -> Result<Option<Vec<Entry>>, Error> {
    let Ok(before) = query.before.map(i64::try_from).transpose() else { return Ok(None) };
    let mut asked = vec![statement(store.database.dialect(), owner, query, before)];
    asked.extend(
        before.map(|number| {
            store.statement(&statements::AT, parameters![owner.kind, owner.id, number])
        }),
    );
    let mut answers = store.snapshot(asked).await?.into_iter();
    let rows = answers.next().ok_or(Error::Internal)?;
    if answers.next().is_some_and(|found| found.is_empty()) {
        return Ok(None);
    }
    Ok(Some(rows.into_iter().map(columns::entry).collect::<Result<_, _>>()?))
}

pub(super) fn statement(
    dialect: Dialect,
    owner: Owner,
    query: &LogQuery,
    before: Option<i64>,
) -> Statement {
    let mut text = Text {
        sql: concat!("SELECT number, ", statements::columns!(), " FROM audit").to_owned(),
        parameters: vec![],
    };
    text.condition(" WHERE owner_kind = ?", [owner.kind]);
    text.condition(" AND owner_id = ?", [owner.id]);
    text.condition(" AND event = ?", query.event.as_deref());
    if query.event.as_ref().is_some_and(|event| event != REVEALED) {
        // Says that the index of what is no reveal has it.
        text.sql.push_str(" AND event <> 'secret-revealed'");
    }
    text.condition(" AND principal_id = ?", query.actor.map(|actor| actor.id));
    text.condition(" AND principal_kind = ?", query.actor.map(|actor| columns::kind(actor.kind)));
    text.condition(" AND secret_id = ?", query.secret.as_ref().map(|key| key.id));
    let type_name = query.secret.as_ref().map(|key| key.type_name.clone());
    text.condition(" AND secret_type = ?", type_name);
    text.condition(" AND at >= ?", query.span.since);
    text.condition(" AND at < ?", query.span.until);
    if let Some(refused) = query.refused {
        let _ = write!(text.sql, " AND event {}IN {REFUSALS}", if refused { "" } else { "NOT " });
    }
    if let Some(number) = before {
        text.condition(
            " AND (at, number) < ((SELECT b.at FROM audit b WHERE b.number = ?",
            [number],
        );
        text.condition("), ?", [number]);
        text.sql.push(')');
    }
    let limit = query.limit.min(limits::PAGE_ENTRIES);
    text.condition(" ORDER BY at DESC, number DESC LIMIT ?", [limit]);
    Statement {
        sql: parameters_for(dialect, text.sql).into(),
        parameters: text.parameters,
        expect: None,
    }
}

struct Text {
    sql: String,
    parameters: Vec<Value>,
}

impl Text {
    /// Ends with the number of its parameter; is there where there is one.
    fn condition<T: IntoValue>(&mut self, sql: &str, parameter: impl IntoIterator<Item = T>) {
        if let Some(parameter) = parameter.into_iter().next() {
            self.parameters.push(parameter.into_value());
            let _ = write!(self.sql, "{sql}{}", self.parameters.len());
        }
    }
}

#[cfg(test)]
mod tests;
