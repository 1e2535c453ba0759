//! The schema, as the migrations that lead to it.
//!
//! A migration that was released is never changed; what is to be different is another migration.
//!
//! Ids are 20 bytes, times are seconds since the Unix epoch, kinds of owners are 1 organization,
//! 2 project, 3 user. Names sort by their bytes.

mod second;
mod third;

use strongroom_database::Dialect;

use second::SECOND;
use third::THIRD;

pub(crate) static MIGRATIONS: &[&[&str]] = &[FIRST, SECOND, THIRD];

/// Number of the newest migration.
pub(crate) fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// Writes the types of a template in a dialect.
pub(crate) fn render(template: &str, dialect: Dialect) -> String {
    let types = match dialect {
        Dialect::Sqlite => [
            ("{integer}", "INTEGER"),
            ("{blob}", "BLOB"),
            ("{text}", "TEXT"),
            // AUTOINCREMENT, since a plain key would give the number of a lost last row again.
            ("{counter}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
            (" {clustered}", " WITHOUT ROWID"),
        ],
        Dialect::Postgresql => [
            ("{integer}", "BIGINT"),
            ("{blob}", "BYTEA"),
            ("{text}", "TEXT COLLATE \"C\""),
            ("{counter}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
            (" {clustered}", ""),
        ],
    };
    types.iter().fold(template.to_owned(), |text, (name, written)| text.replace(name, written))
}

const FIRST: &[&str] = &[
    "CREATE TABLE organizations (
    id {blob} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    created_at {integer} NOT NULL
)",
    "CREATE TABLE users (
    id {blob} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    created_at {integer} NOT NULL
)",
    // One row at most: two hosts that start together cannot both make the first organization.
    "CREATE TABLE installation (
    only_row {integer} NOT NULL PRIMARY KEY CHECK (only_row = 1),
    organization_id {blob} NOT NULL REFERENCES organizations (id)
)",
    "CREATE TABLE projects (
    id {blob} NOT NULL PRIMARY KEY,
    organization_id {blob} NOT NULL REFERENCES organizations (id),
    name {text} NOT NULL,
    created_at {integer} NOT NULL,
    UNIQUE (organization_id, name)
)",
    "CREATE TABLE members (
    owner_kind {integer} NOT NULL,
    owner_id {blob} NOT NULL,
    user_id {blob} NOT NULL REFERENCES users (id),
    role {text} NOT NULL,
    PRIMARY KEY (user_id, owner_kind, owner_id)
) {clustered}",
    "CREATE INDEX members_by_owner ON members (owner_kind, owner_id)",
    "CREATE TABLE tokens (
    id {blob} NOT NULL PRIMARY KEY,
    user_id {blob} NOT NULL REFERENCES users (id),
    name {text} NOT NULL,
    digest {blob} NOT NULL,
    created_at {integer} NOT NULL,
    expires_at {integer} NOT NULL,
    grants {text}
)",
    "CREATE INDEX tokens_by_user ON tokens (user_id)",
    "CREATE TABLE owner_keys (
    owner_kind {integer} NOT NULL,
    owner_id {blob} NOT NULL,
    serial {integer} NOT NULL,
    root_key {text} NOT NULL,
    wrapped_key {blob} NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, serial)
) {clustered}",
    "CREATE TABLE secrets (
    id {blob} NOT NULL PRIMARY KEY,
    owner_kind {integer} NOT NULL,
    owner_id {blob} NOT NULL,
    type_name {text} NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    labels {text} NOT NULL,
    version {integer} NOT NULL,
    revision {integer} NOT NULL,
    field_names {text} NOT NULL,
    created_at {integer} NOT NULL,
    created_by {blob} NOT NULL,
    updated_at {integer} NOT NULL,
    updated_by {blob} NOT NULL,
    last_reveal_at {integer},
    last_reveal_by {blob},
    UNIQUE (owner_kind, owner_id, name)
)",
    // With the unique names, one for each order that lists are read in.
    "CREATE INDEX secrets_by_type ON secrets (owner_kind, owner_id, type_name, id)",
    "CREATE INDEX secrets_by_created ON secrets (owner_kind, owner_id, created_at, id)",
    "CREATE INDEX secrets_by_updated ON secrets (owner_kind, owner_id, updated_at, id)",
    "CREATE TABLE versions (
    secret_id {blob} NOT NULL REFERENCES secrets (id),
    version {integer} NOT NULL,
    owner_key_serial {integer} NOT NULL,
    data_key {blob} NOT NULL,
    field_names {text} NOT NULL,
    created_at {integer} NOT NULL,
    created_by {blob} NOT NULL,
    PRIMARY KEY (secret_id, version)
) {clustered}",
    // Their order is the version's `field_names`.
    "CREATE TABLE fields (
    secret_id {blob} NOT NULL,
    version {integer} NOT NULL,
    name {text} NOT NULL,
    ciphertext {blob} NOT NULL,
    PRIMARY KEY (secret_id, version, name),
    FOREIGN KEY (secret_id, version) REFERENCES versions (secret_id, version)
)",
    "CREATE TABLE audit (
    number {counter},
    at {integer} NOT NULL,
    request_id {text} NOT NULL,
    peer {text},
    user_id {blob},
    token_id {blob},
    event {text} NOT NULL,
    owner_kind {integer},
    owner_id {blob},
    secret_type {text},
    secret_id {blob},
    version {integer},
    detail {text}
)",
    "CREATE INDEX audit_by_owner ON audit (owner_kind, owner_id, number)",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_for_postgresql_is_as_reviewed() {
        let all: Vec<String> = MIGRATIONS
            .iter()
            .flat_map(|migration| migration.iter())
            .map(|template| render(template, Dialect::Postgresql))
            .collect();
        insta::assert_snapshot!(all.join(";\n\n"));
    }

    #[test]
    fn every_type_is_written_in_each_dialect() {
        for template in MIGRATIONS.iter().flat_map(|migration| migration.iter()) {
            for dialect in [Dialect::Sqlite, Dialect::Postgresql] {
                assert!(!render(template, dialect).contains(['{', '}']), "{template}");
            }
        }
    }
}
