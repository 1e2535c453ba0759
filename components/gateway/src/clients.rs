//! The crate's `Clients` over the imported ones.

use strongroom_bindings::{Malformed, all, each};
use strongroom_model::{Id, Owner};
use strongroom_ports::administration::Error;
use strongroom_ports::clients::{Client, Clients, IssuedClient, NewClient};
use strongroom_secret_bytes::SecretBytes;

use crate::administration::{error_in, internal, list, one};
use crate::authentication::Authorizer;
use crate::bindings::strongroom::authorizer::administration as imported_administration;
use crate::bindings::strongroom::authorizer::{clients as imported, sessions::Session};

impl Clients for Authorizer {
    type Session = Session;

    async fn list_clients(&self, session: &Session, owner: Owner) -> Result<Vec<Client>, Error> {
        list(imported::list_clients(session, owner.into()))
    }

    async fn get_client(&self, session: &Session, id: Id) -> Result<Client, Error> {
        one(imported::get_client(session, id.into()))
    }

    async fn create_client(
        &self,
        session: &Session,
        owner: Owner,
        client: NewClient,
    ) -> Result<IssuedClient, Error> {
        let client = imported::NewClient {
            name: client.name,
            lifetime_seconds: client.lifetime_seconds,
            scopes: all(client.scopes),
        };
        issued(imported::create_client(session, owner.into(), &client))
    }

    async fn renew_client_secret(&self, session: &Session, id: Id) -> Result<IssuedClient, Error> {
        issued(imported::renew_client_secret(session, id.into()))
    }

    async fn revoke_client(&self, session: &Session, id: Id) -> Result<(), Error> {
        imported::revoke_client(session, id.into()).map_err(error_in)
    }
}

fn issued(
    made: Result<imported::IssuedClient, imported_administration::Error>,
) -> Result<IssuedClient, Error> {
    let made = made.map_err(error_in)?;
    // The secret first, so that it is wiped also where the rest is refused.
    let secret = SecretBytes::new(made.secret);
    Ok(IssuedClient { client: made.client.try_into().map_err(internal)?, secret })
}

impl TryFrom<imported::Client> for Client {
    type Error = Malformed;

    fn try_from(found: imported::Client) -> Result<Self, Malformed> {
        Ok(Self {
            id: found.id.into(),
            owner: found.owner.into(),
            name: found.name.parse()?,
            scopes: each(found.scopes)?,
            created: found.created.into(),
            expires_at: found.expires_at,
            last_used_at: found.last_used_at,
        })
    }
}
