//! A store on a real database of its own, and short ways to say what a test is about.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    unreachable_pub,
    reason = "tests"
)]

use strongroom_audit::{Entry, Record, written as as_written};
use strongroom_database::{Database, Durability, Row, Statement, Value};
use strongroom_model::audit::{self, Caller, Context, Credential, Event};
use strongroom_model::log::LogQuery;
use strongroom_model::metadata::{ListQuery, Metadata, Precondition, SortBy, State};
use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{
    FieldName, Id, Owner, OwnerKind, Principal, PrincipalKind, SecretKey, Timestamp, VersionNumber,
};
use strongroom_ports::audit::AuditLog;
use strongroom_ports::secrets::{Change, NewSecret, SecretStore};
use strongroom_root_keys::Held;
use strongroom_store::Store;

#[allow(unused_imports, reason = "not every suite is about all of it")]
pub use backend::{Engine, FULL_LOG, GAPS, Place, SCHEMA, TABLES, TYPED, written};
#[allow(unused_imports, reason = "not every suite is about people")]
pub use people::*;

mod people;

/// The package whose tests these are says on which database they run.
mod backend {
    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/backend/mod.rs"));
}

/// Of the audit log's codes.
pub fn keys() -> Held {
    Held::for_tests("k1")
}

pub const NOW: Timestamp = 1_800_000_000;

pub struct World {
    pub store: Store<Engine, Held>,
    pub database: Engine,
    pub place: Place,
}

/// A database with all migrations and nothing in it.
pub async fn empty() -> World {
    World::at(backend::migrated().await)
}

/// With what can own secrets, and no record of it: projects 1 to 3, an organization and a user.
pub async fn world() -> World {
    let world = empty().await;
    let statement = |sql: &str, parameters: Vec<Value>| Statement {
        sql: written(sql).into(),
        parameters,
        expect: Some(1),
    };
    let project = |number| {
        let sql = "INSERT INTO projects (id, organization_id, name, created_at) \
            VALUES (?1, ?2, ?3, 1)";
        statement(
            sql,
            vec![blob(id(number)), blob(id(1)), Value::Text(format!("project {number}"))],
        )
    };
    let organization = "INSERT INTO organizations (id, name, created_at) VALUES (?1, 'O', 1)";
    let user = "INSERT INTO users (id, name, created_at) VALUES (?1, 'U', 1)";
    let batch = vec![
        statement(organization, vec![blob(id(1))]),
        statement(user, vec![blob(id(1))]),
        project(1),
        project(2),
        project(3),
    ];
    world.database.write(batch, Durability::Process).await.unwrap();
    world
}

impl World {
    pub fn at(place: Place) -> Self {
        let database = place.open();
        Self { store: Store::new(database.clone(), keys()), database, place }
    }

    /// Rows that no port gives.
    pub async fn ask(&self, sql: &'static str) -> Vec<Row> {
        let statement = Statement { sql: written(sql).into(), parameters: vec![], expect: None };
        self.database.read(vec![statement]).await.unwrap().remove(0)
    }

    /// What no port does.
    pub async fn force(&self, sql: &'static str) {
        let statement = Statement { sql: written(sql).into(), parameters: vec![], expect: None };
        self.database.write(vec![statement], Durability::Process).await.unwrap();
    }

    /// Rows that no port makes: a statement for each number from 1, with these parameters.
    pub async fn force_each(
        &self,
        count: i64,
        sql: &'static str,
        parameters: impl Fn(i64) -> Vec<Value>,
    ) {
        let statement = |number| Statement {
            sql: written(sql).into(),
            parameters: parameters(number),
            expect: Some(1),
        };
        let batch = (1..=count).map(statement).collect();
        self.database.write(batch, Durability::Process).await.unwrap();
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        match self.ask(sql).await.as_slice() {
            [row] => match row.as_slice() {
                [Value::Integer(count)] => *count,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    pub async fn records(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM audit").await
    }

    /// All that the database holds, by table.
    pub async fn everything(&self) -> Vec<(String, Vec<Row>)> {
        let tables = self.ask(TABLES).await.into_iter().map(|row| match row.as_slice() {
            [Value::Text(name)] => name.clone(),
            other => panic!("{other:?}"),
        });
        let mut all = vec![];
        for table in tables {
            let sql = format!("SELECT * FROM {table}");
            let statement = Statement { sql: sql.into(), parameters: vec![], expect: None };
            let mut rows = self.database.read(vec![statement]).await.unwrap().remove(0);
            rows.sort_by_key(|row| format!("{row:?}"));
            all.push((table, rows));
        }
        all
    }

    /// Names of the tables in which an id is, anywhere in a column.
    pub async fn tables_with(&self, id: Id) -> Vec<String> {
        let bytes = blob(id);
        let holds = |rows: &[Row]| rows.iter().flatten().any(|value| *value == bytes);
        let all = self.everything().await.into_iter();
        all.filter(|(_, rows)| holds(rows)).map(|(table, _)| table).collect()
    }

    /// Inserts a secret whose owner has a key or gets its first.
    pub async fn secret(&self, owner: Owner, number: u32, name: &str) -> Metadata {
        self.secret_of(owner, "Custom", number, name, NOW).await
    }

    pub async fn secret_of(
        &self,
        owner: Owner,
        type_name: &str,
        number: u32,
        name: &str,
        at: Timestamp,
    ) -> Metadata {
        let mut new = new_secret(owner, number, name);
        new.key.type_name = type_name.parse().unwrap();
        if self.store.owner_key(owner).await.unwrap().is_some() {
            new.new_owner_key = None;
        }
        let record = Record { at, ..created(owner, &new.key) };
        self.store.insert(new, record).await.unwrap()
    }
}

/// An id that is that of no other helper.
pub fn far_id(number: i64) -> Value {
    Value::Blob(format!("{number:020}").into_bytes())
}

pub fn blob(id: Id) -> Value {
    Value::Blob(id.as_bytes().to_vec())
}

/// An id told by its number; numbers sort as their ids do.
pub fn id(number: u32) -> Id {
    let mut random = [0; 16];
    random[..4].copy_from_slice(&number.to_be_bytes());
    Id::new(NOW, random)
}

pub const USER: u32 = 900;
pub const TOKEN: u32 = 901;

pub fn project(number: u32) -> Owner {
    Owner { kind: OwnerKind::Project, id: id(number) }
}

pub fn organization(number: u32) -> Owner {
    Owner { kind: OwnerKind::Organization, id: id(number) }
}

pub fn user(number: u32) -> Owner {
    Owner { kind: OwnerKind::User, id: id(number) }
}

pub fn key(number: u32) -> SecretKey {
    SecretKey { type_name: "Custom".parse().unwrap(), id: id(number) }
}

pub fn version(number: u32) -> VersionNumber {
    VersionNumber::new(number).unwrap()
}

pub fn record(event: Event) -> Record {
    as_written(audit::Record {
        at: NOW,
        context: Context { request_id: "request-1".to_owned(), peer: Some("::1".to_owned()) },
        caller: Some(Caller {
            principal: Principal { kind: PrincipalKind::Person, id: id(USER) },
            credential: Credential::ApiToken(id(TOKEN)),
        }),
        event,
    })
}

pub fn created(owner: Owner, secret: &SecretKey) -> Record {
    record(Event::SecretCreated { owner, secret: secret.clone(), version: version(1) })
}

pub fn updated(owner: Owner, secret: &SecretKey, to: u32) -> Record {
    record(Event::SecretUpdated { owner, secret: secret.clone(), version: version(to) })
}

pub fn deleted(owner: Owner, secret: &SecretKey) -> Record {
    record(Event::SecretDeleted { owner, secret: secret.clone(), version: version(1) })
}

pub fn restored(owner: Owner, secret: &SecretKey) -> Record {
    record(Event::SecretRestored { owner, secret: secret.clone(), version: version(1) })
}

pub fn purged(owner: Owner, secret: &SecretKey) -> Record {
    record(Event::SecretPurged { owner, secret: secret.clone(), version: version(1) })
}

pub fn revealed(owner: Owner, secret: &SecretKey) -> Record {
    let (secret, version) = (secret.clone(), version(1));
    record(Event::SecretRevealed { owner, secret, version, fields: None, format: None })
}

pub fn owner_key(serial: u32) -> WrappedOwnerKey {
    WrappedOwnerKey { serial, root_key: "root-1".to_owned(), blob: vec![0xAA; 60] }
}

/// Ciphertext that tells which fields of which version it is.
pub fn sealed(mark: u8, fields: &[&str]) -> SealedVersion {
    SealedVersion {
        owner_key_serial: 1,
        data_key: vec![mark; 60],
        fields: fields
            .iter()
            .map(|name| SealedField {
                name: name.parse().unwrap(),
                blob: [&[mark], name.as_bytes()].concat(),
            })
            .collect(),
    }
}

/// With one field, `value`, and the owner's first key.
pub fn new_secret(owner: Owner, number: u32, name: &str) -> NewSecret {
    NewSecret {
        owner,
        key: key(number),
        name: name.parse().unwrap(),
        description: "what it is for".to_owned(),
        labels: vec![("env".parse().unwrap(), "prod".to_owned())],
        sealed: sealed(1, &["value"]),
        new_owner_key: Some(owner_key(1)),
        expires_at: None,
        rotate_every: None,
    }
}

pub fn state(version_number: u32, revision: u32) -> State {
    State { version: version(version_number), revision }
}

pub fn seen(version_number: u32, revision: u32) -> Precondition {
    Precondition { version: version(version_number), revision: Some(revision) }
}

/// The newest records of a log.
pub async fn newest(store: &Store<Engine, Held>, owner: Owner, limit: u32) -> Vec<Entry> {
    AuditLog::list(store, owner, LogQuery::newest(limit)).await.unwrap().unwrap()
}

pub fn query(sort: SortBy) -> ListQuery {
    ListQuery::first(sort, 100)
}

pub fn names(names: &[&str]) -> Vec<FieldName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

/// A change of the value alone.
pub fn next_value(mark: u8, fields: &[&str]) -> Change {
    Change { sealed: Some(sealed(mark, fields)), ..Change::default() }
}
