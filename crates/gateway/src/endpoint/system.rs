//! What the API says of itself.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use crate::answer::{Answer, types};
use crate::problem::Problem;
use crate::{Gateway, openapi};

impl<A, M, V, C> Gateway<A, M, V, C>
where
    V: Vault,
    C: Clock,
{
    pub(super) async fn list_types(&self) -> Result<Answer, Problem> {
        Ok(Answer::ok(types::types(&self.types.fresh(&self.vault).await)))
    }

    pub(crate) async fn read_document(&self) -> Result<Answer, Problem> {
        openapi::document(&self.types.fresh(&self.vault).await).map(Answer::ok)
    }
}
