//! Groups and who is in them.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::{Call, made};
use crate::answer::{Answer, group};
use crate::body;
use crate::problem::Problem;
use crate::status::taken;
use crate::{Gateway, Management};

const TAKEN: &str = "another group of the organization has the name or the claim";

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_groups(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let groups = self.management.groups(&call.session, call.place()?.id).await?;
        Ok(Answer::ok(group::list(&groups)))
    }

    pub(super) async fn create_group(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let body::group::Creation { name, claim } = body::group::Creation::read(call.body()?)?;
        let organization = call.place()?.id;
        let created = self.management.create_group(&call.session, organization, name, claim).await;
        let created = created.map_err(taken(TAKEN))?;
        Ok(made("groups", created.id, group::one(&created)))
    }

    pub(super) async fn read_group(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let found = self.management.get_group(&call.session, call.group()?).await?;
        Ok(Answer::ok(group::one(&found)))
    }

    pub(super) async fn change_group(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let change = body::group::change(call.body()?)?;
        let id = call.group()?;
        let changed = self.management.change_group(&call.session, id, change).await;
        Ok(Answer::ok(group::one(&changed.map_err(taken(TAKEN))?)))
    }

    pub(super) async fn delete_group(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.management.delete_group(&call.session, call.group()?).await?;
        Ok(Answer::no_content())
    }

    pub(super) async fn list_group_members(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let members = self.management.group_members(&call.session, call.group()?).await?;
        Ok(Answer::ok(group::members(&members)))
    }

    pub(super) async fn add_group_member(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let (group, person) = (call.group()?, call.person()?);
        self.management.add_group_member(&call.session, group, person).await?;
        Ok(Answer::no_content())
    }

    pub(super) async fn remove_group_member(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let (group, person) = (call.group()?, call.person()?);
        self.management.remove_group_member(&call.session, group, person).await?;
        Ok(Answer::no_content())
    }
}
