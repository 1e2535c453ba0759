//! The caller, organizations, projects and tokens, and what the API says of itself.

use strongroom_ports::Clock;
use strongroom_ports::administration::Administration;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::Gateway;
use crate::answer::{Answer, administration, types};
use crate::body::{project, token};
use crate::openapi;
use crate::problem::Problem;

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Administration<Session = S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn read_me(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let identity = self.administration.who_am_i(&call.session).await?;
        Ok(Answer::ok(administration::identity(&identity)))
    }

    pub(super) async fn list_organizations(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let organizations = self.administration.organizations(&call.session).await?;
        Ok(Answer::ok(administration::organizations(&organizations)))
    }

    pub(super) async fn list_projects(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let projects = self.administration.projects(&call.session).await?;
        Ok(Answer::ok(administration::projects(&projects)))
    }

    pub(super) async fn create_project(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let project::Creation { name, organization } = project::Creation::read(call.body()?)?;
        let organization = match organization {
            Some(id) => id,
            None => match self.administration.organizations(&call.session).await?.as_slice() {
                [only] => only.id,
                [] | [_, _, ..] => return Err(project::organization_required()),
            },
        };
        let created = self.administration.create_project(&call.session, organization, name).await?;
        Ok(Answer::new(201, administration::project(&created)))
    }

    pub(super) async fn list_tokens(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let tokens = self.administration.tokens(&call.session).await?;
        Ok(Answer::ok(administration::tokens(&tokens)))
    }

    pub(super) async fn create_token(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let wanted = token::read(call.body()?)?;
        let issued = self.administration.create_token(&call.session, wanted).await;
        let issued = issued.map_err(token::in_our_names)?;
        Ok(Answer::new(201, administration::issued_token(&issued)?))
    }

    pub(super) async fn revoke_token(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.administration.revoke_token(&call.session, call.token()?).await?;
        Ok(Answer::no_content())
    }

    pub(super) async fn list_types(&self) -> Result<Answer, Problem> {
        Ok(Answer::ok(types::types(&self.types.fresh(&self.vault).await)))
    }

    pub(crate) async fn read_document(&self) -> Result<Answer, Problem> {
        openapi::document(&self.types.fresh(&self.vault).await).map(Answer::ok)
    }
}
