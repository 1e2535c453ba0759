//! Plants secrets wherever a client can put one and looks for them wherever they must not be.
//!
//! With the log at its most talkative, in both of its forms. A value may stand in the answer to its
//! reveal, a token in the answer that makes it, and neither anywhere else: no log line, no other
//! answer, no metric, no audit record, no file of the data folder.

mod planting;
mod trace;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use planting::Garden;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use strongroom_tests::{API, Native, Strongroom};
use trace::{Trace, contains};

#[test]
fn nothing_secret_is_anywhere_but_in_its_answer_with_a_log_of_text() {
    plant_and_search("text");
}

#[test]
fn nothing_secret_is_anywhere_but_in_its_answer_with_a_log_of_json() {
    plant_and_search("json");
}

fn plant_and_search(format: &str) {
    let types = planting::types_with_a_hostile_one();
    let native = Native::new()
        .types(types.path())
        .flag("--log-level", "debug")
        .flag("--log-format", format);
    let mut strongroom = Strongroom::start(Arc::new(native));
    let mut garden = Garden::new(strongroom.owner());
    garden.plant_values();
    garden.plant_in_bodies_that_are_refused();
    garden.plant_in_queries_and_headers();
    garden.plant_in_what_is_not_http();
    garden.plant_in_a_hostile_type();
    garden.plant_tokens();
    let Garden { owner, place, planted, answers, reveals, .. } = garden;

    // What was planted can be found by this search where it must be.
    for secret in &planted.values {
        assert!(reveals.iter().any(|answer| contains(answer.as_bytes(), secret)), "{secret}");
    }
    let mut planted = planted.all();
    planted.extend(Trace::of_credential(strongroom.owner_token()));

    for answer in &answers {
        absent(&planted, "an answer", answer.as_bytes());
    }
    let metrics = strongroom.running().address().to_owned();
    let metrics = strongroom_tests::raw::send(&metrics, "GET", "/metrics", &[], b"");
    assert!(metrics.body.contains("strongroom_http_requests"));
    absent(&planted, "the metrics", metrics.body.as_bytes());
    for audited in [place.clone(), owner.me(), owner.organization()] {
        let log = owner.get(&format!("{API}/audit/{audited}?limit=1000")).expect(200);
        absent(&planted, "the audit log", log.text().as_bytes());
    }
    let marker = owner.get(&format!("{API}/me")).expect(200).request_id().to_owned();

    // While it runs, with its log of writes, and when that was folded in.
    files(&planted, &strongroom.data());
    rows(&planted, &strongroom.data());
    assert!(strongroom.stop().success());
    files(&planted, &strongroom.data());
    let log = strongroom.log();
    assert!(log.contains(&marker), "requests are logged: {log}");
    for line in log.lines() {
        absent(&planted, "a line of the log", line.as_bytes());
    }
}

/// Fails where one of the secrets is in `bytes`, in any of its traces.
fn absent(planted: &[Trace], what: &str, bytes: &[u8]) {
    for secret in planted {
        if let Some(form) = secret.found_in(bytes) {
            let shown = String::from_utf8_lossy(bytes.get(..2000).unwrap_or(bytes));
            panic!("{} is in {what}, {form}: {shown}", secret.name);
        }
    }
}

fn files(planted: &[Trace], data: &Path) {
    let mut saw_a_name = false;
    for entry in fs::read_dir(data).expect("a data folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let content = fs::read(&path).expect("a file");
            absent(planted, &path.display().to_string(), &content);
            saw_a_name |= contains(&content, planting::NAME);
        }
    }
    assert!(saw_a_name, "names are in the clear, so this search finds what is in a file");
}

/// Every value of every row: a page on disk can split what a row holds whole.
fn rows(planted: &[Trace], data: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let path = data.join("strongroom.db");
    let database = Connection::open_with_flags(path, flags).expect("a database");
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .expect("a statement");
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .expect("the names of tables");
    for table in tables {
        let mut all = database.prepare(&format!("SELECT * FROM {table}")).expect("a statement");
        let columns = all.column_count();
        let mut rows = all.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..columns {
                if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) =
                    row.get_ref(column).expect("a column")
                {
                    absent(planted, &format!("a row of {table}"), bytes);
                }
            }
        }
    }
}

#[test]
fn the_search_finds_what_is_hidden_in_the_usual_ways() {
    let secret = Trace::of_text("a plant", "PLANTED-secret");
    for hidden in [
        "x PLANTED-secret x",
        "UExBTlRFRC1zZWNyZXQ=",
        "eFBMQU5URUQtc2VjcmV0eA==",
        "eHhQTEFOVEVELXNlY3JldHh4",
        "504c414e5445442d736563726574",
    ] {
        assert!(secret.found_in(hidden.as_bytes()).is_some(), "{hidden}");
    }
    assert!(secret.found_in(json!("PLANTED").to_string().as_bytes()).is_none());
}
