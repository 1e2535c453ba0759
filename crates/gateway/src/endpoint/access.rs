//! Who may do what with a secret.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, access};
use crate::problem::Problem;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn read_access(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let (after, limit) = (call.query.after()?, call.query.limit()?);
        let owner = self.owner(&call).await?;
        let key = call.key()?;
        // The authorizer knows of no secrets, so that there is such a one is asked here.
        self.vault.get(&call.session, owner, key).await?;
        let found = self.management.access(&call.session, owner, key, after, limit).await?;
        Ok(Answer::ok(access::page(&found)))
    }
}
