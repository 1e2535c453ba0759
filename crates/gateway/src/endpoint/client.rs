//! Service clients.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::{Call, made};
use crate::answer::{Answer, client};
use crate::body;
use crate::problem::Problem;
use crate::status::taken;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_clients(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let clients = self.management.list_clients(&call.session, call.place()?).await?;
        Ok(Answer::ok(client::list(&clients)))
    }

    pub(super) async fn create_client(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let client = body::client::creation(call.body()?)?;
        let owner = call.place()?;
        let issued = self.management.create_client(&call.session, owner, client).await;
        let issued = issued.map_err(taken("another client of the owner has the name"))?;
        Ok(made("clients", issued.client.id, client::issued(&issued)?))
    }

    pub(super) async fn read_client(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let found = self.management.get_client(&call.session, call.client()?).await?;
        Ok(Answer::ok(client::one(&found)))
    }

    pub(super) async fn renew_client_secret(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let issued = self.management.renew_client_secret(&call.session, call.client()?).await?;
        Ok(Answer::ok(client::issued(&issued)?))
    }

    pub(super) async fn revoke_client(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.management.revoke_client(&call.session, call.client()?).await?;
        Ok(Answer::no_content())
    }
}
