//! Projects.

use strongroom_model::Id;
use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::{Call, made};
use crate::answer::{Answer, project};
use crate::body;
use crate::problem::Problem;
use crate::status::taken;
use crate::{Gateway, Management};

const TAKEN: &str = "another project of the organization has the name";

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_projects(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let organization = call.query.organization()?;
        let projects = self.management.projects(&call.session, organization).await?;
        Ok(Answer::ok(project::list(&projects)))
    }

    pub(super) async fn create_project(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let body::project::Creation { name, organization, visibility } =
            body::project::Creation::read(call.body()?)?;
        let organization = match organization {
            Some(id) => id,
            None => self.only_organization(&call.session).await?,
        };
        let created =
            self.management.create_project(&call.session, organization, name, visibility).await;
        let created = created.map_err(taken(TAKEN))?;
        Ok(made("projects", created.id, project::one(&created)))
    }

    pub(super) async fn read_project(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let found = self.management.get_project(&call.session, call.place()?.id).await?;
        Ok(Answer::ok(project::one(&found)))
    }

    pub(super) async fn change_project(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let change = body::project::change(call.body()?)?;
        let id = call.place()?.id;
        let changed = self.management.change_project(&call.session, id, change).await;
        Ok(Answer::ok(project::one(&changed.map_err(taken(TAKEN))?)))
    }

    pub(super) async fn delete_project(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.management.delete_project(&call.session, call.place()?.id).await?;
        Ok(Answer::no_content())
    }

    async fn only_organization(&self, session: &S) -> Result<Id, Problem> {
        match self.management.organizations(session).await?.as_slice() {
            [only] => Ok(only.id),
            [] | [_, _, ..] => Err(body::project::organization_required()),
        }
    }
}
