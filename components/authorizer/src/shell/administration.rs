//! `strongroom:authorizer/administration`.

use strongroom_bindings::access::{maybe_scopes, maybe_scopes_out};
use strongroom_bindings::wire::{Id, Owner, SecretKey, Visibility};
use strongroom_bindings::{Malformed, all, maybe, run};
use strongroom_ports::administration::{self as port, Administration};

use super::authorizer;
use super::bindings::exports::strongroom::authorizer::administration::{
    Error, Guest, Identity, IssuedToken, NewToken, Organization, Permissions, Project,
    ProjectChange, SessionBorrow, Token,
};
use super::sessions::{Held as _, reason_out};

impl Guest for super::Component {
    fn who_am_i(session: SessionBorrow<'_>) -> Result<Identity, Error> {
        run(async {
            let found = authorizer().who_am_i(session.held()).await?;
            Ok(Identity {
                principal: found.principal.into(),
                name: found.name.into(),
                email: found.email,
                credential: found.credential.into(),
                token_name: found.token_name.map(Into::into),
                expires_at: found.expires_at,
                scopes: maybe_scopes_out(found.scopes),
                administrator: found.administrator,
            })
        })
    }

    fn permissions_on(
        session: SessionBorrow<'_>,
        owner: Owner,
        secret: Option<SecretKey>,
    ) -> Result<Permissions, Error> {
        run(async {
            let (session, secret) = (session.held(), maybe(secret)?);
            let found = authorizer().permissions_on(session, owner.into(), secret).await?;
            Ok(Permissions { actions: all(found.actions), role: found.role.map(Into::into) })
        })
    }

    fn organizations(session: SessionBorrow<'_>) -> Result<Vec<Organization>, Error> {
        run(async { Ok(all(authorizer().organizations(session.held()).await?)) })
    }

    fn get_organization(session: SessionBorrow<'_>, id: Id) -> Result<Organization, Error> {
        run(async { Ok(authorizer().get_organization(session.held(), id.into()).await?.into()) })
    }

    fn create_organization(
        session: SessionBorrow<'_>,
        name: String,
    ) -> Result<Organization, Error> {
        run(async { Ok(authorizer().create_organization(session.held(), name).await?.into()) })
    }

    fn rename_organization(
        session: SessionBorrow<'_>,
        id: Id,
        name: String,
    ) -> Result<Organization, Error> {
        run(async {
            Ok(authorizer().rename_organization(session.held(), id.into(), name).await?.into())
        })
    }

    fn projects(
        session: SessionBorrow<'_>,
        organization: Option<Id>,
    ) -> Result<Vec<Project>, Error> {
        run(async {
            let organization = organization.map(Into::into);
            Ok(all(authorizer().projects(session.held(), organization).await?))
        })
    }

    fn get_project(session: SessionBorrow<'_>, id: Id) -> Result<Project, Error> {
        run(async { Ok(authorizer().get_project(session.held(), id.into()).await?.into()) })
    }

    fn create_project(
        session: SessionBorrow<'_>,
        organization: Id,
        name: String,
        visibility: Visibility,
    ) -> Result<Project, Error> {
        run(async {
            let (session, organization) = (session.held(), organization.into());
            let visibility = visibility.into();
            Ok(authorizer().create_project(session, organization, name, visibility).await?.into())
        })
    }

    fn change_project(
        session: SessionBorrow<'_>,
        id: Id,
        change: ProjectChange,
    ) -> Result<Project, Error> {
        run(async {
            let change = port::ProjectChange {
                name: change.name,
                visibility: change.visibility.map(Into::into),
            };
            Ok(authorizer().change_project(session.held(), id.into(), change).await?.into())
        })
    }

    fn delete_project(session: SessionBorrow<'_>, id: Id) -> Result<(), Error> {
        run(async { Ok(authorizer().delete_project(session.held(), id.into()).await?) })
    }

    fn tokens(session: SessionBorrow<'_>) -> Result<Vec<Token>, Error> {
        run(async { Ok(all(authorizer().tokens(session.held()).await?)) })
    }

    fn create_token(session: SessionBorrow<'_>, token: NewToken) -> Result<IssuedToken, Error> {
        run(async {
            let token = port::NewToken {
                name: token.name,
                lifetime_seconds: token.lifetime_seconds,
                scopes: maybe_scopes(token.scopes)?,
            };
            let issued = authorizer().create_token(session.held(), token).await?;
            Ok(IssuedToken {
                token: issued.token.into(),
                credential: issued.credential.into_exposed(),
            })
        })
    }

    fn revoke_token(session: SessionBorrow<'_>, token: Id) -> Result<(), Error> {
        run(async { Ok(authorizer().revoke_token(session.held(), token.into()).await?) })
    }
}

impl From<port::Organization> for Organization {
    fn from(found: port::Organization) -> Self {
        Self {
            id: found.id.into(),
            name: found.name.into(),
            created_at: found.created_at,
            role: found.role.map(Into::into),
        }
    }
}

impl From<port::Project> for Project {
    fn from(found: port::Project) -> Self {
        Self {
            id: found.id.into(),
            organization: found.organization.into(),
            name: found.name.into(),
            visibility: found.visibility.into(),
            created_at: found.created_at,
            role: found.role.map(Into::into),
        }
    }
}

impl From<port::Token> for Token {
    fn from(found: port::Token) -> Self {
        Self {
            id: found.id.into(),
            name: found.name.into(),
            created_at: found.created_at,
            expires_at: found.expires_at,
            last_used_at: found.last_used_at,
            scopes: maybe_scopes_out(found.scopes),
        }
    }
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::Internal
    }
}

impl From<port::Error> for Error {
    fn from(error: port::Error) -> Self {
        match error {
            port::Error::Forbidden(reason) => Self::Forbidden(reason_out(reason)),
            port::Error::NotFound => Self::NotFound,
            port::Error::NameTaken => Self::NameTaken,
            port::Error::LastOwner => Self::LastOwner,
            port::Error::Invalid(problems) => Self::Invalid(all(problems)),
            port::Error::NotSupported => Self::NotSupported,
            port::Error::Unavailable => Self::Unavailable,
            port::Error::Internal => Self::Internal,
        }
    }
}
