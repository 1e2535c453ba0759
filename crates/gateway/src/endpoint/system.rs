//! What the API says of itself.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, types};
use crate::problem::Problem;
use crate::status::{internal, no_such_type};
use crate::{Gateway, document};

impl<A, M, V, C> Gateway<A, M, V, C>
where
    V: Vault,
    C: Clock,
{
    pub(super) async fn list_types(&self) -> Result<Answer, Problem> {
        Ok(Answer::ok(types::types(&self.types.fresh(&self.vault).await)))
    }

    pub(super) async fn read_type<S>(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let name = call.found.type_name.as_ref().ok_or_else(internal)?;
        let types = self.types.fresh(&self.vault).await;
        match types.iter().find(|known| known.description.id == *name) {
            Some(known) => Ok(Answer::ok(types::one(known))),
            None => Err(no_such_type()),
        }
    }

    pub(crate) async fn read_document(&self) -> Result<Answer, Problem> {
        let types = self.types.fresh(&self.vault).await;
        document::document(&self.outline, &types).map(Answer::ok)
    }
}
