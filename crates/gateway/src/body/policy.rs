//! The bodies that store policies and try them.

use strongroom_model::{Principal, PrincipalKind, limits};
use strongroom_ports::policies::{Question, Source};

use super::{Member, Members, Shape};
use crate::json::Json;
use crate::problem::Problem;

const NAME: &str = "name";
const TEXT_NAME: &str = "text";
const POLICIES: &str = "policies";
const PRINCIPAL: &str = "principal";
const ACTION: &str = "action";
const OWNER: &str = "owner";
const SECRET: &str = "secret";

const TEXT_ABOUT: &str = "As the authorizer's policy language has it.";
const SHAPE: Shape = Shape::List("PolicySource", &SOURCE, limits::POLICIES);

pub(crate) const TEXT: [Member; 1] = [Member::required(TEXT_NAME, Shape::PolicyText, TEXT_ABOUT)];

const SOURCE: [Member; 2] = [
    Member::required(NAME, Shape::Name, "Unique in the organization."),
    Member::required(TEXT_NAME, Shape::PolicyText, TEXT_ABOUT),
];

pub(crate) const CHECK: [Member; 1] = [Member::required(POLICIES, SHAPE, "What is to be checked.")];

pub(crate) const EXPLAIN: [Member; 5] = [
    Member::required(PRINCIPAL, Shape::Principal, "Who would do it."),
    Member::required(ACTION, Shape::Action, "What they would do."),
    Member::required(OWNER, Shape::Owner, "What they would do it to."),
    Member::optional(SECRET, Shape::Key, "The secret that they would do it to."),
    Member::optional(
        POLICIES,
        SHAPE,
        "To be taken in place of those of the same names. None where it is missing.",
    ),
];

pub(crate) fn text(json: Json) -> Result<String, Problem> {
    let mut members = Members::read(json, &TEXT);
    let text = members.text(TEXT_NAME);
    members.finish()?;
    text.ok_or_else(crate::status::internal)
}

pub(crate) fn check(json: Json) -> Result<Vec<Source>, Problem> {
    let mut members = Members::read(json, &CHECK);
    let policies = members.sources();
    members.finish()?;
    policies.ok_or_else(crate::status::internal)
}

pub(crate) fn question(json: Json) -> Result<(Question, Vec<Source>), Problem> {
    let mut members = Members::read(json, &EXPLAIN);
    let principal = members.principal();
    let action = members.parsed(ACTION);
    let owner = members.owner(OWNER);
    let secret = members.parsed(SECRET);
    let policies = members.sources().unwrap_or_default();
    members.finish()?;
    let (Some(principal), Some(action), Some(owner)) = (principal, action, owner) else {
        return Err(crate::status::internal());
    };
    Ok((Question { principal, action, owner, secret }, policies))
}

impl Members {
    fn sources(&mut self) -> Option<Vec<Source>> {
        self.each(POLICIES, limits::POLICIES, |this, place, value| {
            this.at(place, value, &SOURCE, |source| {
                let (name, text) = (source.text(NAME), source.text(TEXT_NAME));
                Some(Source { name: name?, text: text? })
            })
        })
    }

    fn principal(&mut self) -> Option<Principal> {
        let text = self.text(PRINCIPAL)?;
        let principal = principal(&text);
        if principal.is_none() {
            self.problem(PRINCIPAL, "must be `person/<id>` or `client/<id>`");
        }
        principal
    }
}

/// `person/<id>` or `client/<id>`.
pub(crate) fn principal(text: &str) -> Option<Principal> {
    let (kind, id) = text.split_once('/')?;
    let kind = PrincipalKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
    Some(Principal { kind, id: id.parse().ok()? })
}
