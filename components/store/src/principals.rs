//! `strongroom:store/principals`.

use strongroom_bindings::wire::{AuditRecord, Id, Owner, Timestamp};
use strongroom_bindings::wire_rows::{ExternalIdentity, Organization, Person, Standing, Token};
use strongroom_bindings::{Malformed, all};
use strongroom_ports::principals::{self as rows, PrincipalStore};

use crate::bindings::exports::strongroom::store::principals::{
    Arrival, Error, Guest, PresentedClient, PresentedPerson, PresentedToken,
};
use crate::store;

impl Guest for crate::Component {
    fn present_token(token: Id, about: Option<Owner>) -> Result<Option<PresentedToken>, Error> {
        strongroom_bindings::run(async {
            let found = store().present_token(token.into(), about.map(Into::into)).await?;
            Ok(found.map(|found| PresentedToken {
                token: found.token.into(),
                person: found.person.into(),
                standing: found.standing.map(Into::into),
            }))
        })
    }

    fn present_person(
        identity: ExternalIdentity,
        about: Option<Owner>,
    ) -> Result<Option<PresentedPerson>, Error> {
        strongroom_bindings::run(async {
            let found = store().present_person(&identity.into(), about.map(Into::into)).await?;
            Ok(found.map(|found| PresentedPerson {
                person: found.person.into(),
                synchronized_at: found.synchronized_at,
                standing: found.standing.map(Into::into),
            }))
        })
    }

    fn present_client(client: Id, about: Option<Owner>) -> Result<Option<PresentedClient>, Error> {
        strongroom_bindings::run(async {
            let found = store().present_client(client.into(), about.map(Into::into)).await?;
            Ok(found.map(|found| PresentedClient {
                client: found.client.into(),
                standing: found.standing.map(Into::into),
            }))
        })
    }

    fn sign_in(arrival: Arrival, audit: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let arrival = rows::Arrival {
                identity: arrival.identity.into(),
                new_person: arrival.new_person.try_into()?,
                organization: arrival.organization.map(Into::into),
                role: arrival.role.map(Into::into),
                claimed_groups: arrival.claimed_groups,
                issued_at: arrival.issued_at,
            };
            Ok(store().sign_in(arrival, audit.try_into()?).await?)
        })
    }

    fn standing_of(person: Option<Id>, owner: Owner) -> Result<Standing, Error> {
        strongroom_bindings::run(async {
            Ok(store().standing_of(person.map(Into::into), owner.into()).await?.into())
        })
    }

    fn groups_of(person: Id) -> Result<Vec<Id>, Error> {
        strongroom_bindings::run(async { Ok(all(store().groups_of(person.into()).await?)) })
    }

    fn token_used(token: Id, at: Timestamp) -> Result<(), Error> {
        strongroom_bindings::run(async { Ok(store().token_used(token.into(), at).await?) })
    }

    fn person_seen(person: Id, at: Timestamp) -> Result<(), Error> {
        strongroom_bindings::run(async { Ok(store().person_seen(person.into(), at).await?) })
    }

    fn client_used(client: Id, at: Timestamp) -> Result<(), Error> {
        strongroom_bindings::run(async { Ok(store().client_used(client.into(), at).await?) })
    }

    fn first_organization() -> Result<Option<Organization>, Error> {
        strongroom_bindings::run(async { Ok(store().first_organization().await?.map(Into::into)) })
    }

    fn initialize(
        organization: Organization,
        person: Person,
        token: Token,
        audit: AuditRecord,
    ) -> Result<bool, Error> {
        strongroom_bindings::run(async {
            let (organization, person) = (organization.try_into()?, person.try_into()?);
            let (token, audit) = (token.try_into()?, audit.try_into()?);
            Ok(store().initialize(organization, person, token, audit).await?)
        })
    }

    fn first_owner() -> Result<Option<(Organization, Person)>, Error> {
        strongroom_bindings::run(async {
            let found = store().first_owner().await?;
            Ok(found.map(|(organization, person)| (organization.into(), person.into())))
        })
    }
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::Internal
    }
}

impl From<rows::Error> for Error {
    fn from(error: rows::Error) -> Self {
        match error {
            rows::Error::NotFound => Self::NotFound,
            rows::Error::NameTaken => Self::NameTaken,
            rows::Error::LastOwner => Self::LastOwner,
            rows::Error::Unavailable => Self::Unavailable,
            rows::Error::Internal => Self::Internal,
        }
    }
}
