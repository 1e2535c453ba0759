//! What a server has promised by answering, and whether it is so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::client::{API, Client, SETTINGS, Secret};

/// What was answered, and so has to be there.
#[derive(Debug, Default)]
pub struct Promised {
    /// Values by path and version.
    pub values: BTreeMap<(String, u64), String>,
    pub deleted: BTreeSet<String>,
    pub purged: BTreeSet<String>,
    /// Request ids with the key and the version that was revealed.
    pub revealed: BTreeMap<String, (String, u64)>,
}

impl Promised {
    pub fn absorb(&mut self, other: Self) {
        self.values.extend(other.values);
        self.deleted.extend(other.deleted);
        self.purged.extend(other.purged);
        self.revealed.extend(other.revealed);
    }

    /// Asks for all of it.
    ///
    /// # Panics
    /// Where anything is missing, or other than promised.
    pub fn check(&self, owner: &Client, place: &str) {
        for ((path, version), value) in &self.values {
            let revealed =
                owner.get(&format!("{path}/versions/{version}?decrypt=true")).expect(200);
            assert_eq!(revealed.json()["value"], value.as_str(), "{path}, version {version}");
        }
        for path in self.deleted.iter().chain(&self.purged) {
            owner.get(path).refused(404, "not-found");
        }
        let list = owner.get(&format!("{API}/deleted/{place}?limit=1000&count=true")).expect(200);
        let list = list.json();
        let kept: BTreeSet<String> = list["data"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|entry| Secret::of(place, entry["_key"].as_str().expect("a key")).path)
            .collect();
        assert_eq!(list["total"], kept.len(), "all on one page");
        for path in &self.deleted {
            assert!(kept.contains(path), "{path} can be restored");
        }
        for path in &self.purged {
            assert!(!kept.contains(path), "{path} is gone for good");
        }
        let on_record = reveals_on_record(owner, place);
        for (request, what) in &self.revealed {
            assert_eq!(on_record.get(request), Some(what), "the reveal of request {request}");
        }
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

/// Opens everything that is listed, in each of its versions. Gives all the values.
///
/// # Panics
/// Where something does not open.
pub fn everything_listed_is_whole(owner: &Client, place: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut cursor = String::new();
    loop {
        let list = format!("{SETTINGS}/{place}/?limit=1000{cursor}");
        let page = owner.get(&list).expect(200).json();
        for entry in page["data"].as_array().expect("a list") {
            let secret = Secret::of(place, entry["_key"].as_str().expect("a key"));
            let current = entry["_version"].as_u64().expect("a version");
            for version in 1..=current {
                let path = format!("{}/versions/{version}?decrypt=true", secret.path);
                let revealed = owner.get(&path).expect(200).json();
                values.push(revealed["value"].as_str().expect("a text").to_owned());
            }
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return values,
        }
    }
}

/// What the API cannot show: rows that belong to nothing, changes without their record. Each counts
/// something that must not be there.
const HALF_WRITTEN: [(&str, &str); 9] = [
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
        "a creation on record whose secret is neither there nor on record as purged",
        "SELECT count(*) FROM audit a WHERE a.event = 'secret-created'
           AND a.secret_id NOT IN (SELECT id FROM secrets)
           AND a.secret_id NOT IN
             (SELECT secret_id FROM audit WHERE event = 'secret-purged')",
    ),
    (
        "a purge on record of what is there, or of what was not deleted",
        "SELECT count(*) FROM audit a WHERE a.event = 'secret-purged'
           AND (a.secret_id IN (SELECT id FROM secrets) OR a.secret_id NOT IN
             (SELECT secret_id FROM audit WHERE event = 'secret-deleted'))",
    ),
    // Deleted secrets are of kinds of owners from 11 on.
    (
        "a deleted secret without one deletion on record more than it has restorations",
        "SELECT count(*) FROM secrets s WHERE s.owner_kind > 10 AND
           (SELECT count(*) FROM audit a WHERE a.secret_id = s.id
             AND a.event = 'secret-deleted') <> 1 +
           (SELECT count(*) FROM audit a WHERE a.secret_id = s.id
             AND a.event = 'secret-restored')",
    ),
    (
        "a secret that is there with other deletions on record than restorations",
        "SELECT count(*) FROM secrets s WHERE s.owner_kind < 10 AND
           (SELECT count(*) FROM audit a WHERE a.secret_id = s.id
             AND a.event = 'secret-deleted') <>
           (SELECT count(*) FROM audit a WHERE a.secret_id = s.id
             AND a.event = 'secret-restored')",
    ),
];

/// Looks for what is half there, by what a query counts in the database.
///
/// # Panics
/// Where anything is.
pub fn nothing_is_half_written(count: impl Fn(&str) -> i64) {
    for (what, sql) in HALF_WRITTEN {
        assert_eq!(count(sql), 0, "{what}");
    }
}
