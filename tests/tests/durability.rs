//! What was acknowledged survives `kill -9`, and nothing is half there.
//!
//! Rounds of load on one data folder: each ends with the process killed while writers write and
//! readers reveal, by the number of answers and not by a clock. After each, all that was answered in
//! all rounds is looked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use strongroom_tests::{API, Client, On, SETTINGS, Secret, Strongroom, on_every_deployment};

const ROUNDS: usize = 6;
const WRITERS: usize = 6;
const REVEALERS: usize = 4;
/// Answers of one round before the process is killed.
const ANSWERS: usize = 500;

/// What the server has promised by answering.
#[derive(Default)]
struct Promised {
    /// Values by path and version.
    values: BTreeMap<(String, u64), String>,
    deleted: BTreeSet<String>,
    /// Request ids with the key and the version that was revealed.
    revealed: BTreeMap<String, (String, u64)>,
}

impl Promised {
    fn absorb(&mut self, other: Self) {
        self.values.extend(other.values);
        self.deleted.extend(other.deleted);
        self.revealed.extend(other.revealed);
    }
}

/// Creates, updates and deletes secrets of its own until the server is gone.
fn write(client: &Client, place: &str, who: &str, answers: &AtomicUsize) -> Promised {
    let mut promised = Promised::default();
    for index in 0.. {
        let first = format!("{who}-{index}-first");
        let body = json!({ "_type": "secret/Custom", "name": format!("{who}-{index}"),
                           "value": first });
        let create = client.ask("POST", &format!("{SETTINGS}/{place}/")).json(&body);
        let Ok(created) = create.try_send() else { break };
        let path = created.expect(201).header("location").expect("a location").to_owned();
        answers.fetch_add(1, Ordering::Relaxed);
        promised.values.insert((path.clone(), 1), first);

        let second = format!("{who}-{index}-second");
        let update = client.ask("PATCH", &path).json(&json!({ "value": second }));
        let Ok(updated) = update.try_send() else { break };
        assert_eq!(updated.expect(200).json()["_version"], 2);
        answers.fetch_add(1, Ordering::Relaxed);
        promised.values.insert((path.clone(), 2), second);

        if index % 3 == 2 {
            // What is asked to go may be gone from here on, answered or not.
            promised.values.retain(|(other, _), _| *other != path);
            let Ok(deleted) = client.ask("DELETE", &path).try_send() else { break };
            let _ = deleted.expect(204);
            answers.fetch_add(1, Ordering::Relaxed);
            promised.deleted.insert(path);
        }
    }
    promised
}

/// Reveals one secret over and over until the server is gone.
fn reveal(client: &Client, secret: &Secret, answers: &AtomicUsize) -> Promised {
    let mut promised = Promised::default();
    while let Ok(revealed) = client.ask("GET", &secret.revealed()).try_send() {
        let revealed = revealed.expect(200);
        assert_eq!(revealed.json()["value"], "revealed over and over");
        answers.fetch_add(1, Ordering::Relaxed);
        promised.revealed.insert(revealed.request_id().to_owned(), (secret.key.clone(), 1));
    }
    promised
}

/// Load from all sides until enough was answered, then the end.
fn round(strongroom: &mut Strongroom, place: &str, secret: &Secret, number: usize) -> Promised {
    let owner = strongroom.owner();
    let answers = AtomicUsize::new(0);
    let running = strongroom.take_running();
    std::thread::scope(|scope| {
        // A connection for each, so that they meet in the database and not in a client.
        let client = || Client::new(owner.address()).with_token(owner.token());
        let mut threads = Vec::new();
        for writer in 0..WRITERS {
            let (client, answers) = (client(), &answers);
            let who = format!("round-{number}-writer-{writer}");
            threads.push(scope.spawn(move || write(&client, place, &who, answers)));
        }
        for _ in 0..REVEALERS {
            let (client, answers) = (client(), &answers);
            threads.push(scope.spawn(move || reveal(&client, secret, answers)));
        }
        while answers.load(Ordering::Relaxed) < ANSWERS {
            assert!(threads.iter().any(|thread| !thread.is_finished()), "all gave up");
            std::thread::yield_now();
        }
        running.kill();
        let mut promised = Promised::default();
        for thread in threads {
            promised.absorb(thread.join().expect("a client"));
        }
        promised
    })
}

fn check(owner: &Client, place: &str, promised: &Promised) {
    for ((path, version), value) in &promised.values {
        let revealed = owner.get(&format!("{path}/versions/{version}?decrypt=true")).expect(200);
        assert_eq!(revealed.json()["value"], value.as_str(), "{path}, version {version}");
    }
    for path in &promised.deleted {
        owner.get(path).refused(404, "not-found");
    }
    let on_record = reveals_on_record(owner, place);
    for (request, what) in &promised.revealed {
        assert_eq!(on_record.get(request), Some(what), "the reveal of request {request}");
    }
}

/// By request id.
fn reveals_on_record(owner: &Client, place: &str) -> BTreeMap<String, (String, u64)> {
    let mut found = BTreeMap::new();
    let mut before = String::new();
    loop {
        let path = format!("{API}/audit/{place}?limit=1000{before}");
        let page = owner.get(&path).expect(200).json();
        for entry in page["data"].as_array().expect("a list") {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            if entry["event"] == "secret-revealed" {
                let version = entry["version"].as_u64().expect("a version");
                let earlier = found.insert(text("request_id"), (text("secret"), version));
                assert_eq!(earlier, None, "one request, one record");
            }
        }
        match &page["next_before"] {
            Value::Number(number) => before = format!("&before={number}"),
            _ => return found,
        }
    }
}

/// Everything listed opens, in each of its versions.
fn everything_listed_is_whole(owner: &Client, place: &str) {
    let mut cursor = String::new();
    loop {
        let list = format!("{SETTINGS}/{place}/?limit=1000{cursor}");
        let page = owner.get(&list).expect(200).json();
        for entry in page["data"].as_array().expect("a list") {
            let secret = Secret::of(place, entry["_key"].as_str().expect("a key"));
            let current = entry["_version"].as_u64().expect("a version");
            for version in 1..=current {
                let path = format!("{}/versions/{version}?decrypt=true", secret.path);
                let _ = owner.get(&path).expect(200);
            }
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return,
        }
    }
}

/// What the API cannot show: rows that belong to nothing, changes without their record.
fn nothing_in_the_database_is_half_written(database: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(database, flags).expect("a database");
    let count = |sql: &str| -> i64 {
        database.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|why| panic!("{sql}: {why}"))
    };
    let sound: String =
        database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(sound, "ok");
    let mut foreign = database.prepare("PRAGMA foreign_key_check").expect("a statement");
    assert!(foreign.query([]).expect("rows").next().expect("a row").is_none());
    for (what, sql) in [
        (
            "a secret without one of its versions",
            "SELECT count(*) FROM secrets s WHERE s.version <>
               (SELECT count(*) FROM versions v WHERE v.secret_id = s.id)",
        ),
        (
            "a version of no secret",
            "SELECT count(*) FROM versions WHERE secret_id NOT IN (SELECT id FROM secrets)",
        ),
        (
            "a version without its fields",
            "SELECT count(*) FROM versions v WHERE NOT EXISTS
               (SELECT 1 FROM fields f WHERE f.secret_id = v.secret_id AND f.version = v.version)",
        ),
        (
            "a field of no version",
            "SELECT count(*) FROM fields f WHERE NOT EXISTS
               (SELECT 1 FROM versions v WHERE v.secret_id = f.secret_id AND v.version = f.version)",
        ),
        (
            "a version whose making is not on record, or is twice",
            "SELECT count(*) FROM versions v WHERE 1 <>
               (SELECT count(*) FROM audit a WHERE a.secret_id = v.secret_id
                 AND a.version = v.version AND a.event IN ('secret-created', 'secret-updated'))",
        ),
        (
            "a creation on record whose secret is neither there nor on record as deleted",
            "SELECT count(*) FROM audit a WHERE a.event = 'secret-created'
               AND a.secret_id NOT IN (SELECT id FROM secrets)
               AND a.secret_id NOT IN
                 (SELECT secret_id FROM audit WHERE event = 'secret-deleted')",
        ),
        (
            "a deletion on record of what is there",
            "SELECT count(*) FROM audit a WHERE a.event = 'secret-deleted'
               AND a.secret_id IN (SELECT id FROM secrets)",
        ),
    ] {
        assert_eq!(count(sql), 0, "{what}");
    }
}

fn what_was_answered_survives_being_killed_under_load(on: On) {
    let mut strongroom = Strongroom::start(on);
    let owner = strongroom.owner();
    let place = owner.new_project();
    let secret = owner.new_secret(&place, "revealed", "revealed over and over");
    let mut promised = Promised::default();
    for number in 0..ROUNDS {
        promised.absorb(round(&mut strongroom, &place, &secret, number));
        strongroom.start_again();
        check(&strongroom.owner(), &place, &promised);
    }
    assert!(!promised.values.is_empty() && !promised.deleted.is_empty());
    assert!(!promised.revealed.is_empty());
    everything_listed_is_whole(&strongroom.owner(), &place);
    assert!(strongroom.stop().success());
    nothing_in_the_database_is_half_written(&strongroom.database());
}

on_every_deployment! {
    what_was_answered_survives_being_killed_under_load,
}
