//! Lists: of an owner's secrets, and of the owner's audit log.

use strongroom_model::metadata::{ListQuery, Page, Problem};
use strongroom_model::{Action, Owner, ParseError, limits};
use strongroom_ports::Clock;
use strongroom_ports::audit::AuditStore;
use strongroom_ports::secrets::{self, SecretStore};
use strongroom_ports::sessions::Session;
use strongroom_ports::vault::Error;

use crate::{VaultService, outcome};

impl<St, Se, Ca, C, R, S> VaultService<St, Se, Ca, C, R, S>
where
    St: SecretStore + AuditStore,
    C: Clock,
    S: Session,
{
    pub(crate) async fn list_secrets(
        &self,
        session: &S,
        owner: Owner,
        query: ListQuery,
    ) -> Result<Page, Error> {
        self.permit(session, Action::Read, owner, None, None).await?;
        let mut problems: Vec<Problem> = limit_problem(query.limit).into_iter().collect();
        problems.extend(filter_problem("name", query.name.as_deref()));
        problems.extend(filter_problem("search", query.search.as_deref()));
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        SecretStore::list(&self.store, owner, query).await.map_err(|error| match error {
            secrets::Error::BadCursor => {
                Error::Invalid(vec![Problem::new("cursor", "must be the cursor of a page")])
            }
            other => outcome::store(other),
        })
    }

    /// Reads the log for who may see it. How is the caller's affair: a component passes on what it is
    /// given, without taking it apart.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a limit that is none, and those of permission and of `read`.
    pub async fn read_log<T>(
        &self,
        session: &S,
        owner: Owner,
        limit: u32,
        read: impl AsyncFnOnce(&St) -> Result<T, strongroom_ports::audit::Error>,
    ) -> Result<T, Error> {
        self.permit(session, Action::Audit, owner, None, None).await?;
        if let Some(problem) = limit_problem(limit) {
            return Err(Error::Invalid(vec![problem]));
        }
        read(&self.store).await.map_err(outcome::log)
    }
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
