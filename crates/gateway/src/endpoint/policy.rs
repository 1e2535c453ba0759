//! Policies that an organization writes.

use strongroom_ports::Clock;
use strongroom_ports::policies::Source;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, policy};
use crate::body;
use crate::problem::Problem;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_policies(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let policies = self.management.list_policies(&call.session, call.place()?.id).await?;
        Ok(Answer::ok(policy::list(&policies)))
    }

    pub(super) async fn set_policy(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let text = body::policy::text(call.body()?)?;
        let (organization, name) = (call.place()?.id, call.policy()?);
        let source = Source { name, text };
        let stored = self.management.set_policy(&call.session, organization, source).await?;
        Ok(Answer::ok(policy::one(&stored)))
    }

    pub(super) async fn delete_policy(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let (organization, name) = (call.place()?.id, call.policy()?);
        self.management.delete_policy(&call.session, organization, name).await?;
        Ok(Answer::no_content())
    }

    pub(super) async fn check_policies(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let policies = body::policy::check(call.body()?)?;
        let organization = call.place()?.id;
        let found = self.management.check_policies(&call.session, organization, policies).await?;
        Ok(Answer::ok(policy::findings(&found)))
    }

    pub(super) async fn explain_policies(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let (question, policies) = body::policy::question(call.body()?)?;
        let organization = call.place()?.id;
        let told = self.management.explain(&call.session, organization, question, policies).await?;
        Ok(Answer::ok(policy::explanation(&told)))
    }
}
