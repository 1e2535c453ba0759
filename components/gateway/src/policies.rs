//! The crate's `Policies` over the imported ones.

use strongroom_bindings::Malformed;
use strongroom_model::Id;
use strongroom_ports::administration::Error;
use strongroom_ports::policies::{Explanation, Finding, Policies, Policy, Question, Source};

use crate::administration::{error_in, list, one};
use crate::authentication::Authorizer;
use crate::bindings::strongroom::authorizer::{policies as imported, sessions::Session};

impl Policies for Authorizer {
    type Session = Session;

    async fn list_policies(
        &self,
        session: &Session,
        organization: Id,
    ) -> Result<Vec<Policy>, Error> {
        list(imported::list_policies(session, organization.into()))
    }

    async fn set_policy(
        &self,
        session: &Session,
        organization: Id,
        policy: Source,
    ) -> Result<Policy, Error> {
        one(imported::set_policy(session, organization.into(), &source_out(policy)))
    }

    async fn delete_policy(
        &self,
        session: &Session,
        organization: Id,
        name: String,
    ) -> Result<(), Error> {
        imported::delete_policy(session, organization.into(), &name).map_err(error_in)
    }

    async fn check_policies(
        &self,
        session: &Session,
        organization: Id,
        policies: Vec<Source>,
    ) -> Result<Vec<Finding>, Error> {
        let found = imported::check_policies(session, organization.into(), &sources_out(policies));
        let found = found.map_err(error_in)?.into_iter().map(|finding| Finding {
            name: finding.name,
            line: finding.line,
            column: finding.column,
            message: finding.message,
            is_error: finding.is_error,
        });
        Ok(found.collect())
    }

    async fn explain(
        &self,
        session: &Session,
        organization: Id,
        question: Question,
        policies: Vec<Source>,
    ) -> Result<Explanation, Error> {
        let question = imported::Question {
            principal: question.principal.into(),
            action: question.action.into(),
            owner: question.owner.into(),
            secret: question.secret.map(Into::into),
        };
        let policies = sources_out(policies);
        let found = imported::explain(session, organization.into(), &question, &policies);
        let found = found.map_err(error_in)?;
        Ok(Explanation {
            allowed: found.allowed,
            because_of: found.because_of,
            errors: found.errors,
        })
    }
}

fn source_out(source: Source) -> imported::Source {
    imported::Source { name: source.name, text: source.text }
}

fn sources_out(sources: Vec<Source>) -> Vec<imported::Source> {
    sources.into_iter().map(source_out).collect()
}

impl TryFrom<imported::Policy> for Policy {
    type Error = Malformed;

    fn try_from(found: imported::Policy) -> Result<Self, Malformed> {
        let updated = found.updated.into();
        Ok(Self { name: found.name.parse()?, text: found.text, updated })
    }
}
