//! The third migration: rotations, and the next values that they keep.

pub(super) const THIRD: &[&str] = &[
    "ALTER TABLE secrets ADD COLUMN rotation_step {text}",
    "ALTER TABLE secrets ADD COLUMN rotation_version {integer}",
    "CREATE TABLE next_versions (
    secret_id {blob} NOT NULL PRIMARY KEY REFERENCES secrets (id),
    version {integer} NOT NULL,
    owner_key_serial {integer} NOT NULL,
    data_key {blob} NOT NULL,
    field_names {text} NOT NULL,
    created_at {integer} NOT NULL,
    created_by {blob} NOT NULL
) {clustered}",
    // Their order is the next version's `field_names`.
    "CREATE TABLE next_fields (
    secret_id {blob} NOT NULL REFERENCES next_versions (secret_id),
    name {text} NOT NULL,
    ciphertext {blob} NOT NULL,
    PRIMARY KEY (secret_id, name)
)",
];
