//! The crate's `PrincipalStore` and `AuditStore` over the imported store.

use strongroom_bindings::Malformed;
use strongroom_model::audit::{Entry, Record};
use strongroom_model::{Id, Owner, Role};
use strongroom_ports::audit::{self, AuditStore};
use strongroom_ports::principals::{
    Error, FirstOwnerRow, OrganizationRow, PresentedToken, PrincipalStore, ProjectRow, Standing,
    TokenRow,
};

use crate::bindings::strongroom::store::{audit as imported_audit, principals as imported};

/// The store behind the component's imports. Has no state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows;

impl PrincipalStore for Rows {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error> {
        let found =
            imported::present_token(token.into(), about.map(Into::into)).map_err(error_in)?;
        let Some(found) = found else { return Ok(None) };
        let standing = found.standing.map(Into::into);
        Ok(Some(PresentedToken { token: found.token.try_into().map_err(malformed)?, standing }))
    }

    async fn standing(&self, user: Id, owner: Owner) -> Result<Standing, Error> {
        Ok(imported::standing_of(user.into(), owner.into()).map_err(error_in)?.into())
    }

    async fn organizations(&self, user: Id) -> Result<Vec<(OrganizationRow, Role)>, Error> {
        let found = imported::organizations(user.into()).map_err(error_in)?.into_iter();
        found
            .map(|found| Ok((found.organization.try_into().map_err(malformed)?, found.role.into())))
            .collect()
    }

    async fn projects(&self, user: Id) -> Result<Vec<(ProjectRow, Standing)>, Error> {
        let found = imported::projects(user.into()).map_err(error_in)?.into_iter();
        found
            .map(|found| Ok((found.project.try_into().map_err(malformed)?, found.standing.into())))
            .collect()
    }

    async fn insert_project(&self, project: ProjectRow, audit: Record) -> Result<(), Error> {
        imported::insert_project(&project.into(), &audit.into()).map_err(error_in)
    }

    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error> {
        let found = imported::tokens(user.into()).map_err(error_in)?.into_iter();
        found.map(|token| token.try_into().map_err(malformed)).collect()
    }

    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error> {
        imported::insert_token(&token.into(), &audit.into()).map_err(error_in)
    }

    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error> {
        imported::delete_token(token.into(), user.into(), &audit.into()).map_err(error_in)
    }

    async fn initialize(
        &self,
        organization: OrganizationRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error> {
        imported::initialize(&organization.into(), &token.into(), &audit.into()).map_err(error_in)
    }

    async fn first_owner(&self) -> Result<Option<FirstOwnerRow>, Error> {
        let Some((organization, user, name)) = imported::first_owner().map_err(error_in)? else {
            return Ok(None);
        };
        Ok(Some(FirstOwnerRow {
            organization: organization.try_into().map_err(malformed)?,
            user: user.into(),
            user_name: name.parse().map_err(|_| Error::Internal)?,
        }))
    }
}

impl AuditStore for Rows {
    async fn append(&self, record: Record) -> Result<(), audit::Error> {
        imported_audit::append(&record.into()).map_err(audit_error_in)
    }

    async fn list(
        &self,
        owner: Owner,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Entry>, audit::Error> {
        let found = imported_audit::list(owner.into(), before, limit);
        let found = found.map_err(audit_error_in)?.into_iter();
        found
            .map(|entry| Ok(Entry { number: entry.number, record: entry.record.try_into()? }))
            .collect::<Result<_, Malformed>>()
            .map_err(|Malformed| audit::Error::Internal)
    }
}

fn audit_error_in(error: imported_audit::Error) -> audit::Error {
    match error {
        imported_audit::Error::Unavailable => audit::Error::Unavailable,
        imported_audit::Error::Internal => audit::Error::Internal,
    }
}

fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::NotFound => Error::NotFound,
        imported::Error::NameTaken => Error::NameTaken,
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}

fn malformed(_: Malformed) -> Error {
    Error::Internal
}
