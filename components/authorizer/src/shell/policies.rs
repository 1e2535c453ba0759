//! `strongroom:authorizer/policies`.

use strongroom_bindings::wire::Id;
use strongroom_bindings::{all, maybe, run};
use strongroom_ports::policies::{self as port, Policies};

use super::authorizer;
use super::bindings::exports::strongroom::authorizer::policies::{
    Error, Explanation, Finding, Guest, Policy, Question, SessionBorrow, Source,
};
use super::sessions::Held as _;

impl Guest for super::Component {
    fn list_policies(session: SessionBorrow<'_>, organization: Id) -> Result<Vec<Policy>, Error> {
        run(async {
            Ok(all(authorizer().list_policies(session.held(), organization.into()).await?))
        })
    }

    fn set_policy(
        session: SessionBorrow<'_>,
        organization: Id,
        policy: Source,
    ) -> Result<Policy, Error> {
        run(async {
            let (session, organization) = (session.held(), organization.into());
            Ok(authorizer().set_policy(session, organization, policy.into()).await?.into())
        })
    }

    fn delete_policy(
        session: SessionBorrow<'_>,
        organization: Id,
        name: String,
    ) -> Result<(), Error> {
        run(async {
            Ok(authorizer().delete_policy(session.held(), organization.into(), name).await?)
        })
    }

    fn check_policies(
        session: SessionBorrow<'_>,
        organization: Id,
        policies: Vec<Source>,
    ) -> Result<Vec<Finding>, Error> {
        run(async {
            let (session, organization) = (session.held(), organization.into());
            Ok(all(authorizer().check_policies(session, organization, all(policies)).await?))
        })
    }

    fn explain(
        session: SessionBorrow<'_>,
        organization: Id,
        question: Question,
        policies: Vec<Source>,
    ) -> Result<Explanation, Error> {
        run(async {
            let question = port::Question {
                principal: question.principal.into(),
                action: question.action.into(),
                owner: question.owner.into(),
                secret: maybe(question.secret)?,
            };
            let (session, organization) = (session.held(), organization.into());
            let found =
                authorizer().explain(session, organization, question, all(policies)).await?;
            Ok(Explanation {
                allowed: found.allowed,
                because_of: found.because_of,
                errors: found.errors,
            })
        })
    }
}

impl From<Source> for port::Source {
    fn from(source: Source) -> Self {
        Self { name: source.name, text: source.text }
    }
}

impl From<port::Policy> for Policy {
    fn from(found: port::Policy) -> Self {
        Self { name: found.name.into(), text: found.text, updated: found.updated.into() }
    }
}

impl From<port::Finding> for Finding {
    fn from(found: port::Finding) -> Self {
        Self {
            name: found.name,
            line: found.line,
            column: found.column,
            message: found.message,
            is_error: found.is_error,
        }
    }
}
