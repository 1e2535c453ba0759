//! The fifth migration: the audit log in the order of time, and by what it is searched for.
//!
//! Each reveal writes its record into every index that has it, so there are as few as will do. Most
//! records of a log are reveals: for those among them that somebody made, or of one secret, there is
//! an index; all of them are found in the log itself. What is rare has an index that reveals are not in.

pub(super) const FIFTH: &[&str] = &[
    "CREATE INDEX audit_by_time ON audit (owner_kind, owner_id, at, number)",
    "DROP INDEX audit_by_owner",
    "CREATE INDEX audit_by_principal ON audit (owner_kind, owner_id, principal_id, at, number)",
    "CREATE INDEX audit_by_secret ON audit (owner_kind, owner_id, secret_id, at, number) \
WHERE secret_id IS NOT NULL",
    "CREATE INDEX audit_by_event ON audit (owner_kind, owner_id, event, at, number) \
WHERE event <> 'secret-revealed'",
    "CREATE INDEX audit_refusals ON audit (owner_kind, owner_id, at, number) \
WHERE event IN ('authentication-failed', 'denied')",
];
