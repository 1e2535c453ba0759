//! How SQLite runs the texts: each must find its rows by an index, however many others there are.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use rusqlite::Connection;
use strongroom_database::Dialect;

use crate::schema::migrations::{MIGRATIONS, render};

/// The steps of a text's plan, on the schema as it is now.
pub(crate) fn plan(sql: &str) -> Vec<String> {
    let connection = Connection::open_in_memory().unwrap();
    for template in MIGRATIONS.iter().flat_map(|migration| migration.iter()) {
        connection.execute_batch(&render(template, Dialect::Sqlite)).unwrap();
    }
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = statement.raw_query();
    let mut steps = vec![];
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get("detail").unwrap());
    }
    steps
}

#[test]
fn no_statement_reads_a_whole_table_or_sorts_but_what_is_small() {
    // An installation is one row; one secret has few versions, one person few of the others.
    let scans = ["FIRST_OWNER"];
    let sorts = ["FIRST_OWNER", "ORGANIZATIONS", "PROJECTS", "TOKENS", "VERSIONS"];
    for (name, sql) in [
        crate::secrets::statements::ALL,
        crate::principals::statements::ALL,
        crate::audit::statements::ALL,
    ]
    .concat()
    {
        let plan = plan(sql.text(Dialect::Sqlite));
        let says = |what| plan.iter().any(|step: &String| step.contains(what));
        // All rows of a kind of owner are as good as all rows.
        let scanned = says("SCAN ") || says("(owner_kind=?)");
        assert_eq!(scanned, scans.contains(&name), "{name} {plan:?}");
        assert_eq!(says("TEMP B-TREE"), sorts.contains(&name), "{name} {plan:?}");
    }
}
