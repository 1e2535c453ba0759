//! What people do to who may do what: projects and tokens.
//!
//! Tokens are managed with unrestricted tokens alone. A restricted one is made to be handed to a job,
//! and a job has no business with the other tokens of the person it works for.

use strongroom_model::audit::Event;
use strongroom_model::metadata::Problem;
use strongroom_model::{Action, Grant, Id, Name, Owner, OwnerKind, Role, limits};
use strongroom_ports::administration::{
    Administration, Error, Identity, IssuedToken, NewToken, Organization, Project, Token,
};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::principals::{self, PrincipalStore, ProjectRow, Standing, TokenRow};
use strongroom_ports::sessions::Denial;
use strongroom_ports::{Clock, Random};

use crate::session::AuthSession;
use crate::{Authorizer, TokenPlan, outcome, roles};

/// Grants of one token.
const GRANTS: usize = 64;

impl<S, C, R> Administration for Authorizer<S, C, R>
where
    S: PrincipalStore + AuditStore + Clone,
    C: Clock + Clone,
    R: Random,
{
    type Session = AuthSession<S, C>;

    async fn who_am_i(&self, session: &AuthSession<S, C>) -> Result<Identity, Error> {
        let token = session.token();
        Ok(Identity {
            user: token.user,
            user_name: token.user_name.clone(),
            token: token.id,
            token_name: token.name.clone(),
            expires_at: token.expires_at,
            grants: token.grants.clone(),
        })
    }

    async fn organizations(&self, session: &AuthSession<S, C>) -> Result<Vec<Organization>, Error> {
        let rows =
            self.store.organizations(session.user()).await.map_err(outcome::administration)?;
        Ok(rows
            .into_iter()
            .filter_map(|(row, role)| {
                let standing = Standing { exists: true, role: Some(role), ..Standing::default() };
                let owner = Owner { kind: OwnerKind::Organization, id: row.id };
                let role =
                    roles::effective_role(&standing, owner, session.user(), session.grants())?;
                Some(Organization { id: row.id, name: row.name, created_at: row.created_at, role })
            })
            .collect())
    }

    async fn projects(&self, session: &AuthSession<S, C>) -> Result<Vec<Project>, Error> {
        let rows = self.store.projects(session.user()).await.map_err(outcome::administration)?;
        Ok(rows
            .into_iter()
            .filter_map(|(row, standing)| {
                let owner = Owner { kind: OwnerKind::Project, id: row.id };
                let role =
                    roles::effective_role(&standing, owner, session.user(), session.grants())?;
                Some(project(row, role))
            })
            .collect())
    }

    async fn create_project(
        &self,
        session: &AuthSession<S, C>,
        organization: Id,
        name: String,
    ) -> Result<Project, Error> {
        let owner = Owner { kind: OwnerKind::Organization, id: organization };
        let standing = session.standing(owner).await.map_err(outcome::refusal)?;
        let denial = match roles::effective_role(&standing, owner, session.user(), session.grants())
        {
            Some(role) if roles::MAKERS_OF_PROJECTS.contains(&role) => None,
            Some(_) => Some(Denial::Forbidden),
            None => Some(Denial::Hidden),
        };
        if let Some(denial) = denial {
            let denial = session.deny(denial, Action::Create, owner, None).await;
            return Err(outcome::refusal(denial));
        }
        let name: Name = name
            .parse()
            .map_err(|error| Error::Invalid(vec![Problem::new("name", format!("{error}"))]))?;
        let now = self.clock.now();
        let id = self.new_id(now).map_err(outcome::no_randomness)?;
        let row = ProjectRow { id, organization, name, created_at: now };
        let event = Event::ProjectCreated { project: id, name: row.name.clone() };
        self.store
            .insert_project(row.clone(), session.record(now, event))
            .await
            .map_err(outcome::administration)?;
        Ok(project(row, Role::Owner))
    }

    async fn tokens(&self, session: &AuthSession<S, C>) -> Result<Vec<Token>, Error> {
        may_manage_tokens(session, Action::Read).await?;
        let now = self.clock.now();
        let rows = self.store.tokens(session.user()).await.map_err(outcome::administration)?;
        Ok(rows.into_iter().filter(|row| now < row.expires_at).map(token).collect())
    }

    async fn create_token(
        &self,
        session: &AuthSession<S, C>,
        wanted: NewToken,
    ) -> Result<IssuedToken, Error> {
        may_manage_tokens(session, Action::Create).await?;
        let mut plan = plan(session.token(), wanted)?;
        for grant in plan.grants.iter().flatten() {
            may_give(session, grant).await?;
        }
        let now = self.clock.now();
        // A token that outlives its maker would make every lifetime endless.
        let left = session.token().expires_at.saturating_sub(now);
        plan.lifetime_seconds = plan.lifetime_seconds.min(left);
        let (row, credential) = self.issue(now, plan).map_err(outcome::no_randomness)?;
        let event = Event::TokenCreated { token: row.id, grants: row.grants.clone() };
        self.store.insert_token(row.clone(), session.record(now, event)).await.map_err(
            |error| match error {
                // The session's own user is gone: nothing that the caller named.
                principals::Error::NotFound => Error::Internal,
                other => outcome::administration(other),
            },
        )?;
        Ok(IssuedToken { token: token(row), credential })
    }

    async fn revoke_token(&self, session: &AuthSession<S, C>, token: Id) -> Result<(), Error> {
        may_manage_tokens(session, Action::Delete).await?;
        let record = session.record(self.clock.now(), Event::TokenRevoked { token });
        self.store
            .delete_token(token, session.user(), record)
            .await
            .map_err(outcome::administration)
    }
}

async fn may_manage_tokens<S, C>(session: &AuthSession<S, C>, action: Action) -> Result<(), Error>
where
    S: PrincipalStore + AuditStore,
    C: Clock,
{
    if session.grants().is_none() && !session.has_expired() {
        return Ok(());
    }
    let me = Owner { kind: OwnerKind::User, id: session.user() };
    Err(outcome::refusal(session.deny(Denial::Forbidden, action, me, None).await))
}

/// Forbidden also where the owner is not there: whoever lacks the role learns no difference.
async fn may_give<S, C>(session: &AuthSession<S, C>, grant: &Grant) -> Result<(), Error>
where
    S: PrincipalStore + AuditStore,
    C: Clock,
{
    let standing = session.standing(grant.on).await.map_err(outcome::refusal)?;
    match roles::excess(&standing, session.user(), grant) {
        None => Ok(()),
        Some(action) => {
            let denial = session.deny(Denial::Forbidden, action, grant.on, None).await;
            Err(outcome::refusal(denial))
        }
    }
}

/// Everything about a wanted token that can be judged without asking the store, all of it at once.
fn plan(maker: &TokenRow, wanted: NewToken) -> Result<TokenPlan, Error> {
    let mut problems = Vec::new();
    if !(1..=limits::TOKEN_SECONDS).contains(&wanted.lifetime_seconds) {
        let message = format!("must be from 1 to {}", limits::TOKEN_SECONDS);
        problems.push(Problem::new("lifetime_seconds", message));
    }
    if let Some(grants) = &wanted.grants {
        check_grants(grants, &mut problems);
    }
    match wanted.name.parse::<Name>() {
        Ok(name) if problems.is_empty() => Ok(TokenPlan {
            user: maker.user,
            user_name: maker.user_name.clone(),
            name,
            lifetime_seconds: wanted.lifetime_seconds,
            grants: wanted.grants,
        }),
        Ok(_) => Err(Error::Invalid(problems)),
        Err(error) => {
            problems.insert(0, Problem::new("name", error.to_string()));
            Err(Error::Invalid(problems))
        }
    }
}

fn check_grants(grants: &[Grant], problems: &mut Vec<Problem>) {
    if grants.is_empty() || grants.len() > GRANTS {
        let message = format!("must be 1 to {GRANTS} grants, or none given for all rights");
        problems.push(Problem::new("grants", message));
        return;
    }
    for (index, grant) in grants.iter().enumerate() {
        if !grant.role.fits(grant.on.kind) {
            let message = "must be a role that is held on this kind of owner";
            problems.push(Problem::new(format!("grants.{index}.role"), message));
        }
        if grants.iter().take(index).any(|earlier| earlier.on == grant.on) {
            let message = "must not name an owner a second time";
            problems.push(Problem::new(format!("grants.{index}.on"), message));
        }
    }
}

fn project(row: ProjectRow, role: Role) -> Project {
    Project {
        id: row.id,
        organization: row.organization,
        name: row.name,
        created_at: row.created_at,
        role,
    }
}

fn token(row: TokenRow) -> Token {
    Token {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        grants: row.grants,
    }
}
