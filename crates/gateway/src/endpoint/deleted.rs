//! Secrets that are deleted: listed, brought back, gone for good.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use super::secret::tagged;
use crate::answer::{Answer, secret};
use crate::body::secret::restored_name;
use crate::problem::Problem;
use crate::status::of_query;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_deleted(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let query = call.query.deleted()?;
        let owner = self.owner(&call).await?;
        let page = self.vault.list(&call.session, owner, query).await.map_err(of_query)?;
        let types = self.types_of(&page).await;
        Ok(Answer::ok(secret::page(&page, &types, self.types.now(), secret::write_deletion)))
    }

    pub(super) async fn restore_secret(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let name = restored_name(call.body()?)?;
        let owner = self.owner(&call).await?;
        let restored = self.vault.restore(&call.session, owner, call.key()?, name).await?;
        Ok(tagged(Answer::ok(self.masked(&restored).await), &restored))
    }

    pub(super) async fn purge_secret(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        self.vault.purge(&call.session, owner, call.key()?).await?;
        Ok(Answer::no_content())
    }
}
