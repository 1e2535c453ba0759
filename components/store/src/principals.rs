//! `strongroom:store/principals`.

use strongroom_bindings::wire::{AuditRecord, Id, Owner};
use strongroom_bindings::{Malformed, all};
use strongroom_ports::principals::{self as rows, PrincipalStore};

use strongroom_bindings::wire_rows::{Organization, Project, Standing, Token};

use crate::bindings::exports::strongroom::store::principals::{
    Error, Guest, Membership, PresentedToken, ProjectStanding,
};

impl Guest for crate::Component {
    fn present_token(token: Id, about: Option<Owner>) -> Result<Option<PresentedToken>, Error> {
        strongroom_bindings::run(async {
            let found = crate::store().present_token(token.into(), about.map(Into::into)).await?;
            Ok(found.map(|found| PresentedToken {
                token: found.token.into(),
                standing: found.standing.map(Into::into),
            }))
        })
    }

    fn standing_of(user: Id, owner: Owner) -> Result<Standing, Error> {
        strongroom_bindings::run(async {
            Ok(crate::store().standing(user.into(), owner.into()).await?.into())
        })
    }

    fn organizations(user: Id) -> Result<Vec<Membership>, Error> {
        strongroom_bindings::run(async {
            let found = crate::store().organizations(user.into()).await?.into_iter();
            Ok(found
                .map(|(row, role)| Membership { organization: row.into(), role: role.into() })
                .collect())
        })
    }

    fn projects(user: Id) -> Result<Vec<ProjectStanding>, Error> {
        strongroom_bindings::run(async {
            let found = crate::store().projects(user.into()).await?.into_iter();
            Ok(found
                .map(|(row, standing)| ProjectStanding {
                    project: row.into(),
                    standing: standing.into(),
                })
                .collect())
        })
    }

    fn insert_project(project: Project, audit: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            Ok(crate::store().insert_project(project.try_into()?, audit.try_into()?).await?)
        })
    }

    fn tokens(user: Id) -> Result<Vec<Token>, Error> {
        strongroom_bindings::run(async { Ok(all(crate::store().tokens(user.into()).await?)) })
    }

    fn insert_token(token: Token, audit: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            Ok(crate::store().insert_token(token.try_into()?, audit.try_into()?).await?)
        })
    }

    fn delete_token(token: Id, user: Id, audit: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let audit = audit.try_into()?;
            Ok(crate::store().delete_token(token.into(), user.into(), audit).await?)
        })
    }

    fn initialize(
        organization: Organization,
        token: Token,
        audit: AuditRecord,
    ) -> Result<bool, Error> {
        strongroom_bindings::run(async {
            let (organization, token) = (organization.try_into()?, token.try_into()?);
            Ok(crate::store().initialize(organization, token, audit.try_into()?).await?)
        })
    }

    fn first_owner() -> Result<Option<(Organization, Id, String)>, Error> {
        strongroom_bindings::run(async {
            let found = crate::store().first_owner().await?;
            Ok(found.map(|row| (row.organization.into(), row.user.into(), row.user_name.into())))
        })
    }
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::Internal
    }
}

impl From<rows::Error> for Error {
    fn from(error: rows::Error) -> Self {
        match error {
            rows::Error::NotFound => Self::NotFound,
            rows::Error::NameTaken => Self::NameTaken,
            rows::Error::Unavailable => Self::Unavailable,
            rows::Error::Internal => Self::Internal,
        }
    }
}
