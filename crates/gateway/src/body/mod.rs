//! Request bodies: what members each has, and a strict reader of them.
//!
//! The tables here serve the reader and the OpenAPI document alike. The reader looks at shapes and
//! bounds; what a name or a value may be is judged by the vault and the authorizer.

pub(crate) mod client;
pub(crate) mod group;
pub(crate) mod login;
pub(crate) mod member;
mod members;
pub(crate) mod organization;
pub(crate) mod person;
pub(crate) mod policy;
pub(crate) mod project;
pub(crate) mod scope;
pub(crate) mod secret;
pub(crate) mod token;

use strongroom_model::OwnerKind;

use crate::document::told;
use crate::route::routes;

use members::{Members, take_text};

/// A member of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

/// What a member looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `secret/<Type>`.
    Type,
    Name,
    Description,
    /// An object of texts.
    Labels,
    /// A text or an object of texts.
    Value,
    Id,
    /// From 1 to this many.
    Seconds(i64),
    /// A moment, or null to have none.
    NullableTimestamp,
    /// Seconds from the first to the second, or null to have none.
    NullableSeconds(u32, u32),
    Boolean,
    /// `project/<id>`, `organization/<id>` or `user/<id>`.
    Owner,
    /// `secret/<Type>/<id>`.
    Key,
    /// One of the roles that can be held on one of these.
    Role(&'static [OwnerKind]),
    Visibility,
    Action,
    /// `person/<id>` or `client/<id>`.
    Principal,
    /// A text of somebody else's making, with at most 255 characters.
    Identifier,
    /// The same, or null to have none.
    NullableIdentifier,
    Permissions,
    Fields,
    PolicyText,
    GrantType,
    Secret,
    /// An object of these.
    Object(&'static str, &'static [Member]),
    /// A list, at most so many, of objects of these.
    List(&'static str, &'static [Member], usize),
}

impl Shape {
    const fn may_be_null(self) -> bool {
        matches!(
            self,
            Self::NullableIdentifier | Self::NullableTimestamp | Self::NullableSeconds(..)
        )
    }

    /// The members of what is inside, with the name of its schema.
    pub(crate) const fn inner(self) -> Option<(&'static str, &'static [Member])> {
        match self {
            Self::Object(name, members) | Self::List(name, members, _) => Some((name, members)),
            _ => None,
        }
    }
}

impl Member {
    const fn new(name: &'static str, shape: Shape, required: bool, about: &'static str) -> Self {
        Self { name, shape, required, about: told(about) }
    }

    const fn required(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self::new(name, shape, true, about)
    }

    const fn optional(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self::new(name, shape, false, about)
    }

    /// Of this one and of what is inside, whether one is called so.
    fn named(&'static self, name: &str) -> Option<&'static str> {
        if self.name == name {
            return Some(self.name);
        }
        let (_, members) = self.shape.inner()?;
        members.iter().find_map(|member| member.named(name))
    }
}

/// The name, as ours, if it is one of ours.
pub(crate) fn known_name(name: &str) -> Option<&'static str> {
    routes()
        .flat_map(|route| route.operations)
        .filter_map(|operation| operation.body.as_ref())
        .flat_map(|body| body.members)
        .find_map(|member| member.named(name))
}
