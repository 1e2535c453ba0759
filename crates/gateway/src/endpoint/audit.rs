//! The audit log, and what it says of a secret's use.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, audit};
use crate::problem::Problem;
use crate::status::{internal, of_query};
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn read_audit(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let query = call.query.log()?;
        let limit = query.limit;
        let owner = self.owner(&call).await?;
        let entries = self.vault.audit(&call.session, owner, query).await.map_err(of_query)?;
        let entries: Result<Vec<_>, _> = entries.into_iter().map(strongroom_audit::read).collect();
        Ok(Answer::ok(audit::page(&entries.map_err(|_| internal())?, limit)))
    }

    pub(super) async fn verify_audit(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let query = call.query.verification()?;
        let owner = self.owner(&call).await?;
        let found = self.vault.verify_audit(&call.session, owner, query).await;
        Ok(Answer::ok(audit::verification(&found.map_err(of_query)?)))
    }

    pub(super) async fn list_consumers(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let span = call.query.span()?;
        let owner = self.owner(&call).await?;
        let found = self.vault.consumers(&call.session, owner, call.key()?, span).await;
        Ok(Answer::ok(audit::consumers(&found.map_err(of_query)?)))
    }
}
