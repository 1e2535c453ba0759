//! Policies that an organization writes.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::metadata::Stamp;
use strongroom_model::{Id, Name};
use strongroom_ports::directory_store::PolicyRow;
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::Error;

use crate::Store;
use crate::batch::Batch;
use crate::value::parameters;

pub(crate) mod statements {
    crate::sql::statements! {
        OF_ORGANIZATION = "SELECT name, body, updated_at, updated_by FROM policies \
            WHERE organization_id = ?1 ORDER BY name";
        COUNT_UP = "UPDATE organizations SET policy_revision = policy_revision + 1 WHERE id = ?1";
        SET = "INSERT INTO policies (organization_id, name, body, updated_at, updated_by) \
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (organization_id, name) DO UPDATE SET \
            body = excluded.body, updated_at = excluded.updated_at, \
            updated_by = excluded.updated_by";
        DELETE = "DELETE FROM policies WHERE organization_id = ?1 AND name = ?2";
    }
}

pub(super) async fn of_organization<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Id,
) -> Result<Vec<PolicyRow>, Error> {
    let statement = store.statement(&statements::OF_ORGANIZATION, parameters![organization]);
    store
        .many(statement, |columns| {
            Ok(PolicyRow {
                name: columns.parse()?,
                text: columns.next()?,
                updated: Stamp { at: columns.next()?, by: columns.next()? },
            })
        })
        .await
}

pub(super) async fn set<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Id,
    policy: PolicyRow,
    audit: &Record,
) -> Result<(), Error> {
    let PolicyRow { name, text, updated } = policy;
    let set = parameters![organization, name, text, updated.at, updated.by];
    let batch = Batch::default()
        .one(store.statement(&statements::COUNT_UP, parameters![organization]), Error::NotFound)
        .one(store.statement(&statements::SET, set), Error::Internal);
    store.commit(batch, audit).await
}

pub(super) async fn delete<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Id,
    name: Name,
    audit: &Record,
) -> Result<(), Error> {
    let batch = Batch::default()
        .one(store.statement(&statements::DELETE, parameters![organization, name]), Error::NotFound)
        .one(store.statement(&statements::COUNT_UP, parameters![organization]), Error::Internal);
    store.commit(batch, audit).await
}
