//! The seam at which it is decided what a principal may do: by roles, or by policies.
//!
//! What stays outside, so that nothing behind the seam can widen it: scopes of credentials, what
//! belongs to a person, the owner that a client is bound to, people who are suspended, whether a
//! thing exists, and that a permit is for exactly what was asked. Who may change policies is decided
//! by roles alone, so that no policy can lock its writers out or let others in.

use strongroom_model::{Action, Id, Owner, Principal, PrincipalKind, SecretKey};
use strongroom_ports::administration::Error;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::policies::{self, Explanation, Finding, Source};
use strongroom_ports::principals::{self, PrincipalStore, Standing};
use strongroom_ports::sessions::Reason;

use crate::roles;

/// What is to be decided. The owner is an organization or a project and exists.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// A client is of this owner, or of the organization that it is a project of.
    pub principal: Principal,
    /// Of a person; of a client it has no roles and says what the owner is.
    pub standing: &'a Standing,
    pub owner: Owner,
    pub secret: Option<&'a SecretKey>,
    pub action: Action,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    /// [`Reason::Role`] or [`Reason::Policy`].
    Refused(Reason),
}

impl Answer {
    #[must_use]
    pub const fn by_role(allowed: bool) -> Self {
        if allowed { Self::Allowed } else { Self::Refused(Reason::Role) }
    }
}

/// Decides. What it cannot decide it refuses; an error is for what cannot be read now.
#[allow(async_fn_in_trait, reason = "every executor here is single-threaded")]
pub trait Decisions {
    /// Whether organizations can have policies at all.
    fn has_policies(&self) -> bool;

    async fn decide<S: PrincipalStore + DirectoryStore>(
        &self,
        store: &S,
        question: &Question<'_>,
    ) -> Result<Answer, principals::Error>;

    /// What is wrong with policies; with an error among them none is stored.
    async fn check<S: PrincipalStore + DirectoryStore>(
        &self,
        store: &S,
        organization: Id,
        policies: &[Source],
    ) -> Result<Vec<Finding>, Error>;

    /// How the question would be decided, with these policies in place of those of their names.
    /// `standing` is that of the question's principal on its owner, which is of the organization.
    async fn explain<S: PrincipalStore + DirectoryStore>(
        &self,
        store: &S,
        organization: Id,
        question: &policies::Question,
        standing: &Standing,
        policies: &[Source],
    ) -> Result<Explanation, Error>;
}

/// By roles alone, as the table has it. A client may do all that can be done to what it belongs to:
/// what it is for is in its scopes.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByRole;

impl ByRole {
    /// The table's answer, for others to build on.
    #[must_use]
    pub fn answer(question: &Question<'_>) -> Answer {
        let kind = question.owner.kind;
        Answer::by_role(match question.principal.kind {
            PrincipalKind::Person => roles::allows(question.standing, kind, question.action),
            PrincipalKind::Client => {
                question.standing.exists && roles::applicable(kind).contains(&question.action)
            }
        })
    }
}

impl Decisions for ByRole {
    fn has_policies(&self) -> bool {
        false
    }

    async fn decide<S: PrincipalStore + DirectoryStore>(
        &self,
        _: &S,
        question: &Question<'_>,
    ) -> Result<Answer, principals::Error> {
        Ok(Self::answer(question))
    }

    async fn check<S: PrincipalStore + DirectoryStore>(
        &self,
        _: &S,
        _: Id,
        _: &[Source],
    ) -> Result<Vec<Finding>, Error> {
        Err(Error::NotSupported)
    }

    async fn explain<S: PrincipalStore + DirectoryStore>(
        &self,
        _: &S,
        _: Id,
        _: &policies::Question,
        _: &Standing,
        _: &[Source],
    ) -> Result<Explanation, Error> {
        Err(Error::NotSupported)
    }
}
