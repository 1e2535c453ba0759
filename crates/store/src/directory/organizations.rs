//! Organizations.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Name, Owner, OwnerKind, Role, limits};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{Error, OrganizationRow, Standing};

use crate::Store;
use crate::batch::Batch;
use crate::principals::rows::{organization_columns, standing_columns};
use crate::principals::statements::INSERT_MEMBER;
use crate::value::parameters;

pub(crate) mod statements {
    use crate::principals::statements::{by_groups, organization_columns, organization_role};

    crate::sql::statements! {
        /// The organization's columns, then those of a standing in it.
        OF_PERSON = concat!(
            "SELECT g.id, g.name, g.created_at, ", organization_columns!("?1"),
            " FROM organizations g", organization_role!("?1"), " WHERE g.id IN \
            (SELECT a.owner_id FROM members a WHERE a.user_id = ?1 AND a.owner_kind = 1 \
            UNION SELECT p.organization_id FROM members b JOIN projects p ON p.id = b.owner_id \
            WHERE b.user_id = ?1 AND b.owner_kind = 2 \
            UNION SELECT e.organization_id FROM group_members d JOIN groups e ON e.id = d.group_id \
            WHERE d.user_id = ?1 AND EXISTS \
            (SELECT 1 FROM group_roles f WHERE f.group_id = e.id)) \
            ORDER BY g.name, g.id LIMIT ?2");
        GET = "SELECT g.id, g.name, g.created_at FROM organizations g WHERE g.id = ?1";
        /// No row where the maker is not an active person.
        INSERT = "INSERT INTO organizations (id, name, created_at, policy_revision) \
            SELECT ?1, ?2, ?3, 0 FROM users u WHERE u.id = ?4 AND u.status = 1";
        RENAME = "UPDATE organizations SET name = ?2 WHERE id = ?1";
    }
}

pub(super) async fn of_person<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    person: Id,
) -> Result<Vec<(OrganizationRow, Standing)>, Error> {
    let statement =
        store.statement(&statements::OF_PERSON, parameters![person, limits::LIST_ENTRIES]);
    store
        .many(statement, |columns| {
            let row = organization_columns(columns)?;
            let owner = Owner { kind: OwnerKind::Organization, id: row.id };
            Ok((row, standing_columns(columns, Some(person), owner)?))
        })
        .await
}

pub(super) async fn get<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
) -> Result<OrganizationRow, Error> {
    let statement = store.statement(&statements::GET, parameters![id]);
    store.maybe(statement, organization_columns).await?.ok_or(Error::NotFound)
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: OrganizationRow,
    maker: Id,
    audit: &Record,
) -> Result<(), Error> {
    let OrganizationRow { id, name, created_at } = organization;
    let insert = store.statement(&statements::INSERT, parameters![id, name, created_at, maker]);
    let owner = parameters![OwnerKind::Organization, id, maker, Role::Owner];
    let batch = Batch::default()
        .one(insert, Error::NotFound)
        .one(store.statement(&INSERT_MEMBER, owner), Error::Internal);
    store.commit(batch, audit).await
}

pub(super) async fn rename<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    name: Name,
    audit: &Record,
) -> Result<(), Error> {
    let rename = store.statement(&statements::RENAME, parameters![id, name]);
    store.commit(Batch::default().one(rename, Error::NotFound), audit).await
}
