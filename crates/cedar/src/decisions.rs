//! Cedar behind the authorizer's seam.
//!
//! Where something is not as it should be the answer is no: a stored policy that does not validate
//! any more, or one that cannot be evaluated, might be the one that forbids.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use strongroom_authorization::decisions::{self, Answer, Decisions};
use strongroom_authorization::outcome;
use strongroom_model::{Id, Owner, OwnerKind, Principal, PrincipalKind};
use strongroom_ports::administration::Error;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::policies::{self, Explanation, Finding, Source};
use strongroom_ports::principals::{self, PrincipalStore, Standing};
use strongroom_ports::sessions::Reason;

use crate::engine::{Broken, Engine, Policies, Verdict};
use crate::request::Question;

/// Organizations whose policies are kept ready at one time.
const READY: usize = 64;

/// Decides by policies. One for an instance: the engine is made when it is first asked.
#[derive(Debug, Default)]
pub struct ByPolicy {
    engine: OnceCell<Engine>,
    ready: RefCell<BTreeMap<Id, Rc<Ready>>>,
}

/// The policies of an organization as they were at a revision.
#[derive(Debug)]
struct Ready {
    revision: u32,
    policies: Policies,
    /// Names of those that do not validate.
    left_out: Vec<String>,
}

impl ByPolicy {
    fn engine(&self) -> Result<&Engine, Broken> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine);
        }
        let engine = Engine::new()?;
        Ok(self.engine.get_or_init(|| engine))
    }

    /// The policies at this revision, or newer ones.
    async fn ready<S: DirectoryStore>(
        &self,
        store: &S,
        organization: Id,
        revision: u32,
    ) -> Result<Rc<Ready>, principals::Error> {
        if let Some(ready) = self.ready.borrow().get(&organization)
            && ready.revision == revision
        {
            return Ok(Rc::clone(ready));
        }
        // An organization that never had a policy is not asked for any.
        let sources = match revision {
            0 => Vec::new(),
            _ => stored(store, organization).await?,
        };
        let (policies, left_out) = self.engine().and_then(|engine| engine.compile(&sources))?;
        let ready = Rc::new(Ready { revision, policies, left_out });
        let mut all = self.ready.borrow_mut();
        while all.len() >= READY && !all.contains_key(&organization) {
            all.pop_first();
        }
        all.insert(organization, Rc::clone(&ready));
        Ok(ready)
    }
}

impl Decisions for ByPolicy {
    fn has_policies(&self) -> bool {
        true
    }

    async fn decide<S: PrincipalStore + DirectoryStore>(
        &self,
        store: &S,
        question: &decisions::Question<'_>,
    ) -> Result<Answer, principals::Error> {
        let decisions::Question { principal, standing, owner, secret, action } = *question;
        let Some(organization) = organization_of(owner, standing) else {
            return Ok(Answer::Refused(Reason::Role));
        };
        let ready = self.ready(store, organization, standing.policy_revision).await?;
        if !ready.left_out.is_empty() {
            return Ok(Answer::Refused(Reason::Policy));
        }
        // The base policies do not look at groups: the standing has what they give.
        let groups = match standing.policy_revision {
            0 => Vec::new(),
            _ => groups_of(store, principal).await?,
        };
        let question = Question { principal, groups: &groups, standing, action, owner, secret };
        let verdict = self.engine()?.decide(&ready.policies, &question)?;
        Ok(match verdict {
            Verdict { allowed: true, errors, .. } if errors.is_empty() => Answer::Allowed,
            Verdict { forbidden: false, errors, .. } if errors.is_empty() => {
                Answer::Refused(Reason::Role)
            }
            _ => Answer::Refused(Reason::Policy),
        })
    }

    async fn check<S: PrincipalStore + DirectoryStore>(
        &self,
        _: &S,
        _: Id,
        policies: &[Source],
    ) -> Result<Vec<Finding>, Error> {
        let engine = self.engine().map_err(|_| Error::Internal)?;
        Ok(engine.check(policies))
    }

    async fn explain<S: PrincipalStore + DirectoryStore>(
        &self,
        store: &S,
        organization: Id,
        question: &policies::Question,
        standing: &Standing,
        policies: &[Source],
    ) -> Result<Explanation, Error> {
        let mut sources = stored(store, organization).await.map_err(outcome::administration)?;
        sources.retain(|source| policies.iter().all(|one| one.name != source.name));
        sources.extend_from_slice(policies);
        let groups = groups_of(store, question.principal).await.map_err(outcome::administration)?;
        let question = Question {
            principal: question.principal,
            groups: &groups,
            standing,
            action: question.action,
            owner: question.owner,
            secret: question.secret.as_ref(),
        };
        let verdict = self
            .engine()
            .and_then(|engine| {
                let (policies, left_out) = engine.compile(&sources)?;
                let mut verdict = engine.decide(&policies, &question)?;
                verdict.errors.extend(left_out.iter().map(|name| {
                    format!("policy `{name}` does not validate: correct it or delete it")
                }));
                Ok(verdict)
            })
            .map_err(|_| Error::Internal)?;
        Ok(Explanation {
            // As `decide` has it: what cannot be evaluated allows nothing.
            allowed: verdict.allowed && verdict.errors.is_empty(),
            because_of: verdict.because_of,
            errors: verdict.errors,
        })
    }
}

/// Whose policies are asked about an owner.
fn organization_of(owner: Owner, standing: &Standing) -> Option<Id> {
    match owner.kind {
        OwnerKind::Organization => Some(owner.id),
        OwnerKind::Project => standing.organization,
        OwnerKind::User => None,
    }
}

async fn stored<S: DirectoryStore>(
    store: &S,
    organization: Id,
) -> Result<Vec<Source>, principals::Error> {
    let rows = store.policies(organization).await?;
    Ok(rows.into_iter().map(|row| Source { name: row.name.to_string(), text: row.text }).collect())
}

async fn groups_of<S: PrincipalStore>(
    store: &S,
    principal: Principal,
) -> Result<Vec<Id>, principals::Error> {
    match principal.kind {
        PrincipalKind::Person => store.groups_of(principal.id).await,
        PrincipalKind::Client => Ok(Vec::new()),
    }
}

impl From<Broken> for principals::Error {
    fn from(_: Broken) -> Self {
        Self::Internal
    }
}
