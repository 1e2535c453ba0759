//! Organizations.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::{Call, made};
use crate::answer::{Answer, organization};
use crate::body;
use crate::problem::Problem;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_organizations(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let organizations = self.management.organizations(&call.session).await?;
        Ok(Answer::ok(organization::list(&organizations)))
    }

    pub(super) async fn create_organization(
        &self,
        mut call: Call<'_, S>,
    ) -> Result<Answer, Problem> {
        let name = body::organization::name(call.body()?)?;
        let created = self.management.create_organization(&call.session, name).await?;
        Ok(made("organizations", created.id, organization::one(&created)))
    }

    pub(super) async fn read_organization(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let found = self.management.get_organization(&call.session, call.place()?.id).await?;
        Ok(Answer::ok(organization::one(&found)))
    }

    pub(super) async fn change_organization(
        &self,
        mut call: Call<'_, S>,
    ) -> Result<Answer, Problem> {
        let name = body::organization::name(call.body()?)?;
        let id = call.place()?.id;
        let changed = self.management.rename_organization(&call.session, id, name).await?;
        Ok(Answer::ok(organization::one(&changed)))
    }
}
