//! The fourth migration: for how long values are good, and lists in the orders that a table needs.
//!
//! "Never" is the last second there is, so that it sorts behind all others by an ordinary index. The
//! last use has no index: each reveal would have to write it.

pub(super) const FOURTH: &[&str] = &[
    "ALTER TABLE secrets ADD COLUMN expires_at {integer} NOT NULL DEFAULT 9223372036854775807",
    "ALTER TABLE secrets ADD COLUMN rotate_every {integer}",
    "ALTER TABLE secrets ADD COLUMN rotate_at {integer} NOT NULL DEFAULT 9223372036854775807",
    "CREATE INDEX secrets_by_updater ON secrets (owner_kind, owner_id, updated_by, id)",
    "CREATE INDEX secrets_by_rotation ON secrets (owner_kind, owner_id, rotate_at, id)",
    "CREATE INDEX secrets_by_expiry ON secrets (owner_kind, owner_id, expires_at, id)",
];
