//! The crate's `Administration` over the imported one.

use strongroom_bindings::access::{maybe_scopes, maybe_scopes_out};
use strongroom_bindings::{Malformed, all};
use strongroom_model::{Id, Owner, SecretKey, Visibility};
use strongroom_ports::administration::{
    Administration, Error, Identity, IssuedToken, NewToken, Organization, Permissions, Project,
    ProjectChange, Token,
};
use strongroom_ports::sessions::Reason;
use strongroom_secret_bytes::SecretBytes;

use crate::authentication::Authorizer;
use crate::bindings::strongroom::authorizer::administration as imported;
use crate::bindings::strongroom::authorizer::sessions::{self, Session};

impl Administration for Authorizer {
    type Session = Session;

    async fn who_am_i(&self, session: &Session) -> Result<Identity, Error> {
        one(imported::who_am_i(session))
    }

    async fn permissions_on(
        &self,
        session: &Session,
        owner: Owner,
        secret: Option<SecretKey>,
    ) -> Result<Permissions, Error> {
        let secret = secret.map(Into::into);
        let found = imported::permissions_on(session, owner.into(), secret.as_ref());
        let found = found.map_err(error_in)?;
        Ok(Permissions { actions: all(found.actions), role: found.role.map(Into::into) })
    }

    async fn organizations(&self, session: &Session) -> Result<Vec<Organization>, Error> {
        list(imported::organizations(session))
    }

    async fn get_organization(&self, session: &Session, id: Id) -> Result<Organization, Error> {
        one(imported::get_organization(session, id.into()))
    }

    async fn create_organization(
        &self,
        session: &Session,
        name: String,
    ) -> Result<Organization, Error> {
        one(imported::create_organization(session, &name))
    }

    async fn rename_organization(
        &self,
        session: &Session,
        id: Id,
        name: String,
    ) -> Result<Organization, Error> {
        one(imported::rename_organization(session, id.into(), &name))
    }

    async fn projects(
        &self,
        session: &Session,
        organization: Option<Id>,
    ) -> Result<Vec<Project>, Error> {
        list(imported::projects(session, organization.map(Into::into)))
    }

    async fn get_project(&self, session: &Session, id: Id) -> Result<Project, Error> {
        one(imported::get_project(session, id.into()))
    }

    async fn create_project(
        &self,
        session: &Session,
        organization: Id,
        name: String,
        visibility: Visibility,
    ) -> Result<Project, Error> {
        one(imported::create_project(session, organization.into(), &name, visibility.into()))
    }

    async fn change_project(
        &self,
        session: &Session,
        id: Id,
        change: ProjectChange,
    ) -> Result<Project, Error> {
        let change = imported::ProjectChange {
            name: change.name,
            visibility: change.visibility.map(Into::into),
        };
        one(imported::change_project(session, id.into(), &change))
    }

    async fn delete_project(&self, session: &Session, id: Id) -> Result<(), Error> {
        imported::delete_project(session, id.into()).map_err(error_in)
    }

    async fn tokens(&self, session: &Session) -> Result<Vec<Token>, Error> {
        list(imported::tokens(session))
    }

    async fn create_token(&self, session: &Session, token: NewToken) -> Result<IssuedToken, Error> {
        let token = imported::NewToken {
            name: token.name,
            lifetime_seconds: token.lifetime_seconds,
            scopes: maybe_scopes_out(token.scopes),
        };
        let issued = imported::create_token(session, &token).map_err(error_in)?;
        let credential = SecretBytes::new(issued.credential);
        Ok(IssuedToken { token: issued.token.try_into().map_err(internal)?, credential })
    }

    async fn revoke_token(&self, session: &Session, token: Id) -> Result<(), Error> {
        imported::revoke_token(session, token.into()).map_err(error_in)
    }
}

/// What the authorizer answered, of what is read, made or changed.
pub(crate) fn one<T, U>(found: Result<T, imported::Error>) -> Result<U, Error>
where
    U: TryFrom<T, Error = Malformed>,
{
    found.map_err(error_in)?.try_into().map_err(internal)
}

pub(crate) fn list<T, U>(found: Result<Vec<T>, imported::Error>) -> Result<Vec<U>, Error>
where
    U: TryFrom<T, Error = Malformed>,
{
    strongroom_bindings::each(found.map_err(error_in)?).map_err(internal)
}

/// What came over the boundary is not what the interface promises.
pub(crate) fn internal(_: Malformed) -> Error {
    Error::Internal
}

pub(crate) fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::Forbidden(reason) => Error::Forbidden(reason_in(reason)),
        imported::Error::NotFound => Error::NotFound,
        imported::Error::NameTaken => Error::NameTaken,
        imported::Error::LastOwner => Error::LastOwner,
        imported::Error::Invalid(problems) => Error::Invalid(all(problems)),
        imported::Error::NotSupported => Error::NotSupported,
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}

pub(crate) const fn reason_in(reason: sessions::Reason) -> Reason {
    match reason {
        sessions::Reason::Role => Reason::Role,
        sessions::Reason::Scope => Reason::Scope,
        sessions::Reason::Fields => Reason::Fields,
        sessions::Reason::Policy => Reason::Policy,
    }
}

impl TryFrom<imported::Identity> for Identity {
    type Error = Malformed;

    fn try_from(found: imported::Identity) -> Result<Self, Malformed> {
        Ok(Self {
            principal: found.principal.into(),
            name: found.name.parse()?,
            email: found.email,
            credential: found.credential.into(),
            token_name: found.token_name.map(|name| name.parse()).transpose()?,
            expires_at: found.expires_at,
            scopes: maybe_scopes(found.scopes)?,
            administrator: found.administrator,
        })
    }
}

impl TryFrom<imported::Organization> for Organization {
    type Error = Malformed;

    fn try_from(found: imported::Organization) -> Result<Self, Malformed> {
        Ok(Self {
            id: found.id.into(),
            name: found.name.parse()?,
            created_at: found.created_at,
            role: found.role.map(Into::into),
        })
    }
}

impl TryFrom<imported::Project> for Project {
    type Error = Malformed;

    fn try_from(found: imported::Project) -> Result<Self, Malformed> {
        Ok(Self {
            id: found.id.into(),
            organization: found.organization.into(),
            name: found.name.parse()?,
            visibility: found.visibility.into(),
            created_at: found.created_at,
            role: found.role.map(Into::into),
        })
    }
}

impl TryFrom<imported::Token> for Token {
    type Error = Malformed;

    fn try_from(found: imported::Token) -> Result<Self, Malformed> {
        Ok(Self {
            id: found.id.into(),
            name: found.name.parse()?,
            created_at: found.created_at,
            expires_at: found.expires_at,
            last_used_at: found.last_used_at,
            scopes: maybe_scopes(found.scopes)?,
        })
    }
}
