//! What ends with the end of an owner.

use strongroom_database::Database;
use strongroom_model::Owner;
use strongroom_ports::platform::AuditKeys;

use crate::Store;
use crate::batch::Batch;
use crate::value::{Deleted, parameters};

pub(crate) mod statements {
    crate::sql::statements! {
        DELETE_MEMBERS = "DELETE FROM members WHERE owner_kind = ?1 AND owner_id = ?2";
        DELETE_GROUP_ROLES = "DELETE FROM group_roles WHERE owner_kind = ?1 AND owner_id = ?2";
        DELETE_CLIENTS = "DELETE FROM clients WHERE owner_kind = ?1 AND owner_id = ?2";
        DELETE_FIELDS = "DELETE FROM fields WHERE secret_id IN \
            (SELECT s.id FROM secrets s WHERE s.owner_kind IN (?1, ?3) AND s.owner_id = ?2)";
        DELETE_NEXT_FIELDS = "DELETE FROM next_fields WHERE secret_id IN \
            (SELECT s.id FROM secrets s WHERE s.owner_kind IN (?1, ?3) AND s.owner_id = ?2)";
        DELETE_NEXT_VERSIONS = "DELETE FROM next_versions WHERE secret_id IN \
            (SELECT s.id FROM secrets s WHERE s.owner_kind IN (?1, ?3) AND s.owner_id = ?2)";
        DELETE_VERSIONS = "DELETE FROM versions WHERE secret_id IN \
            (SELECT s.id FROM secrets s WHERE s.owner_kind IN (?1, ?3) AND s.owner_id = ?2)";
        DELETE_SECRETS = "DELETE FROM secrets WHERE owner_kind IN (?1, ?3) AND owner_id = ?2";
        DELETE_OWNER_KEYS = "DELETE FROM owner_keys WHERE owner_kind = ?1 AND owner_id = ?2";
    }
}

/// Who has a role on it, and the clients that it has.
pub(super) fn delete_roles<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    mut batch: Batch,
    owner: Owner,
) -> Batch {
    for sql in
        [&statements::DELETE_MEMBERS, &statements::DELETE_GROUP_ROLES, &statements::DELETE_CLIENTS]
    {
        batch = batch.all(store.statement(sql, parameters![owner.kind, owner.id]));
    }
    batch
}

/// Its secrets with all their versions, the deleted ones too, and the keys that could open them.
pub(super) fn delete_possessions<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    mut batch: Batch,
    owner: Owner,
) -> Batch {
    for sql in [
        &statements::DELETE_NEXT_FIELDS,
        &statements::DELETE_NEXT_VERSIONS,
        &statements::DELETE_FIELDS,
        &statements::DELETE_VERSIONS,
        &statements::DELETE_SECRETS,
    ] {
        let parameters = parameters![owner.kind, owner.id, Deleted(owner.kind)];
        batch = batch.all(store.statement(sql, parameters));
    }
    let keys = &statements::DELETE_OWNER_KEYS;
    batch.all(store.statement(keys, parameters![owner.kind, owner.id]))
}
