//! Lists: of an owner's secrets, and of the owner's audit log.

use strongroom_model::log::{Consumers, LogQuery, Span};
use strongroom_model::metadata::{ListQuery, Page, Problem};
use strongroom_model::{Action, Owner, ParseError, SecretKey, Timestamp, limits};
use strongroom_ports::Clock;
use strongroom_ports::audit::AuditLog;
use strongroom_ports::secrets::{self, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::{VaultService, outcome};

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore + AuditLog,
    C: Clock,
    S: Session,
{
    pub(crate) async fn list_secrets(
        &self,
        session: &S,
        owner: Owner,
        query: ListQuery,
    ) -> Result<Page, Error> {
        let action = if query.deleted { Action::Delete } else { Action::Read };
        self.permit(session, action, owner, None, None).await?;
        let mut problems: Vec<Problem> = limit_problem(query.limit).into_iter().collect();
        problems.extend(filter_problem("name", query.name.as_deref()));
        problems.extend(filter_problem("search", query.search.as_deref()));
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        if query.cursor.is_none() {
            self.sweep(session, owner).await;
        }
        let is_of_deleted = query.deleted;
        let page = SecretStore::list(&self.store, owner, query).await;
        let mut page = page.map_err(|error| match error {
            secrets::Error::BadCursor => {
                Error::Invalid(vec![Problem::new("cursor", "must be the cursor of a page")])
            }
            other => outcome::store(other),
        })?;
        if is_of_deleted {
            page.entries.retain(|deleted| !self.has_had_its_time(deleted));
        }
        Ok(page)
    }

    /// Reads the log for who may see it. How is the caller's affair: a component passes on what it is
    /// given, without taking it apart.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a query that is none, and those of permission and of `read`.
    pub async fn read_log<T>(
        &self,
        session: &S,
        owner: Owner,
        query: LogQuery,
        read: impl AsyncFnOnce(&St, LogQuery) -> Result<Option<T>, strongroom_ports::audit::Error>,
    ) -> Result<T, Error> {
        self.permit(session, Action::Audit, owner, None, None).await?;
        let mut problems: Vec<Problem> = limit_problem(query.limit).into_iter().collect();
        problems.extend(span_problem(query.span));
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let found = read(&self.store, query).await.map_err(outcome::log)?;
        found.ok_or_else(|| {
            Error::Invalid(vec![Problem::new(
                "before",
                "must be the number of a record of this log",
            )])
        })
    }

    /// Verifies the log for who may see it, and as [`Self::read_log`] by how the caller does it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an `after` that is no place in this log, and those of permission and of
    /// `verify`.
    pub async fn verify_log<T>(
        &self,
        session: &S,
        owner: Owner,
        verify: impl AsyncFnOnce(&St, Timestamp) -> Result<Option<T>, strongroom_ports::audit::Error>,
    ) -> Result<T, Error> {
        self.permit(session, Action::Audit, owner, None, None).await?;
        let found = verify(&self.store, self.clock.now()).await.map_err(outcome::log)?;
        let problem = || Problem::new("after", "must be the `next` of a verification of this log");
        found.ok_or_else(|| Error::Invalid(vec![problem()]))
    }

    pub(crate) async fn read_consumers(
        &self,
        session: &S,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, Error> {
        self.permit(session, Action::Audit, owner, Some(key), None).await?;
        if let Some(problem) = span_problem(span) {
            return Err(Error::Invalid(vec![problem]));
        }
        self.store.consumers(owner, key, span).await.map_err(outcome::log)
    }
}

/// What ends before it begins holds nothing, which nobody asks for on purpose.
fn span_problem(span: Span) -> Option<Problem> {
    let is_empty = span.since.zip(span.until).is_some_and(|(since, until)| since >= until);
    is_empty.then(|| Problem::new("until", "must be after `from`"))
}

fn limit_problem(limit: u32) -> Option<Problem> {
    let range = 1..=limits::PAGE_ENTRIES;
    let message = || format!("must be from 1 to {}", limits::PAGE_ENTRIES);
    (!range.contains(&limit)).then(|| Problem::new("limit", message()))
}

/// What no name can hold need not be searched for.
fn filter_problem(field: &str, text: Option<&str>) -> Option<Problem> {
    let limit = limits::NAME_CHARACTERS;
    let is_long = text.is_some_and(|text| text.chars().nth(limit).is_some());
    is_long.then(|| Problem::new(field, ParseError::TooLong { limit }.to_string()))
}
