//! The crate's `Administration` over the imported one.

use strongroom_bindings::{Malformed, all};
use strongroom_model::Id;
use strongroom_ports::administration::{
    Administration, Error, Identity, IssuedToken, NewToken, Organization, Project, Token,
};
use strongroom_secret_bytes::SecretBytes;

use crate::authentication::Authorizer;
use crate::bindings::strongroom::authorizer::{administration as imported, sessions::Session};

impl Administration for Authorizer {
    type Session = Session;

    async fn who_am_i(&self, session: &Session) -> Result<Identity, Error> {
        let found = imported::who_am_i(session).map_err(error_in)?;
        Ok(Identity {
            user: found.user.into(),
            user_name: found.user_name.parse().map_err(internal)?,
            token: found.token.into(),
            token_name: found.token_name.parse().map_err(internal)?,
            expires_at: found.expires_at,
            grants: found.grants.map(all),
        })
    }

    async fn organizations(&self, session: &Session) -> Result<Vec<Organization>, Error> {
        list(imported::organizations(session))
    }

    async fn projects(&self, session: &Session) -> Result<Vec<Project>, Error> {
        list(imported::projects(session))
    }

    async fn create_project(
        &self,
        session: &Session,
        organization: Id,
        name: String,
    ) -> Result<Project, Error> {
        let made = imported::create_project(session, organization.into(), &name);
        made.map_err(error_in)?.try_into().map_err(internal)
    }

    async fn tokens(&self, session: &Session) -> Result<Vec<Token>, Error> {
        list(imported::tokens(session))
    }

    async fn create_token(&self, session: &Session, token: NewToken) -> Result<IssuedToken, Error> {
        let token = imported::NewToken {
            name: token.name,
            lifetime_seconds: token.lifetime_seconds,
            grants: token.grants.map(all),
        };
        let issued = imported::create_token(session, &token).map_err(error_in)?;
        let credential = SecretBytes::new(issued.credential);
        Ok(IssuedToken { token: issued.token.try_into().map_err(internal)?, credential })
    }

    async fn revoke_token(&self, session: &Session, token: Id) -> Result<(), Error> {
        imported::revoke_token(session, token.into()).map_err(error_in)
    }
}

fn list<T, U: TryFrom<T, Error = Malformed>>(
    found: Result<Vec<T>, imported::Error>,
) -> Result<Vec<U>, Error> {
    strongroom_bindings::each(found.map_err(error_in)?).map_err(internal)
}

/// What came over the boundary is not what the interface promises.
fn internal<E>(_: E) -> Error {
    Error::Internal
}

fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::Forbidden => Error::Forbidden,
        imported::Error::NotFound => Error::NotFound,
        imported::Error::NameTaken => Error::NameTaken,
        imported::Error::Invalid(problems) => Error::Invalid(all(problems)),
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}

impl TryFrom<imported::Organization> for Organization {
    type Error = Malformed;

    fn try_from(organization: imported::Organization) -> Result<Self, Malformed> {
        Ok(Self {
            id: organization.id.into(),
            name: organization.name.parse()?,
            created_at: organization.created_at,
            role: organization.role.into(),
        })
    }
}

impl TryFrom<imported::Project> for Project {
    type Error = Malformed;

    fn try_from(project: imported::Project) -> Result<Self, Malformed> {
        Ok(Self {
            id: project.id.into(),
            organization: project.organization.into(),
            name: project.name.parse()?,
            created_at: project.created_at,
            role: project.role.into(),
        })
    }
}

impl TryFrom<imported::Token> for Token {
    type Error = Malformed;

    fn try_from(token: imported::Token) -> Result<Self, Malformed> {
        Ok(Self {
            id: token.id.into(),
            name: token.name.parse()?,
            created_at: token.created_at,
            expires_at: token.expires_at,
            grants: token.grants.map(all),
        })
    }
}
