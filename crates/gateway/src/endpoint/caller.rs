//! Who the caller is, and what it may do.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, caller};
use crate::problem::Problem;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn read_me(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let identity = self.management.who_am_i(&call.session).await?;
        Ok(Answer::ok(caller::identity(&identity)))
    }

    pub(super) async fn read_permissions(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        let secret = call.found.key.clone();
        let found = self.management.permissions_on(&call.session, owner, secret).await?;
        Ok(Answer::ok(caller::permissions(&found)))
    }
}
