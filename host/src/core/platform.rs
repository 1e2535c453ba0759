//! The host's answers to what the core imports.
//!
//! Functions that may wait take what they need out of the store first, and hold nothing of it while
//! they wait.

use std::sync::Arc;

use strongroom_database::Database as _;
use strongroom_root_keys::AUDIT_NONCE;
use wasmtime::component::{Accessor, HasData};

use super::bindings::{audit_key, issuer_keys, root_key, settings, sql, token_key, types};
use super::state::State;
use super::{Platform, convert};

/// Names the part of the store that the imports work on: all of it.
pub(crate) struct Imports;

impl HasData for Imports {
    type Data<'a> = &'a mut State;
}

/// Begins a call that may wait.
pub(super) fn begin<T>(accessor: &Accessor<T, Imports>) -> Arc<Platform> {
    accessor.with(|mut access| {
        let state = access.get();
        state.made_progress();
        Arc::clone(&state.platform)
    })
}

/// Ends a call that may have waited.
pub(super) fn end<T>(accessor: &Accessor<T, Imports>) {
    accessor.with(|mut access| access.get().made_progress());
}

impl sql::Host for State {
    fn get_dialect(&mut self) -> wasmtime::Result<sql::Dialect> {
        Ok(convert::dialect(self.platform.sql.dialect()))
    }
}

impl<T: Send> sql::HostWithStore<T> for Imports {
    async fn read(
        accessor: &Accessor<T, Self>,
        statements: Vec<sql::Statement>,
    ) -> wasmtime::Result<Result<Vec<Vec<sql::Row>>, sql::Error>> {
        let platform = begin(accessor);
        let result = platform.sql.read(convert::statements(statements)).await;
        end(accessor);
        Ok(result.map(convert::rows).map_err(convert::sql_error))
    }

    async fn write(
        accessor: &Accessor<T, Self>,
        statements: Vec<sql::Statement>,
        durability: sql::Durability,
    ) -> wasmtime::Result<Result<Vec<u32>, sql::Error>> {
        let platform = begin(accessor);
        let durability = convert::durability(durability);
        let result = platform.sql.write(convert::statements(statements), durability).await;
        end(accessor);
        Ok(result.map_err(convert::sql_error))
    }
}

impl root_key::Host for State {}

impl<T: Send> root_key::HostWithStore<T> for Imports {
    async fn current(
        accessor: &Accessor<T, Self>,
    ) -> wasmtime::Result<Result<String, root_key::Error>> {
        Ok(Ok(begin(accessor).root_keys.current().to_owned()))
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        id: String,
    ) -> wasmtime::Result<Result<Vec<u8>, root_key::Error>> {
        let key = convert::root_key(&begin(accessor).root_keys, &id);
        if key.is_err() {
            // An id is no secret, and without it nobody could tell what is missing.
            tracing::error!(id, "a root key is missing from the key file: put it back");
        }
        Ok(key)
    }
}

impl token_key::Host for State {}

impl<T: Send> token_key::HostWithStore<T> for Imports {
    async fn current(
        accessor: &Accessor<T, Self>,
    ) -> wasmtime::Result<Result<String, token_key::Error>> {
        Ok(Ok(begin(accessor).root_keys.current().to_owned()))
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        id: String,
    ) -> wasmtime::Result<Result<Vec<u8>, token_key::Error>> {
        // An unknown id is not logged: a stranger's token can name any.
        let seed = begin(accessor).root_keys.token_seed(&id);
        Ok(seed.map(|seed| seed.expose().to_vec()).ok_or(token_key::Error::Unknown))
    }
}

impl audit_key::Host for State {}

impl<T: Send> audit_key::HostWithStore<T> for Imports {
    async fn authenticate(
        accessor: &Accessor<T, Self>,
        message: Vec<u8>,
    ) -> wasmtime::Result<Result<audit_key::Code, audit_key::Error>> {
        let root_keys = &begin(accessor).root_keys;
        let mut nonce = [0; AUDIT_NONCE];
        let code = getrandom::fill(&mut nonce).ok().and_then(|()| {
            let mac = root_keys.audit_code(nonce, &message)?;
            Some(audit_key::Code { key: root_keys.current().to_owned(), mac })
        });
        Ok(code.ok_or(audit_key::Error::Unavailable))
    }

    async fn is_authentic(
        accessor: &Accessor<T, Self>,
        code: audit_key::Code,
        message: Vec<u8>,
    ) -> wasmtime::Result<Result<bool, audit_key::Error>> {
        // An unknown id is not logged: whoever changed the database can name any, and the answer to
        // who verifies says it.
        let verdict = begin(accessor).root_keys.is_audit_code(&code.key, &code.mac, &message);
        Ok(verdict.ok_or(audit_key::Error::Unknown))
    }
}

impl issuer_keys::Host for State {}

impl<T: Send> issuer_keys::HostWithStore<T> for Imports {
    async fn keys(
        accessor: &Accessor<T, Self>,
        issuer: String,
        fresh: bool,
    ) -> wasmtime::Result<Result<Vec<u8>, issuer_keys::Error>> {
        let platform = begin(accessor);
        let keys = platform.issuer_keys.keys(&issuer, fresh).await;
        end(accessor);
        Ok(keys.map(|keys| keys.to_vec()).map_err(convert::issuer_keys_error))
    }
}

impl settings::Host for State {}

impl<T: Send> settings::HostWithStore<T> for Imports {
    async fn get(accessor: &Accessor<T, Self>, name: String) -> wasmtime::Result<Option<String>> {
        Ok(begin(accessor).settings.get(&name).cloned())
    }
}

impl types::Host for State {}
