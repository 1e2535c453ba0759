//! `strongroom:authorizer/policies`.

use strongroom_model::metadata::Stamp;
use strongroom_model::{Action, Id, Name, Owner, Principal, SecretKey};

use crate::administration::Error;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Unique in its organization.
    pub name: Name,
    pub text: String,
    pub updated: Stamp,
}

/// A policy as somebody wrote it, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Of the policy.
    pub name: String,
    /// From 1; 0 where it is about the whole.
    pub line: u32,
    pub column: u32,
    pub message: String,
    /// Errors keep a policy from being stored.
    pub is_error: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub principal: Principal,
    pub action: Action,
    pub owner: Owner,
    pub secret: Option<SecretKey>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub allowed: bool,
    /// Names of the policies, and of the built-in ones, that decided.
    pub because_of: Vec<String>,
    /// Policies that could not be evaluated, with why.
    pub errors: Vec<String>,
}

pub trait Policies {
    type Session;

    async fn list_policies(
        &self,
        session: &Self::Session,
        organization: Id,
    ) -> Result<Vec<Policy>, Error>;
    async fn set_policy(
        &self,
        session: &Self::Session,
        organization: Id,
        policy: Source,
    ) -> Result<Policy, Error>;
    async fn delete_policy(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
    ) -> Result<(), Error>;
    async fn check_policies(
        &self,
        session: &Self::Session,
        organization: Id,
        policies: Vec<Source>,
    ) -> Result<Vec<Finding>, Error>;
    async fn explain(
        &self,
        session: &Self::Session,
        organization: Id,
        question: Question,
        policies: Vec<Source>,
    ) -> Result<Explanation, Error>;
}
