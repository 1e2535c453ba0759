//! How SQLite runs the texts: each must find its rows by an index, however many others there are.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use rusqlite::Connection;
use strongroom_database::Dialect;

use crate::schema::migrations::{MIGRATIONS, render};
use crate::sql::tests::TEXTS;

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

/// An installation is one row, which each statement that adds organizations from a query looks at (it
/// refers to one). All people by their names are read by the index of names as far as the
/// list goes; to search in names is to read them. Who used a secret is counted in what an index gave.
const SCANS: &[&str] = &[
    "audit CONSUMERS",
    "principals FIRST_ORGANIZATION",
    "principals FIRST_OWNER",
    "organizations INSERT",
    "people ALL_PEOPLE",
    "people FOUND",
];

/// One secret has few versions, one person few of the others, and an owner not too many members.
const SORTS: &[&str] = &[
    "secrets VERSIONS",
    "principals FIRST_OWNER",
    "organizations OF_PERSON",
    "projects OF_PERSON",
    "projects OF_PERSON_IN_ORGANIZATION",
    "members USERS",
    "members GROUPS",
    "people OF_ORGANIZATION",
    "people FOUND_IN_ORGANIZATION",
    "people ORGANIZATIONS_OF",
    "groups MEMBERS",
    "holders USERS",
    "holders ROLES_BY_GROUPS",
    "tokens OF_PERSON",
    "audit CONSUMERS",
];

#[test]
fn no_statement_reads_a_whole_table_or_sorts_but_what_is_small() {
    let mut others = vec![];
    // The list of migrations has a row for each, and is read at the start.
    for (module, texts) in TEXTS.iter().filter(|(module, _)| *module != "schema") {
        for (name, sql) in *texts {
            let name = format!("{module} {name}");
            let plan = plan(sql.text(Dialect::Sqlite));
            let says = |what| plan.iter().any(|step: &String| step.contains(what));
            // All rows of a kind of owner are as good as all rows.
            let scanned = says("SCAN ") || says("(owner_kind=?)");
            let sorted = says("TEMP B-TREE");
            if scanned != SCANS.contains(&name.as_str()) || sorted != SORTS.contains(&name.as_str())
            {
                others.push(format!("{name} {plan:#?}"));
            }
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}
