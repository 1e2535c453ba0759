//! Pages of secrets, by keyset: a page begins after a value in the list's order, not at an offset,
//! so that pages stay whole while entries come and go.
//!
//! A query has 256 shapes (order, direction, and which conditions there are). The text of each is
//! made once for each dialect, at first use.
//!
//! A page is bounded by its weight too. It is read in batches, so that no read gives many more rows
//! than the page can hold; a page of the usual size is one read. Between two reads entries may come,
//! go and move, as they may between two pages.

use std::borrow::Cow;
use std::sync::OnceLock;

use strongroom_database::{Database, Dialect, Statement, Value};
use strongroom_model::metadata::{ListQuery, Metadata, Page, SortBy};
use strongroom_model::{Name, Owner, limits};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::Error;

use super::cursor::Place;
use super::rows;
use super::statements::metadata_columns;
use crate::Store;
use crate::row::{Columns, whole};
use crate::sql::{containing, parameters_for};
use crate::value::{Deleted, parameters};

/// Bytes of the texts of one page. A page passes whole through the memory of several instances, in
/// more than one copy and at last as JSON; 1000 of the largest entries would not fit.
const PAGE_BYTES: usize = 2 * 1024 * 1024;
/// Rows of the first read: the usual page, and the one row more that tells whether there is another.
const FIRST_BATCH: u32 = 128;
/// Rows of each further read.
const BATCH: u32 = 50;

pub(super) async fn list<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    query: ListQuery,
) -> Result<Page, Error> {
    let mut after = match &query.cursor {
        None => None,
        Some(cursor) => Some(Place::from_cursor(cursor, query.sort).ok_or(Error::BadCursor)?),
    };
    if !can_match(&query) {
        return Ok(Page { entries: vec![], next: None, total: query.count.then_some(0) });
    }
    // One more than the page holds tells whether there is another.
    let mut missing = query.limit.clamp(1, limits::PAGE_ENTRIES) + 1;
    let mut batch = missing.min(FIRST_BATCH);
    let mut bytes = 0;
    let mut total = None;
    let mut entries: Vec<Metadata> = vec![];
    loop {
        let dialect = store.database.dialect();
        let mut asked = vec![statement(dialect, owner, &query, after, batch)];
        if query.count && total.is_none() {
            asked.push(counting(dialect, owner, &query));
        }
        let mut answers = store.snapshot(asked).await?.into_iter();
        let rows = answers.next().ok_or(Error::Internal)?;
        if let Some(row) = answers.flatten().next() {
            total = Some(whole(row, Columns::next)?);
        }
        let found = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for row in rows {
            let entry = rows::metadata(row)?;
            bytes += weight(&entry);
            missing = missing.saturating_sub(1);
            // The first is given whatever it weighs: the list has to go on.
            if let Some(last) = entries.last().filter(|_| missing == 0 || bytes > PAGE_BYTES) {
                let next = Some(Place::of(last, query.sort).to_cursor(query.sort));
                return Ok(Page { entries, next, total });
            }
            entries.push(entry);
        }
        if found < batch {
            return Ok(Page { entries, next: None, total });
        }
        after = entries.last().map(|last| Place::of(last, query.sort));
        batch = missing.min(BATCH);
    }
}

/// Bytes of what can be large.
fn weight(entry: &Metadata) -> usize {
    let labels = entry.labels.iter().map(|(key, value)| key.as_str().len() + value.len());
    entry.name.as_str().len() + entry.description.len() + labels.sum::<usize>()
}

fn statement(
    dialect: Dialect,
    owner: Owner,
    query: &ListQuery,
    after: Option<Place>,
    rows: u32,
) -> Statement {
    let shape = Shape::of(dialect, query, after.is_some());
    let mut parameters = conditions(owner, query, after);
    parameters.extend(parameters![rows]);
    Statement { sql: shape.text(), parameters, expect: None }
}

/// How many entries all pages have together.
fn counting(dialect: Dialect, owner: Owner, query: &ListQuery) -> Statement {
    let sql = Shape::of(dialect, query, false).build_count().into();
    Statement { sql, parameters: conditions(owner, query, None), expect: None }
}

fn conditions(owner: Owner, query: &ListQuery, after: Option<Place>) -> Vec<Value> {
    let mut parameters = if query.deleted {
        parameters![Deleted(owner.kind), owner.id]
    } else {
        parameters![owner.kind, owner.id]
    };
    parameters.extend(after.into_iter().flat_map(Place::into_parameters));
    parameters.extend(query.name.iter().flat_map(|name| parameters![name.clone()]));
    parameters.extend(query.type_name.iter().flat_map(|name| parameters![name.clone()]));
    parameters.extend(query.search.iter().flat_map(|part| parameters![containing(part)]));
    parameters
}

/// Whether a name can exist that the query asks for.
fn can_match(query: &ListQuery) -> bool {
    let name = query.name.as_ref().is_none_or(|name| name.parse::<Name>().is_ok());
    let search = query.search.as_ref().is_none_or(|part| containing(part).is_some());
    name && search
}

#[derive(Debug, Clone, Copy)]
struct Shape {
    dialect: Dialect,
    sort: SortBy,
    descending: bool,
    after: bool,
    name: bool,
    type_name: bool,
    search: bool,
}

static TEXTS: [OnceLock<String>; 512] = [const { OnceLock::new() }; 512];

impl Shape {
    const fn of(dialect: Dialect, query: &ListQuery, after: bool) -> Self {
        Self {
            dialect,
            sort: query.sort,
            descending: query.descending,
            after,
            name: query.name.is_some(),
            type_name: query.type_name.is_some(),
            search: query.search.is_some(),
        }
    }

    fn text(self) -> Cow<'static, str> {
        match TEXTS.get(self.index()) {
            Some(text) => Cow::Borrowed(text.get_or_init(|| self.build())),
            None => Cow::Owned(self.build()),
        }
    }

    fn index(self) -> usize {
        let sort = match self.sort {
            SortBy::Name => 0,
            SortBy::TypeName => 1,
            SortBy::Created => 2,
            SortBy::Updated => 3,
            SortBy::UpdatedBy => 4,
            SortBy::LastReveal => 5,
            SortBy::Rotation => 6,
            SortBy::Expiry => 7,
        };
        let choices = [
            self.dialect == Dialect::Postgresql,
            self.descending,
            self.after,
            self.name,
            self.type_name,
            self.search,
        ];
        choices.into_iter().fold(sort, |index, choice| index * 2 + usize::from(choice))
    }

    const fn columns(self) -> &'static [&'static str] {
        match self.sort {
            // Unique in its owner.
            SortBy::Name => &["s.name"],
            SortBy::TypeName => &["s.type_name", "s.id"],
            SortBy::Created => &["s.created_at", "s.id"],
            SortBy::Updated => &["s.updated_at", "s.id"],
            SortBy::UpdatedBy => &["s.updated_by", "s.id"],
            SortBy::LastReveal => &["COALESCE(s.last_reveal_at, 0)", "s.id"],
            SortBy::Rotation => &["s.rotate_at", "s.id"],
            SortBy::Expiry => &["s.expires_at", "s.id"],
        }
    }

    /// Whether a search is answered from the names, which lie together, and then sorted: along another
    /// index SQLite would look up each row for its name. PostgreSQL weighs both by itself.
    fn is_sorted(self) -> bool {
        self.search && self.sort != SortBy::Name && self.dialect == Dialect::Sqlite
    }

    /// The columns of the order, with a sign where their index is not to be used.
    fn order(self) -> Vec<String> {
        let sign = if self.is_sorted() { "+" } else { "" };
        self.columns().iter().map(|column| format!("{sign}{column}")).collect()
    }

    /// Parameters are numbered in the order in which `conditions` gives them.
    fn conditions(self) -> (String, u32) {
        let columns = self.order();
        let before_or_after = if self.descending { "<" } else { ">" };
        let mut number = 0;
        let mut parameter = || {
            number += 1;
            format!("?{number}")
        };

        let mut conditions = vec![
            format!("s.owner_kind = {}", parameter()),
            format!("s.owner_id = {}", parameter()),
        ];
        if self.after {
            let values: Vec<String> = columns.iter().map(|_| parameter()).collect();
            conditions.push(match columns.len() {
                1 => format!("{} {before_or_after} {}", columns.concat(), values.concat()),
                _ => format!("({}) {before_or_after} ({})", columns.join(", "), values.join(", ")),
            });
        }
        if self.name {
            conditions.push(format!("s.name = {}", parameter()));
        }
        if self.type_name {
            conditions.push(format!("s.type_name = {}", parameter()));
        }
        if self.search {
            conditions.push(format!("LOWER(s.name) LIKE {} ESCAPE '!'", parameter()));
            if self.is_sorted() {
                // Which every name is: it says which index.
                conditions.push("s.name > ''".to_owned());
            }
        }
        (conditions.join(" AND "), number)
    }

    fn build_count(self) -> String {
        let text = format!("SELECT COUNT(*) FROM secrets s WHERE {}", self.conditions().0);
        parameters_for(self.dialect, text)
    }

    fn build(self) -> String {
        let (conditions, given) = self.conditions();
        let direction = if self.descending { " DESC" } else { "" };
        let order: Vec<String> =
            self.order().into_iter().map(|name| format!("{name}{direction}")).collect();
        let text = format!(
            concat!(
                "SELECT ",
                metadata_columns!(),
                " FROM secrets s WHERE {} ORDER BY {} LIMIT ?{}"
            ),
            conditions,
            order.join(", "),
            given + 1,
        );
        parameters_for(self.dialect, text)
    }
}

#[cfg(test)]
mod tests;
