//! People.

use strongroom_model::{Owner, OwnerKind};
use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::{Call, made};
use crate::answer::{Answer, person};
use crate::body;
use crate::problem::Problem;
use crate::route::NamedOwner;
use crate::status::taken;
use crate::{Gateway, Management};

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn list_people(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let search = call.query.search()?;
        let organization = match call.found.owner {
            Some(NamedOwner::Owner(Owner { kind: OwnerKind::Organization, id })) => Some(id),
            _ => None,
        };
        let people = self.management.people(&call.session, organization, search).await?;
        Ok(Answer::ok(person::list(&people)))
    }

    pub(super) async fn create_person(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let person = body::person::creation(call.body()?)?;
        let organization = call.place()?.id;
        let created = self.management.create_person(&call.session, organization, person).await;
        let created = created.map_err(taken("the external identity is somebody else's"))?;
        Ok(made("people", created.person.id, person::created(&created)?))
    }

    pub(super) async fn read_person(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let found = self.management.get_person(&call.session, call.person()?).await?;
        Ok(Answer::ok(person::one(&found)))
    }

    pub(super) async fn change_person(&self, mut call: Call<'_, S>) -> Result<Answer, Problem> {
        let change = body::person::change(call.body()?)?;
        let id = call.person()?;
        let changed = self.management.change_person(&call.session, id, change).await?;
        Ok(Answer::ok(person::one(&changed)))
    }

    pub(super) async fn remove_person(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        self.management.remove_person(&call.session, call.person()?).await?;
        Ok(Answer::no_content())
    }
}
