//! The end of a secret: its versions go with it, and with them the wrapped data keys.

use strongroom_database::{Database, Durability, Statement};
use strongroom_model::audit::Record;
use strongroom_model::metadata::Precondition;
use strongroom_model::{Owner, SecretKey};
use strongroom_ports::secrets::Error;

use super::update::state;
use super::{TRIES, statements};
use crate::Store;
use crate::failure::Failure;
use crate::value::parameters;

pub(super) async fn delete<D: Database>(
    store: &Store<D>,
    owner: Owner,
    key: &SecretKey,
    expected: Option<Precondition>,
    record: &Record,
) -> Result<(), Error> {
    for _ in 0..TRIES {
        let state = state(&store.metadata(owner, key).await?);
        if expected.is_some_and(|expected| !expected.holds(state)) {
            return Err(Error::Stale(state));
        }
        let secret = store.of_secret(
            &statements::DELETE,
            owner,
            key,
            parameters![state.version, state.revision],
        );
        let batch = vec![
            store.of_secret(&statements::DELETE_FIELDS, owner, key, []),
            store.of_secret(&statements::DELETE_VERSIONS, owner, key, []),
            store.statement(&statements::DELETE_NEXT_FIELDS, parameters![key.id]),
            store.statement(&statements::DELETE_NEXT, parameters![key.id]),
            Statement { expect: Some(1), ..secret },
            store.record(record),
        ];
        match store.write(batch, Durability::Power).await {
            // It has changed meanwhile, or is gone.
            Err(Failure::UnexpectedRows(4)) => {}
            written => return Ok(written?),
        }
    }
    Err(Error::Unavailable)
}
