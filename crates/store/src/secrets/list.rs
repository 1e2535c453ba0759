//! Pages of secrets, by keyset: a page begins after a value in the list's order, not at an offset,
//! so that pages stay whole while entries come and go.
//!
//! A query has 128 shapes (order, direction, and which conditions there are). The text of each is
//! made once for each dialect, at first use.

use std::borrow::Cow;
use std::sync::OnceLock;

use strongroom_database::{Database, Dialect, Statement};
use strongroom_model::metadata::{ListQuery, Page, SortBy};
use strongroom_model::{Name, Owner, limits};
use strongroom_ports::secrets::Error;

use super::cursor::Place;
use super::rows;
use super::statements::metadata_columns;
use crate::Store;
use crate::sql::parameters_for;
use crate::value::parameters;

pub(super) async fn list<D: Database>(
    store: &Store<D>,
    owner: Owner,
    query: ListQuery,
) -> Result<Page, Error> {
    let after = match &query.cursor {
        None => None,
        Some(cursor) => Some(Place::from_cursor(cursor, query.sort).ok_or(Error::BadCursor)?),
    };
    if !can_match(&query) {
        return Ok(Page { entries: vec![], next: None });
    }
    let limit = query.limit.clamp(1, limits::PAGE_ENTRIES);
    let shape = Shape {
        dialect: store.database.dialect(),
        sort: query.sort,
        descending: query.descending,
        after: after.is_some(),
        name: query.name.is_some(),
        type_name: query.type_name.is_some(),
        search: query.search.is_some(),
    };
    let mut parameters = parameters![owner.kind, owner.id];
    parameters.extend(after.into_iter().flat_map(Place::into_parameters));
    parameters.extend(query.name.into_iter().flat_map(|name| parameters![name]));
    parameters.extend(query.type_name.into_iter().flat_map(|name| parameters![name]));
    parameters.extend(query.search.into_iter().flat_map(|part| parameters![pattern(&part)]));
    // One more than the page holds tells whether there is another.
    parameters.extend(parameters![limit + 1]);
    let rows = store.rows(Statement { sql: shape.text(), parameters, expect: None }).await?;

    let mut entries = rows.into_iter().map(rows::metadata).collect::<Result<Vec<_>, _>>()?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > size;
    entries.truncate(size);
    let last = entries.last().filter(|_| more);
    let next = last.map(|entry| Place::of(entry, query.sort).to_cursor());
    Ok(Page { entries, next })
}

/// Whether a name can exist that the query asks for. What cannot be in a name is not for the
/// database to judge: a NUL ends a text for one and is an error for another.
fn can_match(query: &ListQuery) -> bool {
    let name = query.name.as_ref().is_none_or(|name| name.parse::<Name>().is_ok());
    let search = query
        .search
        .as_ref()
        .is_none_or(|part| !part.contains('\0') && part.chars().count() <= limits::NAME_CHARACTERS);
    name && search
}

/// Any text that contains the part, for LIKE with `!` as escape.
fn pattern(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for c in part.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern
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

    /// Parameters are numbered in the order in which `list` gives them.
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
