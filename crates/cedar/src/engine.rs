//! The engine: schema and base policies parsed once, an organization's policies beside them.

use std::fmt;

use cedar_policy::{
    Authorizer, Decision, Effect, PolicyId, PolicySet, Schema, ValidationMode, Validator,
};
use strongroom_ports::policies::{Finding, Source};

use crate::check;
use crate::request::{Names, Question};

const SCHEMA: &str = include_str!("strongroom.cedarschema");
const BASE: &str = include_str!("base.cedar");

/// Something that the engine makes itself does not hold together: a broken invariant of this crate.
#[derive(Debug, thiserror::Error)]
#[error("the policy engine failed")]
pub struct Broken(#[source] Box<dyn std::error::Error + Send + Sync>);

impl<E: std::error::Error + Send + Sync + 'static> From<Box<E>> for Broken {
    fn from(error: Box<E>) -> Self {
        Self(error)
    }
}

/// Decides.
pub struct Engine {
    schema: Schema,
    validator: Validator,
    authorizer: Authorizer,
    names: Names,
    base: PolicySet,
}

/// The base and an organization's policies, ready to be asked.
#[derive(Debug, Clone)]
pub struct Policies(PolicySet);

/// What the policies say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    pub allowed: bool,
    /// Whether a policy forbade it, and not just none permitted it.
    pub forbidden: bool,
    /// Names of the policies that decided, in their order.
    pub because_of: Vec<String>,
    /// Policies that could not be evaluated, with why: they neither permitted nor forbade.
    pub errors: Vec<String>,
}

impl Engine {
    /// # Errors
    /// [`Broken`]: the schema or the base policies of this crate are not good, which a test rules
    /// out.
    pub fn new() -> Result<Self, Broken> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).map_err(Box::new)?;
        let mut base = PolicySet::new();
        for policy in BASE.parse::<PolicySet>().map_err(Box::new)?.policies() {
            let name = policy.annotation("id").unwrap_or_default();
            base.add(policy.new_id(PolicyId::new(name))).map_err(Box::new)?;
        }
        Ok(Self {
            validator: Validator::new(schema.clone()),
            schema,
            authorizer: Authorizer::new(),
            names: Names::new()?,
            base,
        })
    }

    /// The text of the schema, for whoever writes policies.
    #[must_use]
    pub const fn schema() -> &'static str {
        SCHEMA
    }

    /// The text of the base policies.
    #[must_use]
    pub const fn base() -> &'static str {
        BASE
    }

    /// What is wrong with policies, and what is doubtful.
    #[must_use]
    pub fn check(&self, sources: &[Source]) -> Vec<Finding> {
        sources.iter().flat_map(|source| self.read(source).1).collect()
    }

    /// The base with these policies beside it. A source that has errors is left out, and named.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn compile(&self, sources: &[Source]) -> Result<(Policies, Vec<String>), Broken> {
        let mut all = self.base.clone();
        let mut left_out = Vec::new();
        for source in sources {
            match self.read(source).0 {
                Some(policies) => {
                    for policy in policies.policies() {
                        all.add(policy.clone()).map_err(Box::new)?;
                    }
                }
                None => left_out.push(source.name.clone()),
            }
        }
        Ok((Policies(all), left_out))
    }

    /// # Errors
    /// [`Broken`].
    pub fn decide(&self, policies: &Policies, question: &Question<'_>) -> Result<Verdict, Broken> {
        if !question.makes_sense() {
            return Ok(Verdict::default());
        }
        let request = question.request(&self.names, &self.schema)?;
        let entities = question.entities(&self.names)?;
        let answer = self.authorizer.is_authorized(&request, &policies.0, &entities);
        let decisive: Vec<&PolicyId> = answer.diagnostics().reason().collect();
        let forbidden = decisive
            .iter()
            .filter_map(|id| policies.0.policy(id))
            .any(|policy| policy.effect() == Effect::Forbid);
        let mut because_of: Vec<String> = decisive.iter().map(ToString::to_string).collect();
        because_of.sort_unstable();
        let mut errors: Vec<String> =
            answer.diagnostics().errors().map(ToString::to_string).collect();
        errors.sort_unstable();
        Ok(Verdict { allowed: answer.decision() == Decision::Allow, forbidden, because_of, errors })
    }

    /// The policies of one source, each named after it, where they have no error; and what there is
    /// to say of them.
    fn read(&self, source: &Source) -> (Option<PolicySet>, Vec<Finding>) {
        let policies = match check::parse(source) {
            Ok(policies) => policies,
            Err(findings) => return (None, findings),
        };
        let result = self.validator.validate(&policies, ValidationMode::Strict);
        let findings = check::findings(source, &result);
        let is_good = !findings.iter().any(|finding| finding.is_error);
        (is_good.then_some(policies), findings)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Engine").finish_non_exhaustive()
    }
}
