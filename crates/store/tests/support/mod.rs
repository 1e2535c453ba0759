//! A store on a real SQLite database in a folder of its own, and short ways to say what a test is
//! about.
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

use std::path::Path;

use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_database::{Database, Durability, Row, Statement, Value};
use strongroom_model::audit::{Caller, Context, Event, Record};
use strongroom_model::metadata::{ListQuery, Metadata, Precondition, SortBy, State};
use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Id, Owner, OwnerKind, SecretKey, Timestamp, VersionNumber};
use strongroom_ports::principals::{OrganizationRow, ProjectRow, TokenRow};
use strongroom_ports::secrets::{Change, NewSecret, SecretStore};
use strongroom_store::Store;

pub const NOW: Timestamp = 1_800_000_000;

pub struct World {
    pub store: Store<Sqlite>,
    pub database: Sqlite,
    pub folder: tempfile::TempDir,
}

pub fn open(folder: &Path) -> Sqlite {
    Sqlite::open(folder.join("test.db"), Options::default()).unwrap()
}

/// A database with all migrations and nothing in it.
pub async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = Store::new(database.clone());
    store.migrate().await.unwrap();
    World { store, database, folder }
}

impl World {
    /// Rows that no port gives.
    pub async fn ask(&self, sql: &'static str) -> Vec<Row> {
        let statement = Statement { sql: sql.into(), parameters: vec![], expect: None };
        self.database.read(vec![statement]).await.unwrap().remove(0)
    }

    /// What no port does.
    pub async fn force(&self, sql: &'static str) {
        let statement = Statement { sql: sql.into(), parameters: vec![], expect: None };
        self.database.write(vec![statement], Durability::Process).await.unwrap();
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

    /// All that the database holds of secrets and the log, to see that nothing changed.
    pub async fn everything(&self) -> Vec<Vec<Row>> {
        let mut all = vec![];
        for sql in [
            "SELECT * FROM secrets ORDER BY id",
            "SELECT * FROM versions ORDER BY secret_id, version",
            "SELECT * FROM fields ORDER BY secret_id, version, name",
            "SELECT * FROM owner_keys ORDER BY owner_kind, owner_id, serial",
            "SELECT * FROM audit ORDER BY number",
            "SELECT seq FROM sqlite_sequence",
        ] {
            all.push(self.ask(sql).await);
        }
        all
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
    Record {
        at: NOW,
        context: Context { request_id: "request-1".to_owned(), peer: Some("::1".to_owned()) },
        caller: Some(Caller { user: id(USER), token: id(TOKEN) }),
        event,
    }
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

pub fn revealed(owner: Owner, secret: &SecretKey) -> Record {
    record(Event::SecretRevealed { owner, secret: secret.clone(), version: version(1) })
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
    }
}

pub fn state(version_number: u32, revision: u32) -> State {
    State { version: version(version_number), revision }
}

pub fn seen(version_number: u32, revision: u32) -> Precondition {
    Precondition { version: version(version_number), revision: Some(revision) }
}

pub fn query(sort: SortBy) -> ListQuery {
    ListQuery {
        sort,
        descending: false,
        limit: 100,
        cursor: None,
        name: None,
        type_name: None,
        search: None,
    }
}

pub fn organization_row(number: u32) -> OrganizationRow {
    OrganizationRow { id: id(number), name: "Acme".parse().unwrap(), created_at: NOW }
}

pub fn project_row(number: u32, organization: u32, name: &str) -> ProjectRow {
    ProjectRow {
        id: id(number),
        organization: id(organization),
        name: name.parse().unwrap(),
        created_at: NOW,
    }
}

pub fn token_row(number: u32, user: u32) -> TokenRow {
    TokenRow {
        id: id(number),
        user: id(user),
        user_name: "Ada".parse().unwrap(),
        name: "laptop".parse().unwrap(),
        digest: [7; 32],
        created_at: NOW,
        expires_at: NOW + 60,
        grants: None,
    }
}

pub fn names(names: &[&str]) -> Vec<FieldName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

/// A change of the value alone.
pub fn next_value(mark: u8, fields: &[&str]) -> Change {
    Change { sealed: Some(sealed(mark, fields)), ..Change::default() }
}
