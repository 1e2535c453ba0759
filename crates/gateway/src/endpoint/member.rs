//! Who holds a role on an organization or a project.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, member};
use crate::body;
use crate::problem::Problem;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_members(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let members = self.management.members(&call.session, call.place()?).await?;
        Ok(Answer::ok(member::list(&members)))
    }

    pub(super) async fn set_member(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = call.place()?;
        let role = body::member::role(call.body()?, owner.kind)?;
        self.management.set_member(&call.session, owner, call.member()?, role).await?;
        Ok(Answer::no_content())
    }

    pub(super) async fn remove_member(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.management.remove_member(&call.session, call.place()?, call.member()?).await?;
        Ok(Answer::no_content())
    }
}
