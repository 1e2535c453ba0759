//! Organizations, projects, people and tokens: `strongroom:store/principals`.

mod rows;
pub(crate) mod statements;

use strongroom_database::{Database, Durability, Statement, Value};
use strongroom_model::audit::Record;
use strongroom_model::{Id, Owner, OwnerKind, Role, limits};
use strongroom_ports::principals::{
    Error, FirstOwnerRow, OrganizationRow, PresentedToken, PrincipalStore, ProjectRow, Standing,
    TokenRow,
};

use crate::failure::Failure;
use crate::value::parameters;
use crate::{Store, grants};

impl<D: Database> Store<D> {
    fn token_insert(&self, token: TokenRow) -> Result<Statement, Failure> {
        let grants = token.grants.as_deref().map(grants::to_json).transpose()?;
        let parameters = parameters![
            token.id,
            token.user,
            token.name,
            token.digest.to_vec(),
            token.created_at,
            token.expires_at,
            grants,
        ];
        Ok(self.change(&statements::INSERT_TOKEN, parameters))
    }

    /// A batch whose first statement changes no row where the thing it is about is not there.
    async fn write_about(&self, batch: Vec<Statement>) -> Result<(), Error> {
        match self.write(batch, Durability::Power).await {
            Err(Failure::UnexpectedRows(0)) => Err(Error::NotFound),
            written => Ok(written?),
        }
    }
}

impl<D: Database> PrincipalStore for Store<D> {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error> {
        let row = self.row(match about {
            None => self.statement(&statements::TOKEN, parameters![token]),
            Some(owner) => {
                let sql = match owner.kind {
                    OwnerKind::Organization => &statements::TOKEN_ON_ORGANIZATION,
                    OwnerKind::Project => &statements::TOKEN_ON_PROJECT,
                    OwnerKind::User => &statements::TOKEN_ON_USER,
                };
                self.statement(sql, parameters![token, owner.id])
            }
        });
        Ok(row.await?.map(|row| rows::presented_token(row, about)).transpose()?)
    }

    async fn standing(&self, user: Id, owner: Owner) -> Result<Standing, Error> {
        let row = self.row(match owner.kind {
            OwnerKind::Organization => {
                self.statement(&statements::STANDING_IN_ORGANIZATION, parameters![user, owner.id])
            }
            OwnerKind::Project => {
                self.statement(&statements::STANDING_IN_PROJECT, parameters![user, owner.id])
            }
            OwnerKind::User => {
                self.statement(&statements::STANDING_WITH_USER, parameters![owner.id])
            }
        });
        let row = row.await?;
        Ok(row.map_or(Ok(Standing::default()), |row| rows::standing(row, user, owner))?)
    }

    async fn organizations(&self, user: Id) -> Result<Vec<(OrganizationRow, Role)>, Error> {
        let rows = self.rows(self.statement(&statements::ORGANIZATIONS, parameters![user])).await?;
        Ok(rows.into_iter().map(rows::membership).collect::<Result<_, _>>()?)
    }

    async fn projects(&self, user: Id) -> Result<Vec<(ProjectRow, Standing)>, Error> {
        let rows = self
            .rows(self.statement(&statements::PROJECTS, parameters![user, limits::LIST_ENTRIES]))
            .await?;
        Ok(rows.into_iter().map(rows::project).collect::<Result<_, _>>()?)
    }

    async fn insert_project(&self, project: ProjectRow, audit: Record) -> Result<(), Error> {
        // Who makes a project owns it, whatever they are in the organization.
        let maker = audit.caller.as_ref().ok_or(Error::Internal)?.user;
        let owner = parameters![OwnerKind::Project, project.id, maker, Role::Owner];
        let parameters =
            parameters![project.id, project.organization, project.name, project.created_at];
        let batch = vec![
            self.change(&statements::INSERT_PROJECT, parameters),
            self.change(&statements::INSERT_MEMBER, owner),
            self.record(&audit)?,
        ];
        match self.write(batch, Durability::Power).await {
            Err(Failure::UnexpectedRows(0)) => Err(Error::NotFound),
            // Ids are random: it is the name.
            Err(Failure::Duplicate(0)) => Err(Error::NameTaken),
            written => Ok(written?),
        }
    }

    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error> {
        let rows = self
            .rows(self.statement(&statements::TOKENS, parameters![user, limits::LIST_ENTRIES]))
            .await?;
        Ok(rows.into_iter().map(rows::token).collect::<Result<_, _>>()?)
    }

    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error> {
        self.write_about(vec![self.token_insert(token)?, self.record(&audit)?]).await
    }

    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error> {
        let delete = self.change(&statements::DELETE_TOKEN, parameters![token, user]);
        self.write_about(vec![delete, self.record(&audit)?]).await
    }

    async fn initialize(
        &self,
        organization: OrganizationRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error> {
        let insert = |sql, parameters: Vec<Value>| self.change(sql, parameters);
        let batch = vec![
            insert(
                &statements::INSERT_ORGANIZATION,
                parameters![organization.id, organization.name, organization.created_at],
            ),
            insert(&statements::INSERT_INSTALLATION, parameters![organization.id]),
            insert(
                &statements::INSERT_USER,
                parameters![token.user, token.user_name.clone(), token.created_at],
            ),
            insert(
                &statements::INSERT_MEMBER,
                parameters![OwnerKind::Organization, organization.id, token.user, Role::Owner],
            ),
            self.token_insert(token)?,
            self.record(&audit)?,
        ];
        match self.write(batch, Durability::Power).await {
            Ok(()) => Ok(true),
            // The one row of an installation is there.
            Err(Failure::Duplicate(1)) => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn first_owner(&self) -> Result<Option<FirstOwnerRow>, Error> {
        let row = self.row(self.statement(&statements::FIRST_OWNER, parameters![])).await?;
        Ok(row.map(rows::first_owner).transpose()?)
    }
}
