//! The crate's `PrincipalStore` and `AuditStore` over the imported store.

use strongroom_audit::Record;
use strongroom_bindings::{Malformed, all, maybe};
use strongroom_model::{Id, Owner, Timestamp};
use strongroom_ports::audit::{self, AuditStore};
use strongroom_ports::principals::{
    Arrival, Error, ExternalIdentity, OrganizationRow, PersonRow, PresentedClient, PresentedPerson,
    PresentedToken, PrincipalStore, Standing, TokenRow,
};

use super::bindings::strongroom::store::{audit as imported_audit, principals as imported};

/// The store behind the component's imports. Has no state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows;

impl PrincipalStore for Rows {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error> {
        let found = imported::present_token(token.into(), about.map(Into::into));
        let Some(found) = found.map_err(error_in)? else { return Ok(None) };
        Ok(Some(PresentedToken {
            token: found.token.try_into().map_err(malformed)?,
            person: found.person.try_into().map_err(malformed)?,
            standing: found.standing.map(Into::into),
        }))
    }

    async fn present_person(
        &self,
        identity: &ExternalIdentity,
        about: Option<Owner>,
    ) -> Result<Option<PresentedPerson>, Error> {
        let found = imported::present_person(&identity.into(), about.map(Into::into));
        let Some(found) = found.map_err(error_in)? else { return Ok(None) };
        Ok(Some(PresentedPerson {
            person: found.person.try_into().map_err(malformed)?,
            synchronized_at: found.synchronized_at,
            standing: found.standing.map(Into::into),
        }))
    }

    async fn present_client(
        &self,
        client: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedClient>, Error> {
        let found = imported::present_client(client.into(), about.map(Into::into));
        let Some(found) = found.map_err(error_in)? else { return Ok(None) };
        Ok(Some(PresentedClient {
            client: found.client.try_into().map_err(malformed)?,
            standing: found.standing.map(Into::into),
        }))
    }

    async fn sign_in(&self, arrival: Arrival, audit: Record) -> Result<(), Error> {
        let arrival = imported::Arrival {
            identity: arrival.identity.into(),
            new_person: arrival.new_person.into(),
            organization: arrival.organization.map(Into::into),
            role: arrival.role.map(Into::into),
            claimed_groups: arrival.claimed_groups,
            issued_at: arrival.issued_at,
        };
        imported::sign_in(&arrival, &audit.into()).map_err(error_in)
    }

    async fn standing_of(&self, person: Option<Id>, owner: Owner) -> Result<Standing, Error> {
        let found = imported::standing_of(person.map(Into::into), owner.into());
        found.map(Into::into).map_err(error_in)
    }

    async fn groups_of(&self, person: Id) -> Result<Vec<Id>, Error> {
        imported::groups_of(person.into()).map(all).map_err(error_in)
    }

    async fn token_used(&self, token: Id, at: Timestamp) -> Result<(), Error> {
        imported::token_used(token.into(), at).map_err(error_in)
    }

    async fn person_seen(&self, person: Id, at: Timestamp) -> Result<(), Error> {
        imported::person_seen(person.into(), at).map_err(error_in)
    }

    async fn client_used(&self, client: Id, at: Timestamp) -> Result<(), Error> {
        imported::client_used(client.into(), at).map_err(error_in)
    }

    async fn first_organization(&self) -> Result<Option<OrganizationRow>, Error> {
        maybe(imported::first_organization().map_err(error_in)?).map_err(malformed)
    }

    async fn initialize(
        &self,
        organization: OrganizationRow,
        person: PersonRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error> {
        let (organization, person) = (organization.into(), person.into());
        imported::initialize(&organization, &person, &token.into(), &audit.into()).map_err(error_in)
    }

    async fn first_owner(&self) -> Result<Option<(OrganizationRow, PersonRow)>, Error> {
        let Some((organization, person)) = imported::first_owner().map_err(error_in)? else {
            return Ok(None);
        };
        let organization = organization.try_into().map_err(malformed)?;
        Ok(Some((organization, person.try_into().map_err(malformed)?)))
    }
}

impl AuditStore for Rows {
    async fn append(&self, record: Record) -> Result<(), audit::Error> {
        imported_audit::append(&record.into()).map_err(audit_error_in)
    }
}

fn audit_error_in(error: imported_audit::Error) -> audit::Error {
    match error {
        imported_audit::Error::Unavailable => audit::Error::Unavailable,
        imported_audit::Error::Internal => audit::Error::Internal,
    }
}

pub(crate) fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::NotFound => Error::NotFound,
        imported::Error::NameTaken => Error::NameTaken,
        imported::Error::LastOwner => Error::LastOwner,
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}

pub(crate) fn malformed(_: Malformed) -> Error {
    Error::Internal
}
