//! Service clients.

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Owner, OwnerKind, limits};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{ClientRow, Error};

use crate::Store;
use crate::batch::Batch;
use crate::principals::rows::client_columns;
use crate::value::parameters;
use strongroom_audit::scopes;

pub(crate) mod statements {
    use crate::principals::statements::client_columns;

    macro_rules! insert_into {
        ($kind:literal, $owners:literal) => {
            concat!(
                "INSERT INTO clients (id, owner_kind, owner_id, name, digest, generation, scopes, \
                 created_at, created_by, expires_at, last_used_at) \
                 SELECT ?1, ",
                $kind,
                ", o.id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM ",
                $owners,
                " o WHERE o.id = ?2"
            )
        };
    }

    crate::sql::statements! {
        OF_OWNER = concat!(
            "SELECT ", client_columns!(), " FROM clients c \
            WHERE c.owner_kind = ?1 AND c.owner_id = ?2 ORDER BY c.name LIMIT ?3");
        GET = concat!("SELECT ", client_columns!(), " FROM clients c WHERE c.id = ?1");
        /// No row where there is no such owner.
        INSERT_IN_ORGANIZATION = insert_into!("1", "organizations");
        INSERT_IN_PROJECT = insert_into!("2", "projects");
        RENEW = "UPDATE clients SET digest = ?2, generation = generation + 1 WHERE id = ?1";
        DELETE = "DELETE FROM clients WHERE id = ?1";
    }
}

pub(super) async fn of_owner<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
) -> Result<Vec<ClientRow>, Error> {
    let parameters = parameters![owner.kind, owner.id, limits::LIST_ENTRIES];
    store.many(store.statement(&statements::OF_OWNER, parameters), client_columns).await
}

pub(super) async fn get<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
) -> Result<ClientRow, Error> {
    let statement = store.statement(&statements::GET, parameters![id]);
    store.maybe(statement, client_columns).await?.ok_or(Error::NotFound)
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    client: ClientRow,
    audit: &Record,
) -> Result<(), Error> {
    let sql = match client.owner.kind {
        OwnerKind::Organization => &statements::INSERT_IN_ORGANIZATION,
        OwnerKind::Project => &statements::INSERT_IN_PROJECT,
        // Clients are machines of many; a person has tokens.
        OwnerKind::User => return Err(Error::NotFound),
    };
    let insert = parameters![
        client.id,
        client.owner.id,
        client.name,
        client.digest.to_vec(),
        client.generation,
        scopes::to_json(&client.scopes),
        client.created.at,
        client.created.by,
        client.expires_at,
        client.last_used_at,
    ];
    let batch = Batch::default().named(store.statement(sql, insert), Error::NotFound);
    store.commit(batch, audit).await
}

pub(super) async fn renew<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    digest: [u8; 32],
    audit: &Record,
) -> Result<(), Error> {
    let renew = store.statement(&statements::RENEW, parameters![id, digest.to_vec()]);
    store.commit(Batch::default().one(renew, Error::NotFound), audit).await
}

pub(super) async fn delete<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    id: Id,
    audit: &Record,
) -> Result<(), Error> {
    let delete = store.statement(&statements::DELETE, parameters![id]);
    store.commit(Batch::default().one(delete, Error::NotFound), audit).await
}
