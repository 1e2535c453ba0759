//! `strongroom:authorizer/clients`.

use strongroom_bindings::wire::{Id, Owner};
use strongroom_bindings::{all, each, run};
use strongroom_ports::clients::{self as port, Clients};

use super::authorizer;
use super::bindings::exports::strongroom::authorizer::clients::{
    Client, Error, Guest, IssuedClient, NewClient, SessionBorrow,
};
use super::sessions::Held as _;

impl Guest for super::Component {
    fn list_clients(session: SessionBorrow<'_>, owner: Owner) -> Result<Vec<Client>, Error> {
        run(async { Ok(all(authorizer().list_clients(session.held(), owner.into()).await?)) })
    }

    fn get_client(session: SessionBorrow<'_>, id: Id) -> Result<Client, Error> {
        run(async { Ok(authorizer().get_client(session.held(), id.into()).await?.into()) })
    }

    fn create_client(
        session: SessionBorrow<'_>,
        owner: Owner,
        client: NewClient,
    ) -> Result<IssuedClient, Error> {
        run(async {
            let client = port::NewClient {
                name: client.name,
                lifetime_seconds: client.lifetime_seconds,
                scopes: each(client.scopes)?,
            };
            Ok(authorizer().create_client(session.held(), owner.into(), client).await?.into())
        })
    }

    fn renew_client_secret(session: SessionBorrow<'_>, id: Id) -> Result<IssuedClient, Error> {
        run(async { Ok(authorizer().renew_client_secret(session.held(), id.into()).await?.into()) })
    }

    fn revoke_client(session: SessionBorrow<'_>, id: Id) -> Result<(), Error> {
        run(async { Ok(authorizer().revoke_client(session.held(), id.into()).await?) })
    }
}

impl From<port::Client> for Client {
    fn from(found: port::Client) -> Self {
        Self {
            id: found.id.into(),
            owner: found.owner.into(),
            name: found.name.into(),
            scopes: all(found.scopes),
            created: found.created.into(),
            expires_at: found.expires_at,
            last_used_at: found.last_used_at,
        }
    }
}

impl From<port::IssuedClient> for IssuedClient {
    fn from(issued: port::IssuedClient) -> Self {
        Self { client: issued.client.into(), secret: issued.secret.into_exposed() }
    }
}
