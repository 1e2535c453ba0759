//! What people do to who may do what: organizations, projects and tokens.

mod organizations;
mod projects;
pub(crate) mod tokens;

use strongroom_model::{Action, Id, Owner, SecretKey, Visibility};
use strongroom_ports::administration::{
    Administration, Error, Identity, IssuedToken, NewToken, Organization, Permissions, Project,
    ProjectChange, Token,
};
use strongroom_ports::sessions::{Denial, Reason};

use crate::decisions::Decisions;
use crate::judgement::Verdict;
use crate::scopes::Wanted;
use crate::session::{AuthSession, Holder};
use crate::{Authorizer, Ports, outcome};

impl<W: Ports, D: Decisions> Administration for Authorizer<W, D> {
    type Session = AuthSession<W, D>;

    async fn who_am_i(&self, session: &Self::Session) -> Result<Identity, Error> {
        session.touch().await;
        let (name, email) = match &session.holder {
            Holder::Token { person, .. } | Holder::Person { person, .. } => {
                (&person.name, person.email.clone())
            }
            Holder::Client { client, .. } => (&client.name, None),
        };
        let token_name = match &session.holder {
            Holder::Token { token, .. } => Some(token.name.clone()),
            Holder::Person { .. } | Holder::Client { .. } => None,
        };
        Ok(Identity {
            principal: session.principal(),
            name: name.clone(),
            email,
            credential: session.credential(),
            token_name,
            expires_at: session.expires_at(),
            scopes: session.scopes().map(<[_]>::to_vec),
            administrator: session.is_administrator().await?,
        })
    }

    async fn permissions_on(
        &self,
        session: &Self::Session,
        owner: Owner,
        secret: Option<SecretKey>,
    ) -> Result<Permissions, Error> {
        let standing = session.standing(owner).await.map_err(outcome::administration)?;
        let mut actions = Vec::new();
        for action in Action::ALL {
            let wanted = Wanted { secret: secret.as_ref(), ..Wanted::of(owner, action) };
            let verdict = session.judge_with(&standing, &wanted).await;
            match verdict.map_err(outcome::administration)? {
                // Some fields are better than none: which, the scopes say.
                Verdict::Allowed | Verdict::Refused(Denial::Forbidden(Reason::Fields)) => {
                    actions.push(action);
                }
                Verdict::Refused(_) => {}
            }
        }
        if actions.is_empty() {
            let wanted = Wanted { secret: secret.as_ref(), ..Wanted::of(owner, Action::See) };
            return Err(session.refuse(Denial::Hidden, &wanted).await);
        }
        session.touch().await;
        Ok(Permissions { actions, role: standing.role })
    }

    async fn organizations(&self, session: &Self::Session) -> Result<Vec<Organization>, Error> {
        organizations::list(session).await
    }

    async fn get_organization(
        &self,
        session: &Self::Session,
        id: Id,
    ) -> Result<Organization, Error> {
        organizations::get(session, id).await
    }

    async fn create_organization(
        &self,
        session: &Self::Session,
        name: String,
    ) -> Result<Organization, Error> {
        organizations::create(self, session, &name).await
    }

    async fn rename_organization(
        &self,
        session: &Self::Session,
        id: Id,
        name: String,
    ) -> Result<Organization, Error> {
        organizations::rename(session, id, &name).await
    }

    async fn projects(
        &self,
        session: &Self::Session,
        organization: Option<Id>,
    ) -> Result<Vec<Project>, Error> {
        projects::list(session, organization).await
    }

    async fn get_project(&self, session: &Self::Session, id: Id) -> Result<Project, Error> {
        projects::get(session, id).await
    }

    async fn create_project(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
        visibility: Visibility,
    ) -> Result<Project, Error> {
        projects::create(self, session, organization, &name, visibility).await
    }

    async fn change_project(
        &self,
        session: &Self::Session,
        id: Id,
        change: ProjectChange,
    ) -> Result<Project, Error> {
        projects::change(session, id, change).await
    }

    async fn delete_project(&self, session: &Self::Session, id: Id) -> Result<(), Error> {
        projects::delete(session, id).await
    }

    async fn tokens(&self, session: &Self::Session) -> Result<Vec<Token>, Error> {
        tokens::list(session).await
    }

    async fn create_token(
        &self,
        session: &Self::Session,
        token: NewToken,
    ) -> Result<IssuedToken, Error> {
        tokens::create(self, session, token).await
    }

    async fn revoke_token(&self, session: &Self::Session, token: Id) -> Result<(), Error> {
        tokens::revoke(session, token).await
    }
}
