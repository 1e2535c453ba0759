//! Pages of secrets, by keyset: a page begins after a value in the list's order, not at an offset,
//! so that pages stay whole while entries come and go.
//!
//! A query has 128 shapes (order, direction, and which conditions there are). The text of each is
//! made once for each dialect, at first use.
//!
//! A page is bounded by its weight too. It is read in batches, so that no read gives many more rows
//! than the page can hold; a page of the usual size is one read. Between two reads entries may come,
//! go and move, as they may between two pages.

use std::borrow::Cow;
use std::sync::OnceLock;

use strongroom_database::{Database, Dialect, Statement};
use strongroom_model::metadata::{ListQuery, Metadata, Page, SortBy};
use strongroom_model::{Name, Owner, limits};
use strongroom_ports::secrets::Error;

use super::cursor::Place;
use super::rows;
use super::statements::metadata_columns;
use crate::Store;
use crate::sql::{containing, parameters_for};
use crate::value::parameters;

/// Bytes of the texts of one page. A page passes whole through the memory of several instances, in
/// more than one copy and at last as JSON; 1000 of the largest entries would not fit.
const PAGE_BYTES: usize = 2 * 1024 * 1024;
/// Rows of the first read: the usual page, and the one row more that tells whether there is another.
const FIRST_BATCH: u32 = 128;
/// Rows of each further read.
const BATCH: u32 = 50;

pub(super) async fn list<D: Database>(
    store: &Store<D>,
    owner: Owner,
    query: ListQuery,
) -> Result<Page, Error> {
    let mut after = match &query.cursor {
        None => None,
        Some(cursor) => Some(Place::from_cursor(cursor, query.sort).ok_or(Error::BadCursor)?),
    };
    if !can_match(&query) {
        return Ok(Page { entries: vec![], next: None });
    }
    // One more than the page holds tells whether there is another.
    let mut missing = query.limit.clamp(1, limits::PAGE_ENTRIES) + 1;
    let mut batch = missing.min(FIRST_BATCH);
    let mut bytes = 0;
    let mut entries: Vec<Metadata> = vec![];
    loop {
        let statement = statement(store.database.dialect(), owner, &query, after, batch);
        let rows = store.rows(statement).await?;
        let found = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for row in rows {
            let entry = rows::metadata(row)?;
            bytes += weight(&entry);
            missing = missing.saturating_sub(1);
            // The first is given whatever it weighs: the list has to go on.
            if let Some(last) = entries.last().filter(|_| missing == 0 || bytes > PAGE_BYTES) {
                let next = Some(Place::of(last, query.sort).to_cursor());
                return Ok(Page { entries, next });
            }
            entries.push(entry);
        }
        if found < batch {
            return Ok(Page { entries, next: None });
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
    let shape = Shape {
        dialect,
        sort: query.sort,
        descending: query.descending,
        after: after.is_some(),
        name: query.name.is_some(),
        type_name: query.type_name.is_some(),
        search: query.search.is_some(),
    };
    let mut parameters = parameters![owner.kind, owner.id];
    parameters.extend(after.into_iter().flat_map(Place::into_parameters));
    parameters.extend(query.name.iter().flat_map(|name| parameters![name.clone()]));
    parameters.extend(query.type_name.iter().flat_map(|name| parameters![name.clone()]));
    parameters.extend(query.search.iter().flat_map(|part| parameters![containing(part)]));
    parameters.extend(parameters![rows]);
    Statement { sql: shape.text(), parameters, expect: None }
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

static TEXTS: [OnceLock<String>; 256] = [const { OnceLock::new() }; 256];

impl Shape {
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

    /// Parameters are numbered in the order in which `statement` gives them.
    fn build(self) -> String {
        let columns = match self.sort {
            // Unique in its owner.
            SortBy::Name => ["name"].as_slice(),
            SortBy::TypeName => &["type_name", "id"],
            SortBy::Created => &["created_at", "id"],
            SortBy::Updated => &["updated_at", "id"],
        };
        let (before_or_after, direction) = if self.descending { ("<", " DESC") } else { (">", "") };
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
            let names: Vec<String> = columns.iter().map(|name| format!("s.{name}")).collect();
            let values: Vec<String> = columns.iter().map(|_| parameter()).collect();
            conditions.push(match columns.len() {
                1 => format!("{} {before_or_after} {}", names.concat(), values.concat()),
                _ => format!("({}) {before_or_after} ({})", names.join(", "), values.join(", ")),
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
        }
        let order: Vec<String> =
            columns.iter().map(|name| format!("s.{name}{direction}")).collect();
        let text = format!(
            concat!(
                "SELECT ",
                metadata_columns!(),
                " FROM secrets s WHERE {} ORDER BY {} LIMIT {}"
            ),
            conditions.join(" AND "),
            order.join(", "),
            parameter(),
        );
        parameters_for(self.dialect, text)
    }
}

#[cfg(test)]
mod tests;
