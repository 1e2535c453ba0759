//! The sixth migration: codes that say that a record of the audit log is as it was written, and
//! checkpoints that say how many there were.
//!
//! A record from before has no code. A checkpoint ends with the record at `until_at`, `until_number`
//! and begins after the one before it.

pub(super) const SIXTH: &[&str] = &[
    "ALTER TABLE audit ADD COLUMN mac_key {text}",
    "ALTER TABLE audit ADD COLUMN mac {blob}",
    "CREATE TABLE audit_checkpoints (
    owner_kind {integer} NOT NULL,
    owner_id {blob} NOT NULL,
    serial {integer} NOT NULL,
    until_at {integer} NOT NULL,
    until_number {integer} NOT NULL,
    records {integer} NOT NULL,
    unsigned_records {integer} NOT NULL,
    mac_key {text} NOT NULL,
    mac {blob} NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, serial)
) {clustered}",
];
