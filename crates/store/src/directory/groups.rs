//! Groups of an organization, and who is in them.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Owner, Role, limits};
use strongroom_ports::directory_store::{GroupMemberRow, GroupRow};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::Error;

use super::removal::forget_claims;
use crate::Store;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::row::Columns;
use crate::value::{Ranked, parameters};

pub(crate) mod statements {
    macro_rules! columns {
        () => {
            "g.id, g.organization_id, g.name, g.claim, g.created_at"
        };
    }

    crate::sql::statements! {
        OF_ORGANIZATION = concat!(
            "SELECT ", columns!(), " FROM groups g WHERE g.organization_id = ?1 \
            ORDER BY g.name LIMIT ?2");
        GET = concat!("SELECT ", columns!(), " FROM groups g WHERE g.id = ?1");
        ROLES = "SELECT owner_kind, owner_id, role FROM group_roles WHERE group_id = ?1 \
            ORDER BY owner_kind, owner_id";
        /// No row where there is no such organization.
        INSERT = "INSERT INTO groups (id, organization_id, name, claim, created_at) \
            SELECT ?1, o.id, ?3, ?4, ?5 FROM organizations o WHERE o.id = ?2";
        CHANGE = "UPDATE groups SET name = ?3, claim = ?4 WHERE id = ?1 AND organization_id = ?2";
        DELETE_MEMBERS = "DELETE FROM group_members WHERE group_id = ?1";
        DELETE_ROLES = "DELETE FROM group_roles WHERE group_id = ?1";
        DELETE = "DELETE FROM groups WHERE id = ?1";

        MEMBERS = "SELECT u.id, u.name, m.claimed, m.added FROM group_members m \
            JOIN users u ON u.id = m.user_id WHERE m.group_id = ?1 ORDER BY u.name, u.id LIMIT ?2";
        /// No row where there is no such group or no such active person.
        ADD_MEMBER = "INSERT INTO group_members (user_id, group_id, claimed, added) \
            SELECT u.id, g.id, 0, 1 FROM groups g JOIN users u ON u.id = ?2 \
            WHERE g.id = ?1 AND u.status = 1 \
            ON CONFLICT (user_id, group_id) DO UPDATE SET added = 1";
        REMOVE_MEMBER = "DELETE FROM group_members WHERE group_id = ?1 AND user_id = ?2";
    }
}

fn columns(columns: &mut Columns) -> Result<GroupRow, Failure> {
    Ok(GroupRow {
        id: columns.next()?,
        organization: columns.next()?,
        name: columns.parse()?,
        claim: columns.maybe()?,
        created_at: columns.next()?,
    })
}

pub(super) async fn of_organization<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    organization: Id,
) -> Result<Vec<GroupRow>, Error> {
    let parameters = parameters![organization, limits::LIST_ENTRIES];
    store.many(store.statement(&statements::OF_ORGANIZATION, parameters), columns).await
}

pub(super) async fn get<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
) -> Result<GroupRow, Error> {
    let statement = store.statement(&statements::GET, parameters![id]);
    store.maybe(statement, columns).await?.ok_or(Error::NotFound)
}

pub(super) async fn roles<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
) -> Result<Vec<(Owner, Role)>, Error> {
    let statement = store.statement(&statements::ROLES, parameters![id]);
    store.many(statement, |columns| Ok((columns.owner()?, columns.next::<Ranked>()?.0))).await
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    group: GroupRow,
    audit: &Record,
) -> Result<(), Error> {
    let GroupRow { id, organization, name, claim, created_at } = group;
    let insert = parameters![id, organization, name, claim, created_at];
    let insert = store.statement(&statements::INSERT, insert);
    store.commit(Batch::default().named(insert, Error::NotFound), audit).await
}

pub(super) async fn change<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    group: GroupRow,
    audit: &Record,
) -> Result<(), Error> {
    let GroupRow { id, organization, name, claim, created_at: _ } = group;
    let change = store.statement(&statements::CHANGE, parameters![id, organization, name, claim]);
    store.commit(Batch::default().named(change, Error::NotFound), audit).await
}

pub(super) async fn delete<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    audit: &Record,
) -> Result<(), Error> {
    let of_group = |sql| store.statement(sql, parameters![id]);
    let batch = Batch::default()
        .all(of_group(&statements::DELETE_MEMBERS))
        .all(of_group(&statements::DELETE_ROLES))
        .one(of_group(&statements::DELETE), Error::NotFound);
    store.commit(batch, audit).await
}

pub(super) async fn members<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    group: Id,
) -> Result<Vec<GroupMemberRow>, Error> {
    let statement = store.statement(&statements::MEMBERS, parameters![group, limits::LIST_ENTRIES]);
    store
        .many(statement, |columns| {
            Ok(GroupMemberRow {
                user: columns.next()?,
                name: columns.parse()?,
                claimed: columns.next()?,
                added: columns.next()?,
            })
        })
        .await
}

pub(super) async fn add_member<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    group: Id,
    user: Id,
    audit: &Record,
) -> Result<(), Error> {
    let add = store.statement(&statements::ADD_MEMBER, parameters![group, user]);
    store.commit(Batch::default().one(add, Error::NotFound), audit).await
}

pub(super) async fn remove_member<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    group: Id,
    user: Id,
    audit: &Record,
) -> Result<(), Error> {
    let remove = store.statement(&statements::REMOVE_MEMBER, parameters![group, user]);
    let batch = Batch::default().one(remove, Error::NotFound);
    store.commit(forget_claims(store, batch, user, audit.at), audit).await
}
