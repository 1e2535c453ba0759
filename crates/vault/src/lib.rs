//! What can be done with a secret: validate, create, list, read, reveal, render, check, rotate, change, delete,
//! and read the log.
//!
//! What this is: the logic behind `strongroom:secrets/vault`, the order of its steps above all. For
//! every function: leave first, then everything else, so that whoever has none learns neither what
//! exists nor what is wrong with what they sent; and the audit record before the answer. What it is
//! not: who may do what (the session knows), how a value is encrypted (the sealer knows), what a value
//! may be (its type knows), where it lies (the store knows). Depends on the model, the ports and, for
//! the formats that every secret has, on `strongroom-rendering`.
//!
//! Each `await` here is a call to another component, so none is made twice for the sake of form.

mod check;
mod create;
mod delete;
mod draft;
mod examine;
mod outcome;
mod problems;
mod read;
mod render;
mod reveal;
mod rotate;
mod sealed;
mod service;
mod undo;
mod update;
mod validate;
mod weakness;

use std::marker::PhantomData;

use strongroom_audit::{Entry, Record};
use strongroom_model::access::Deed;
use strongroom_model::audit::{self, Event};
use strongroom_model::examination::Examination;
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::metadata::{ListQuery, Metadata, Page, Precondition, Problem, VersionInfo};
use strongroom_model::{Action, FieldName, FormatName, Owner, SecretKey, TypeName, VersionNumber};
use strongroom_ports::audit::{AuditLog, AuditStore};
use strongroom_ports::catalogue::{self, Catalogue};
use strongroom_ports::sealing::Sealing;
use strongroom_ports::secrets::SecretStore;
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::{Change, Draft, Error, Rendered, Revealed, Vault, Verdict};
use strongroom_ports::{Clock, Random};

/// How often a write is tried when others write to the same rows. Each time but the last another
/// writer got through, so nobody waits for nothing.
const ATTEMPTS: u32 = 5;

/// Implements the port [`Vault`] for sessions of the type `S`.
#[derive(Debug)]
pub struct VaultService<St, Se, Ca, C, R, S> {
    store: St,
    sealer: Se,
    catalogue: Ca,
    clock: C,
    random: R,
    session: PhantomData<fn(&S)>,
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S> {
    #[must_use]
    pub const fn new(store: St, sealer: Se, catalogue: Ca, clock: C, random: R) -> Self {
        Self { store, sealer, catalogue, clock, random, session: PhantomData }
    }
}

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    C: Clock,
    S: Session,
{
    async fn permit(
        &self,
        session: &S,
        action: Action,
        owner: Owner,
        secret: Option<&SecretKey>,
        version: Option<VersionNumber>,
    ) -> Result<S::Permit, Error> {
        let deed = Deed { action, owner, secret: secret.cloned(), version, fields: None };
        session.permit(deed).await.map_err(outcome::denial)
    }

    /// There is no such secret. Leave is asked for all the same: whoever would have been denied is
    /// denied, on the record, in the same time and with the same answer, as if there were one.
    async fn missing(&self, session: &S, action: Action, owner: Owner, key: &SecretKey) -> Error {
        match self.permit(session, action, owner, Some(key), None).await {
            Ok(_) => Error::NotFound,
            Err(error) => error,
        }
    }

    fn record(&self, session: &S, event: Event) -> Record {
        strongroom_audit::written(audit::Record {
            at: self.clock.now(),
            context: session.context(),
            caller: Some(session.caller()),
            event,
        })
    }
}

impl<St, Se, Ca, C, R, S> Vault for VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore + AuditStore + AuditLog,
    Se: Sealing<Permit = S::Permit>,
    Ca: Catalogue,
    C: Clock,
    R: Random,
    S: Session,
{
    type Session = S;

    async fn types(&self) -> Vec<catalogue::Entry> {
        self.catalogue.types().await
    }

    async fn validate(
        &self,
        _session: &S,
        type_name: &TypeName,
        change: Change,
    ) -> Result<Vec<Problem>, Error> {
        self.validate_draft(type_name, change).await
    }

    async fn list(&self, session: &S, owner: Owner, query: ListQuery) -> Result<Page, Error> {
        self.list_secrets(session, owner, query).await
    }

    async fn get(&self, session: &S, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        self.permit(session, Action::Read, owner, Some(key), None).await?;
        self.store.get(owner, key).await.map_err(outcome::store)
    }

    async fn reveal(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<Revealed, Error> {
        self.reveal_value(session, owner, key, version, fields).await
    }

    async fn render(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
        format: &FormatName,
    ) -> Result<Rendered, Error> {
        self.render_value(session, owner, key, version, fields, format).await
    }

    async fn check(&self, session: &S, owner: Owner, key: &SecretKey) -> Result<Verdict, Error> {
        self.check_value(session, owner, key).await
    }

    async fn rotate(&self, session: &S, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        self.rotate_value(session, owner, key).await
    }

    async fn drop_rotation(&self, session: &S, owner: Owner, key: &SecretKey) -> Result<(), Error> {
        self.drop_next(session, owner, key).await
    }

    async fn versions(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Vec<VersionInfo>, Error> {
        self.permit(session, Action::Read, owner, Some(key), None).await?;
        self.store.versions(owner, key).await.map_err(outcome::store)
    }

    async fn create(&self, session: &S, owner: Owner, draft: Draft) -> Result<Metadata, Error> {
        self.create_secret(session, owner, draft).await
    }

    async fn update(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, Error> {
        self.update_secret(session, owner, key, expected, change).await
    }

    async fn delete(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
    ) -> Result<(), Error> {
        self.delete_secret(session, owner, key, expected).await
    }

    async fn restore(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        name: Option<String>,
    ) -> Result<Metadata, Error> {
        self.restore_secret(session, owner, key, name).await
    }

    async fn purge(&self, session: &S, owner: Owner, key: &SecretKey) -> Result<(), Error> {
        self.purge_secret(session, owner, key).await
    }

    async fn audit(&self, session: &S, owner: Owner, query: LogQuery) -> Result<Vec<Entry>, Error> {
        let list = async |store: &St, query| AuditLog::list(store, owner, query).await;
        self.read_log(session, owner, query, list).await
    }

    async fn examine(&self, session: &S, owner: Owner) -> Result<Examination, Error> {
        self.examine_values(session, owner).await
    }

    async fn verify_audit(
        &self,
        session: &S,
        owner: Owner,
        query: VerificationQuery,
    ) -> Result<Verification, Error> {
        let verify = async |store: &St, now| store.verify(owner, query, now).await;
        self.verify_log(session, owner, verify).await
    }

    async fn consumers(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, Error> {
        self.read_consumers(session, owner, key, span).await
    }
}
