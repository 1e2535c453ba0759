//! The caller's API tokens.

use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::{Answer, token};
use crate::body;
use crate::problem::Problem;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_tokens(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let tokens = self.management.tokens(&call.session).await?;
        Ok(Answer::ok(token::list(&tokens)))
    }

    pub(super) async fn create_token(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let wanted = body::token::creation(call.body()?)?;
        let issued = self.management.create_token(&call.session, wanted).await?;
        Ok(Answer::new(201, token::issued(&issued)?))
    }

    pub(super) async fn revoke_token(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.management.revoke_token(&call.session, call.token()?).await?;
        Ok(Answer::no_content())
    }
}
