//! The one way a caller is judged: what the holder may do, and the credential's scopes.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id, Owner, OwnerKind, SecretKey};
use strongroom_ports::administration::Error;
use strongroom_ports::audit::AuditStore;
use strongroom_ports::principals::{self, ClientRow, PersonRow, PrincipalStore, Standing};
use strongroom_ports::sessions::{Denial, Reason};

use crate::decisions::{Answer, Decisions, Question};
use crate::scopes::{self, Narrowed, Wanted};
use crate::session::{AuthSession, Holder};
use crate::{Ports, outcome, roles};

/// The answer to "may this caller do this?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    /// [`Denial::Forbidden`] or [`Denial::Hidden`].
    Refused(Denial),
}

impl<W: Ports, D: Decisions> AuthSession<W, D> {
    pub(crate) async fn judge(&self, wanted: &Wanted<'_>) -> Result<Verdict, principals::Error> {
        let standing = self.standing(wanted.owner).await?;
        self.judge_with(&standing, wanted).await
    }

    /// `standing` is that of the caller on the wanted owner.
    pub(crate) async fn judge_with(
        &self,
        standing: &Standing,
        wanted: &Wanted<'_>,
    ) -> Result<Verdict, principals::Error> {
        const HIDDEN: Verdict = Verdict::Refused(Denial::Hidden);
        if !standing.exists {
            return Ok(HIDDEN);
        }
        let reason = match scopes::narrow(self.scopes(), standing.organization, wanted) {
            Narrowed::Unreached => return Ok(HIDDEN),
            Narrowed::Outside(reason) => reason,
            Narrowed::Within => {
                let Wanted { action, owner, secret, .. } = *wanted;
                match self.holder_may(standing, owner, secret, action).await? {
                    Answer::Allowed => return Ok(Verdict::Allowed),
                    // Whoever may not see it learns no reason either.
                    Answer::Refused(_) if action == Action::See => return Ok(HIDDEN),
                    Answer::Refused(reason) => reason,
                }
            }
        };
        match self.holder_may(standing, wanted.owner, None, Action::See).await? {
            Answer::Allowed => Ok(Verdict::Refused(Denial::Forbidden(reason))),
            Answer::Refused(_) => Ok(HIDDEN),
        }
    }

    /// What the person or the client may do, whatever the credential's scopes.
    async fn holder_may(
        &self,
        standing: &Standing,
        owner: Owner,
        secret: Option<&SecretKey>,
        action: Action,
    ) -> Result<Answer, principals::Error> {
        match (&self.holder, owner.kind) {
            // INVARIANT: no role of anyone else, no client and no policy reaches what belongs to a
            // person, so none is asked.
            (Holder::Token { person, .. } | Holder::Person { person, .. }, OwnerKind::User) => {
                let own = person.id == owner.id;
                let may = own && roles::applicable(OwnerKind::User).contains(&action);
                Ok(Answer::by_role(may))
            }
            (Holder::Client { client, .. }, _) if !is_within(client, owner, standing) => {
                Ok(Answer::Refused(Reason::Role))
            }
            (Holder::Token { .. } | Holder::Person { .. } | Holder::Client { .. }, _) => {
                let principal = self.principal();
                let question = Question { principal, standing, owner, secret, action };
                self.core.decisions.decide(self.store(), &question).await
            }
        }
    }

    /// Writes the denial down, and only then gives it.
    pub(crate) async fn deny(&self, denial: Denial, wanted: &Wanted<'_>) -> Denial {
        let Wanted { action, owner, secret, .. } = *wanted;
        let event = Event::Denied { action, owner, secret: secret.cloned() };
        match self.store().append(self.record(self.now(), event)).await {
            Ok(()) => denial,
            Err(error) => outcome::unwritten(error),
        }
    }

    pub(crate) async fn refuse(&self, denial: Denial, wanted: &Wanted<'_>) -> Error {
        outcome::refusal(self.deny(denial, wanted).await)
    }

    /// Leave to do something to an owner; otherwise a refusal that is on record.
    pub(crate) async fn require(&self, action: Action, owner: Owner) -> Result<(), Error> {
        self.require_all(&Wanted::of(owner, action)).await
    }

    pub(crate) async fn require_all(&self, wanted: &Wanted<'_>) -> Result<(), Error> {
        match self.judge(wanted).await.map_err(outcome::administration)? {
            Verdict::Allowed => {
                self.touch().await;
                Ok(())
            }
            Verdict::Refused(denial) => Err(self.refuse(denial, wanted).await),
        }
    }

    /// As [`Self::require`], for what is looked at by its id: what the caller may not look at is not
    /// there, whether or not the caller may know of it.
    pub(crate) async fn require_to_show(&self, action: Action, owner: Owner) -> Result<(), Error> {
        self.require(action, owner).await.map_err(|error| match error {
            Error::Forbidden(_) => Error::NotFound,
            other => other,
        })
    }

    /// Whether the caller may, without a record: for lists, which leave out the rest.
    pub(crate) async fn may(
        &self,
        standing: &Standing,
        owner: Owner,
        action: Action,
    ) -> Result<bool, Error> {
        let verdict = self.judge_with(standing, &Wanted::of(owner, action)).await;
        verdict.map(|verdict| verdict == Verdict::Allowed).map_err(outcome::administration)
    }

    /// A person whose credential has no scopes, and leave.
    pub(crate) async fn require_person(
        &self,
        action: Action,
        owner: Owner,
    ) -> Result<&PersonRow, Error> {
        self.require(action, owner).await?;
        match self.unscoped_person() {
            Some(person) => Ok(person),
            None => {
                let denial = Denial::Forbidden(Reason::Scope);
                Err(self.refuse(denial, &Wanted::of(owner, action)).await)
            }
        }
    }

    /// Whether the caller looks after the installation: a person with an unscoped credential who is
    /// an Owner of its first organization.
    pub(crate) async fn is_administrator(&self) -> Result<bool, Error> {
        let Some(first) = self.first_organization().await? else { return Ok(false) };
        if self.unscoped_person().is_none() {
            return Ok(false);
        }
        let standing = self.standing(first).await.map_err(outcome::administration)?;
        Ok(standing.role == Some(strongroom_model::Role::Owner))
    }

    /// Leave for what administrators do. `about` is what the record of a refusal is about, where it
    /// is not the installation.
    pub(crate) async fn require_administrator(&self, about: Option<Owner>) -> Result<(), Error> {
        if self.is_administrator().await? {
            self.touch().await;
            return Ok(());
        }
        let first = self.first_organization().await?;
        let reason = if self.unscoped_person().is_some() { Reason::Role } else { Reason::Scope };
        let Some(owner) = about.or(first) else { return Err(Error::Forbidden(reason)) };
        Err(self.refuse(Denial::Forbidden(reason), &Wanted::of(owner, Action::Manage)).await)
    }

    async fn first_organization(&self) -> Result<Option<Owner>, Error> {
        let first = self.store().first_organization().await.map_err(outcome::administration)?;
        Ok(first.map(|row| organization(row.id)))
    }
}

pub(crate) const fn organization(id: Id) -> Owner {
    Owner { kind: OwnerKind::Organization, id }
}

pub(crate) const fn project(id: Id) -> Owner {
    Owner { kind: OwnerKind::Project, id }
}

pub(crate) const fn user(id: Id) -> Owner {
    Owner { kind: OwnerKind::User, id }
}

/// Whether an owner is the client's own, or a project of the organization that is.
fn is_within(client: &ClientRow, owner: Owner, standing: &Standing) -> bool {
    client.owner == owner
        || (client.owner.kind == OwnerKind::Organization
            && owner.kind == OwnerKind::Project
            && standing.organization == Some(client.owner.id))
}
