//! How PostgreSQL runs the store's texts: each must find its rows by an index, however many others
//! there are. The texts are those that were reviewed beside the store.
#![cfg(not(without_postgres))]

use strongroom_database::postgres::{Options, Postgres};
use strongroom_store::Store;
use strongroom_test_postgres::{Database, shared};

const REVIEWED: &str = include_str!(
    "../../../crates/store/src/snapshots/\
     strongroom_store__sql__tests__the_texts_for_postgresql_are_as_reviewed.snap"
);

/// An installation is one row.
const SCANS: &[&str] = &["principals FIRST_ORGANIZATION", "principals FIRST_OWNER"];

/// Name and text of each.
fn texts() -> Vec<(&'static str, &'static str)> {
    let listed = REVIEWED.split("\n-- ").skip(1);
    listed.filter_map(|entry| entry.trim().trim_end_matches(';').split_once('\n')).collect()
}

fn parameters(sql: &str) -> usize {
    (1..100).rev().find(|number| sql.contains(&format!("${number}"))).unwrap_or(0)
}

/// The plan for any parameters, by a server that reads a whole table only where it has to.
fn plan(database: &Database, sql: &str) -> String {
    let nulls = vec!["NULL"; parameters(sql)].join(", ");
    let arguments = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
    database.sql(&format!(
        "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; \
         PREPARE text AS {sql}; EXPLAIN EXECUTE text{arguments}"
    ))
}

#[test]
fn no_statement_reads_a_whole_table_but_what_is_small() {
    let database = shared().database();
    let engine = Postgres::open(&database.url().parse().unwrap(), &Options::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(Store::new(engine, ()).migrate()).unwrap();
    let texts = texts();
    assert!(texts.len() > 80, "{} texts", texts.len());
    let mut others = vec![];
    for (name, sql) in texts {
        if sql.starts_with("CREATE") {
            continue;
        }
        let plan = plan(&database, sql);
        assert!(plan.contains("cost="), "{name} {plan}");
        let scans = plan.contains("Seq Scan");
        if scans != SCANS.contains(&name) {
            others.push(format!("{name}\n{sql}\n{plan}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}
