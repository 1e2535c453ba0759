//! Plants secrets wherever a client can put one and looks for them wherever they must not be.
//!
//! With the log at its most talkative, in both of its forms. A value may stand in the answer to its
//! reveal, a token in the answer that makes it, and neither anywhere else: no log line, no other
//! answer, no metric, no audit record, no file of the data folder.

mod planting;
mod trace;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use planting::Garden;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use strongroom_tests::{API, Difference, Native, On, Strongroom, raw};
use trace::{Trace, contains};

#[test]
fn nothing_secret_is_anywhere_but_in_its_answer_with_a_log_of_text() {
    plant_and_search_natively("text");
}

#[test]
fn nothing_secret_is_anywhere_but_in_its_answer_with_a_log_of_json() {
    plant_and_search_natively("json");
}

strongroom_tests::on_spin! {
    nothing_secret_is_anywhere_but_in_its_answer =>
        |program| super::plant_and_search(std::sync::Arc::new(strongroom_tests::Spin::by(program))),
}

fn plant_and_search_natively(format: &str) {
    let types = planting::types_with_a_hostile_one();
    let native =
        Native::new().types(types.path()).flag("--log-level", "debug").flag("--log-format", format);
    plant_and_search(Arc::new(native));
}

fn plant_and_search(on: On) {
    let mut strongroom = Strongroom::start(on);
    let mut garden = Garden::new(strongroom.owner());
    garden.plant_values();
    garden.plant_in_bodies_that_are_refused();
    garden.plant_in_queries_and_headers(strongroom.differs(Difference::ParsesHttpItself));
    garden.plant_in_what_is_not_http();
    if !strongroom.differs(Difference::NoTypeFolder) {
        garden.plant_in_a_hostile_type();
    }
    garden.plant_tokens();
    let Garden { owner, place, planted, answers, reveals, .. } = garden;

    // What was planted can be found by this search where it must be.
    for secret in &planted.values {
        assert!(reveals.iter().any(|answer| contains(answer.as_bytes(), secret)), "{secret}");
    }
    let mut planted = planted.all();
    planted.extend(Trace::of_credential(strongroom.owner_token()));
    let mut search = Search::new(&planted);

    for answer in &answers {
        search.through("an answer", answer.as_bytes());
    }
    if !strongroom.differs(Difference::NoMetrics) {
        let metrics = raw::send(owner.address(), "GET", "/metrics", &[], b"");
        assert!(metrics.body.contains("strongroom_http_requests"));
        search.through("the metrics", metrics.body.as_bytes());
    }
    for audited in [place, owner.me(), owner.organization()] {
        let log = owner.get(&format!("{API}/audit/{audited}?limit=1000")).expect(200);
        search.through("the audit log", log.text().as_bytes());
    }
    let marker = owner.get(&format!("{API}/me")).expect(200).request_id().to_owned();

    // While it runs, with its log of writes, and when that was folded in.
    search.through_files(&strongroom.data());
    search.through_rows(&strongroom.database());
    assert!(strongroom.stop().success());
    search.through_files(&strongroom.data());
    let log = strongroom.log();
    if !strongroom.differs(Difference::NoRequestLog) {
        assert!(log.contains(&marker), "requests are logged: {log}");
    }
    for line in log.lines() {
        search.through("a line of the log", line.as_bytes());
    }
    assert!(search.found.is_empty(), "{:#?}", search.found);
}

/// Gathers all that it finds, so that one leak does not hide another.
struct Search {
    /// Finds any form of any secret in one pass.
    forms: AhoCorasick,
    /// What each form is one of.
    names: Vec<String>,
    found: BTreeSet<String>,
}

impl Search {
    fn new(planted: &[Trace]) -> Self {
        let forms = || planted.iter().flat_map(|trace| trace.forms.iter().map(move |f| (trace, f)));
        let names = forms().map(|(trace, (form, _))| format!("{}, {form},", trace.name)).collect();
        let forms = AhoCorasick::new(forms().map(|(_, (_, bytes))| bytes)).expect("a search");
        Self { forms, names, found: BTreeSet::new() }
    }

    fn through(&mut self, what: &str, bytes: &[u8]) {
        for found in self.forms.find_overlapping_iter(bytes) {
            let name = &self.names[found.pattern().as_usize()];
            let around = found.start().saturating_sub(80)..(found.end() + 80).min(bytes.len());
            let around = String::from_utf8_lossy(&bytes[around]).replace(char::is_control, " ");
            self.found.insert(format!("{name} is in {what}: …{around}…"));
        }
    }

    fn through_files(&mut self, data: &Path) {
        let mut saw_a_name = false;
        for entry in fs::read_dir(data).expect("a data folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                let content = fs::read(&path).expect("a file");
                self.through(&path.display().to_string(), &content);
                saw_a_name |= contains(&content, planting::NAME);
            }
        }
        assert!(saw_a_name, "names are in the clear, so this search finds what is in a file");
    }

    /// Every value of every row: a page on disk can split what a row holds whole.
    fn through_rows(&mut self, database: &Path) {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let database = Connection::open_with_flags(database, flags).expect("a database");
        for table in tables(&database) {
            let mut all = database.prepare(&format!("SELECT * FROM {table}")).expect("a statement");
            let columns = all.column_count();
            let mut rows = all.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                for column in 0..columns {
                    if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) =
                        row.get_ref(column).expect("a column")
                    {
                        self.through(&format!("a row of {table}"), bytes);
                    }
                }
            }
        }
    }
}

fn tables(database: &Connection) -> Vec<String> {
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let mut names = database.prepare(names).expect("a statement");
    names.query_map([], |row| row.get(0)).and_then(Iterator::collect).expect("names of tables")
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
        "504C414E5445442D736563726574",
    ] {
        let mut search = Search::new(std::slice::from_ref(&secret));
        search.through("a text", hidden.as_bytes());
        assert!(!search.found.is_empty(), "{hidden}");
    }
    let mut search = Search::new(&[secret]);
    search.through("a text", b"PLANTED-secre");
    assert!(search.found.is_empty());
}
