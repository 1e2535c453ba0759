//! Policies of an organization, where decisions are made by them.
//!
//! Who may look at them and change them is decided by roles alone, whatever the policies say: no
//! policy locks the Owners of its organization out, and none lets anybody in.

use strongroom_model::audit::Event;
use strongroom_model::metadata::{Problem, Stamp};
use strongroom_model::{Action, Id, Name, OwnerKind, PrincipalKind, limits};
use strongroom_ports::administration::Error;
use strongroom_ports::directory_store::{DirectoryStore, PolicyRow};
use strongroom_ports::policies::{Explanation, Finding, Policies, Policy, Question, Source};
use strongroom_ports::principals::PrincipalStore;
use strongroom_ports::sessions::{Denial, Reason};

use crate::decisions::Decisions;
use crate::judgement::organization as owner;
use crate::scopes::{self, Narrowed, Wanted};
use crate::session::AuthSession;
use crate::{Authorizer, Ports, input, outcome, roles};

impl<W: Ports, D: Decisions> Policies for Authorizer<W, D> {
    type Session = AuthSession<W, D>;

    async fn list_policies(
        &self,
        session: &Self::Session,
        organization: Id,
    ) -> Result<Vec<Policy>, Error> {
        self.require_policies(session, organization).await?;
        let rows = session.store().policies(organization).await.map_err(outcome::administration)?;
        Ok(rows.into_iter().map(policy).collect())
    }

    async fn set_policy(
        &self,
        session: &Self::Session,
        organization: Id,
        source: Source,
    ) -> Result<Policy, Error> {
        self.require_policies(session, organization).await?;
        let name = input::name(&source.name)?;
        let sources = [source];
        bounded(&sources)?;
        let store = session.store();
        let known = store.policies(organization).await.map_err(outcome::administration)?;
        if known.len() >= limits::POLICIES && known.iter().all(|row| row.name != name) {
            let message = format!("an organization has at most {} policies", limits::POLICIES);
            return input::invalid("name", &message);
        }
        let findings = self.0.decisions.check(store, organization, &sources).await?;
        let errors: Vec<Problem> =
            findings.iter().filter(|one| one.is_error).map(problem).collect();
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let [source] = sources;
        let now = session.now();
        let updated = Stamp { at: now, by: session.principal().id };
        let row = PolicyRow { name: name.clone(), text: source.text, updated };
        let record = session.record(now, Event::PolicySet { organization, name });
        let set = store.set_policy(organization, row.clone(), record).await;
        set.map_err(outcome::administration)?;
        Ok(policy(row))
    }

    async fn delete_policy(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
    ) -> Result<(), Error> {
        self.require_policies(session, organization).await?;
        // What cannot be a name is no policy's.
        let name: Name = name.parse().map_err(|_| Error::NotFound)?;
        let event = Event::PolicyDeleted { organization, name: name.clone() };
        let record = session.record(session.now(), event);
        let deleted = session.store().delete_policy(organization, name, record).await;
        deleted.map_err(outcome::administration)
    }

    async fn check_policies(
        &self,
        session: &Self::Session,
        organization: Id,
        policies: Vec<Source>,
    ) -> Result<Vec<Finding>, Error> {
        self.require_policies(session, organization).await?;
        bounded(&policies)?;
        self.0.decisions.check(session.store(), organization, &policies).await
    }

    async fn explain(
        &self,
        session: &Self::Session,
        organization: Id,
        question: Question,
        policies: Vec<Source>,
    ) -> Result<Explanation, Error> {
        self.require_policies(session, organization).await?;
        bounded(&policies)?;
        if question.owner.kind == OwnerKind::User {
            return input::invalid("owner", "must be the organization or a project of it");
        }
        let person = match question.principal.kind {
            PrincipalKind::Person => Some(question.principal.id),
            PrincipalKind::Client => None,
        };
        let store = session.store();
        let standing = store.standing_of(person, question.owner).await;
        let standing = standing.map_err(outcome::administration)?;
        if !standing.exists || standing.organization != Some(organization) {
            return input::invalid("owner", "must be the organization or a project of it");
        }
        self.0.decisions.explain(store, organization, &question, &standing, &policies).await
    }
}

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    async fn require_policies(
        &self,
        session: &AuthSession<W, D>,
        organization: Id,
    ) -> Result<(), Error> {
        let wanted = Wanted::of(owner(organization), Action::Manage);
        let standing = session.standing(wanted.owner).await.map_err(outcome::administration)?;
        let by_role = session.person().is_some()
            && roles::allows(&standing, OwnerKind::Organization, Action::Manage);
        let scoped = scopes::narrow(session.scopes(), None, &wanted);
        if !by_role || scoped != Narrowed::Within {
            // Whether there is such an organization is told as for everything else.
            session.require(Action::See, wanted.owner).await?;
            let reason = if by_role { Reason::Scope } else { Reason::Role };
            return Err(session.refuse(Denial::Forbidden(reason), &wanted).await);
        }
        session.touch().await;
        if self.0.decisions.has_policies() { Ok(()) } else { Err(Error::NotSupported) }
    }
}

fn bounded(policies: &[Source]) -> Result<(), Error> {
    if policies.len() > limits::POLICIES {
        return input::invalid("policies", &format!("must be at most {}", limits::POLICIES));
    }
    if policies.iter().any(|source| source.text.len() > limits::POLICY_BYTES) {
        return input::invalid("text", &format!("must be at most {} bytes", limits::POLICY_BYTES));
    }
    Ok(())
}

fn problem(finding: &Finding) -> Problem {
    let Finding { line, column, message, .. } = finding;
    Problem::new("text", format!("line {line}, column {column}: {message}"))
}

fn policy(row: PolicyRow) -> Policy {
    Policy { name: row.name, text: row.text, updated: row.updated }
}
