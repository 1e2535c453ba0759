//! What the authorizer decides from: `strongroom:store/principals`.

pub(crate) mod rows;
pub(crate) mod sign_in;
pub(crate) mod statements;

use strongroom_audit::Record;
use strongroom_database::{Database, Durability, Statement};
use strongroom_model::{Id, Owner, OwnerKind, Role, Timestamp};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{
    Arrival, Error, ExternalIdentity, OrganizationRow, PersonRow, PresentedClient, PresentedPerson,
    PresentedToken, PrincipalStore, Standing, TokenRow,
};

use crate::Store;
use crate::batch::Batch;
use crate::row::Columns;
use crate::sql::Sql;
use crate::value::parameters;

/// The text of three that is about an owner of this kind.
const fn on(owner: Owner, texts: [&'static Sql; 3]) -> &'static Sql {
    let [organization, project, user] = texts;
    match owner.kind {
        OwnerKind::Organization => organization,
        OwnerKind::Project => project,
        OwnerKind::User => user,
    }
}

impl<D: Database, K: AuditKeys> Store<D, K> {
    pub(crate) fn insert_user(&self, person: PersonRow) -> Statement {
        let PersonRow { id, name, email, status, created_at, last_seen_at } = person;
        let parameters = parameters![id, name, email, status, created_at, last_seen_at];
        self.statement(&statements::INSERT_USER, parameters)
    }

    /// A note of use: nothing is lost with it, and nothing is wrong where there is nobody any more.
    async fn note(&self, texts: &[&'static Sql], id: Id, at: Timestamp) -> Result<(), Error> {
        let batch = texts.iter().map(|sql| self.statement(sql, parameters![id, at])).collect();
        Ok(self.write(batch, Durability::Process).await?)
    }
}

impl<D: Database, K: AuditKeys> PrincipalStore for Store<D, K> {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error> {
        use statements::{TOKEN, TOKEN_ON_ORGANIZATION, TOKEN_ON_PROJECT, TOKEN_ON_USER};
        let statement = match about {
            None => self.statement(&TOKEN, parameters![token]),
            Some(owner) => {
                let sql = on(owner, [&TOKEN_ON_ORGANIZATION, &TOKEN_ON_PROJECT, &TOKEN_ON_USER]);
                self.statement(sql, parameters![token, owner.id])
            }
        };
        self.maybe(statement, |columns| rows::presented_token(columns, about)).await
    }

    async fn present_person(
        &self,
        identity: &ExternalIdentity,
        about: Option<Owner>,
    ) -> Result<Option<PresentedPerson>, Error> {
        use statements::{PERSON, PERSON_ON_ORGANIZATION, PERSON_ON_PROJECT, PERSON_ON_USER};
        if !sign_in::can_be_known(identity) {
            return Ok(None);
        }
        let (issuer, subject) = (identity.issuer.as_str(), identity.subject.as_str());
        let statement = match about {
            None => self.statement(&PERSON, parameters![issuer, subject]),
            Some(owner) => {
                let sql = on(owner, [&PERSON_ON_ORGANIZATION, &PERSON_ON_PROJECT, &PERSON_ON_USER]);
                self.statement(sql, parameters![issuer, owner.id, subject])
            }
        };
        self.maybe(statement, |columns| rows::presented_person(columns, about)).await
    }

    async fn present_client(
        &self,
        client: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedClient>, Error> {
        use statements::{CLIENT, CLIENT_ON_ORGANIZATION, CLIENT_ON_PROJECT, CLIENT_ON_USER};
        let statement = match about {
            None => self.statement(&CLIENT, parameters![client]),
            Some(owner) => {
                let sql = on(owner, [&CLIENT_ON_ORGANIZATION, &CLIENT_ON_PROJECT, &CLIENT_ON_USER]);
                self.statement(sql, parameters![client, owner.id])
            }
        };
        self.maybe(statement, |columns| rows::presented_client(columns, about)).await
    }

    async fn sign_in(&self, arrival: Arrival, audit: Record) -> Result<(), Error> {
        sign_in::sign_in(self, &arrival, &audit).await
    }

    async fn standing_of(&self, person: Option<Id>, owner: Owner) -> Result<Standing, Error> {
        let statement = match owner.kind {
            OwnerKind::Organization => {
                self.statement(&statements::STANDING_IN_ORGANIZATION, parameters![person, owner.id])
            }
            OwnerKind::Project => {
                self.statement(&statements::STANDING_IN_PROJECT, parameters![person, owner.id])
            }
            OwnerKind::User => {
                self.statement(&statements::STANDING_WITH_USER, parameters![owner.id])
            }
        };
        let standing =
            self.maybe(statement, |columns| rows::standing_columns(columns, person, owner));
        Ok(standing.await?.unwrap_or_default())
    }

    async fn groups_of(&self, person: Id) -> Result<Vec<Id>, Error> {
        self.many(self.statement(&statements::GROUPS_OF, parameters![person]), Columns::next).await
    }

    async fn token_used(&self, token: Id, at: Timestamp) -> Result<(), Error> {
        let texts = [&statements::TOKEN_USED, &statements::TOKEN_PERSON_SEEN];
        self.note(&texts, token, at).await
    }

    async fn person_seen(&self, person: Id, at: Timestamp) -> Result<(), Error> {
        self.note(&[&statements::PERSON_SEEN], person, at).await
    }

    async fn client_used(&self, client: Id, at: Timestamp) -> Result<(), Error> {
        self.note(&[&statements::CLIENT_USED], client, at).await
    }

    async fn first_organization(&self) -> Result<Option<OrganizationRow>, Error> {
        let statement = self.statement(&statements::FIRST_ORGANIZATION, parameters![]);
        self.maybe(statement, rows::organization_columns).await
    }

    async fn initialize(
        &self,
        organization: OrganizationRow,
        person: PersonRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error> {
        let OrganizationRow { id, name, created_at } = organization;
        let owner = parameters![OwnerKind::Organization, id, person.id, Role::Owner];
        let organization =
            self.statement(&statements::INSERT_ORGANIZATION, parameters![id, name, created_at]);
        let batch = Batch::default()
            .one(organization, Error::Internal)
            // The one row of an installation is there, or is not.
            .named(
                self.statement(&statements::INSERT_INSTALLATION, parameters![id]),
                Error::Internal,
            )
            .one(self.insert_user(person), Error::Internal)
            .one(self.statement(&statements::INSERT_MEMBER, owner), Error::Internal)
            .one(self.insert_token_row(token)?, Error::Internal);
        match self.commit(batch, &audit).await {
            Err(Error::NameTaken) => Ok(false),
            written => written.map(|()| true),
        }
    }

    async fn first_owner(&self) -> Result<Option<(OrganizationRow, PersonRow)>, Error> {
        let statement = self.statement(&statements::FIRST_OWNER, parameters![]);
        self.maybe(statement, |columns| {
            Ok((rows::organization_columns(columns)?, rows::person_columns(columns)?))
        })
        .await
    }
}
