//! API tokens.

use strongroom_audit::Record;
use strongroom_database::{Database, Statement};
use strongroom_model::{Id, limits};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{Error, TokenRow};

use crate::Store;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::principals::rows::token_columns;
use crate::value::parameters;
use strongroom_audit::scopes;

pub(crate) mod statements {
    use crate::principals::statements::token_columns;

    crate::sql::statements! {
        /// Chosen by the time of expiry: where there are more than are read, none that lives is left
        /// out for one that has expired.
        OF_PERSON = concat!(
            "SELECT ", token_columns!(), " FROM tokens t WHERE t.id IN \
            (SELECT id FROM tokens WHERE user_id = ?1 ORDER BY expires_at DESC, id LIMIT ?2) \
            ORDER BY t.created_at, t.id");
        /// No row where there is no such active person.
        INSERT = "INSERT INTO tokens \
            (id, user_id, name, digest, created_at, expires_at, last_used_at, scopes) \
            SELECT ?1, u.id, ?3, ?4, ?5, ?6, ?7, ?8 FROM users u WHERE u.id = ?2 AND u.status = 1";
        DELETE = "DELETE FROM tokens WHERE id = ?1 AND user_id = ?2";
        DELETE_ALL = "DELETE FROM tokens WHERE user_id = ?1";
    }
}

impl<D: Database, K: AuditKeys> Store<D, K> {
    /// Changes one row where the person is active.
    pub(crate) fn insert_token_row(&self, token: TokenRow) -> Result<Statement, Failure> {
        let TokenRow { id, user, name, digest, created_at, expires_at, last_used_at, scopes } =
            token;
        let scopes = scopes.as_deref().map(scopes::to_json);
        let digest = digest.to_vec();
        let parameters =
            parameters![id, user, name, digest, created_at, expires_at, last_used_at, scopes];
        Ok(self.statement(&statements::INSERT, parameters))
    }
}

pub(super) async fn of_person<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    user: Id,
) -> Result<Vec<TokenRow>, Error> {
    let parameters = parameters![user, limits::LIST_ENTRIES];
    store.many(store.statement(&statements::OF_PERSON, parameters), token_columns).await
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    token: TokenRow,
    audit: &Record,
) -> Result<(), Error> {
    let insert = store.insert_token_row(token)?;
    store.commit(Batch::default().one(insert, Error::NotFound), audit).await
}

pub(super) async fn delete<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    token: Id,
    user: Id,
    audit: &Record,
) -> Result<(), Error> {
    let delete = store.statement(&statements::DELETE, parameters![token, user]);
    store.commit(Batch::default().one(delete, Error::NotFound), audit).await
}
