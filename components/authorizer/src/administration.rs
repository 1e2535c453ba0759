//! `strongroom:authorizer/administration`.

use strongroom_bindings::all;
use strongroom_bindings::wire::Id;
use strongroom_ports::administration::{self as port, Administration};

use crate::bindings::exports::strongroom::authorizer::administration::{
    Error, Guest, Identity, IssuedToken, NewToken, Organization, Project, SessionBorrow, Token,
};

impl Guest for crate::Component {
    fn who_am_i(session: SessionBorrow<'_>) -> Result<Identity, Error> {
        strongroom_bindings::run(async {
            let found = crate::authorizer().who_am_i(session.get::<crate::Session>()).await?;
            Ok(Identity {
                user: found.user.into(),
                user_name: found.user_name.into(),
                token: found.token.into(),
                token_name: found.token_name.into(),
                expires_at: found.expires_at,
                grants: found.grants.map(all),
            })
        })
    }

    fn organizations(session: SessionBorrow<'_>) -> Result<Vec<Organization>, Error> {
        strongroom_bindings::run(async {
            Ok(all(crate::authorizer().organizations(session.get::<crate::Session>()).await?))
        })
    }

    fn projects(session: SessionBorrow<'_>) -> Result<Vec<Project>, Error> {
        strongroom_bindings::run(async {
            Ok(all(crate::authorizer().projects(session.get::<crate::Session>()).await?))
        })
    }

    fn create_project(
        session: SessionBorrow<'_>,
        organization: Id,
        name: String,
    ) -> Result<Project, Error> {
        strongroom_bindings::run(async {
            let session = session.get::<crate::Session>();
            Ok(crate::authorizer().create_project(session, organization.into(), name).await?.into())
        })
    }

    fn tokens(session: SessionBorrow<'_>) -> Result<Vec<Token>, Error> {
        strongroom_bindings::run(async {
            Ok(all(crate::authorizer().tokens(session.get::<crate::Session>()).await?))
        })
    }

    fn create_token(session: SessionBorrow<'_>, token: NewToken) -> Result<IssuedToken, Error> {
        strongroom_bindings::run(async {
            let token = port::NewToken {
                name: token.name,
                lifetime_seconds: token.lifetime_seconds,
                grants: token.grants.map(all),
            };
            let session = session.get::<crate::Session>();
            let issued = crate::authorizer().create_token(session, token).await?;
            Ok(IssuedToken {
                token: issued.token.into(),
                credential: issued.credential.into_exposed(),
            })
        })
    }

    fn revoke_token(session: SessionBorrow<'_>, token: Id) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let session = session.get::<crate::Session>();
            Ok(crate::authorizer().revoke_token(session, token.into()).await?)
        })
    }
}

impl From<port::Organization> for Organization {
    fn from(organization: port::Organization) -> Self {
        Self {
            id: organization.id.into(),
            name: organization.name.into(),
            created_at: organization.created_at,
            role: organization.role.into(),
        }
    }
}

impl From<port::Project> for Project {
    fn from(project: port::Project) -> Self {
        Self {
            id: project.id.into(),
            organization: project.organization.into(),
            name: project.name.into(),
            created_at: project.created_at,
            role: project.role.into(),
        }
    }
}

impl From<port::Token> for Token {
    fn from(token: port::Token) -> Self {
        Self {
            id: token.id.into(),
            name: token.name.into(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            grants: token.grants.map(all),
        }
    }
}

impl From<port::Error> for Error {
    fn from(error: port::Error) -> Self {
        match error {
            port::Error::Forbidden => Self::Forbidden,
            port::Error::NotFound => Self::NotFound,
            port::Error::NameTaken => Self::NameTaken,
            port::Error::Invalid(problems) => Self::Invalid(all(problems)),
            port::Error::Unavailable => Self::Unavailable,
            port::Error::Internal => Self::Internal,
        }
    }
}
