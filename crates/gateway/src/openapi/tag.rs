//! The groups of operations, by resource.

use serde_json::{Value, json};

use crate::route::Tag;

const ALL: [Tag; 14] = [
    Tag::Secrets,
    Tag::Audit,
    Tag::Caller,
    Tag::Organizations,
    Tag::Projects,
    Tag::Members,
    Tag::People,
    Tag::Groups,
    Tag::Clients,
    Tag::Tokens,
    Tag::Policies,
    Tag::Types,
    Tag::Login,
    Tag::Document,
];

pub(super) const fn name(tag: Tag) -> &'static str {
    match tag {
        Tag::Secrets => "Secrets",
        Tag::Audit => "Audit",
        Tag::Caller => "Caller",
        Tag::Organizations => "Organizations",
        Tag::Projects => "Projects",
        Tag::Members => "Members",
        Tag::People => "People",
        Tag::Groups => "Groups",
        Tag::Clients => "Clients",
        Tag::Tokens => "Tokens",
        Tag::Policies => "Policies",
        Tag::Types => "Types",
        Tag::Login => "Login",
        Tag::Document => "Document",
    }
}

const fn about(tag: Tag) -> &'static str {
    match tag {
        Tag::Secrets => "Secrets of a project, an organization or a person, and their versions.",
        Tag::Audit => "What was done, by whom, and what was refused.",
        Tag::Caller => "Who the caller is, and what it may do.",
        Tag::Organizations => "Organizations, to which projects, groups and people belong.",
        Tag::Projects => "Projects, with who may see them.",
        Tag::Members => "Roles of people and groups on organizations and projects.",
        Tag::People => "People, of an organization and of the installation.",
        Tag::Groups => "Groups of an organization: a role of the group is one of its members.",
        Tag::Clients => "Service clients: machines that sign in with an id and a secret.",
        Tag::Tokens => "The caller's API tokens, which can be narrowed to single fields.",
        Tag::Policies => "Policies that an organization writes, where the installation has them.",
        Tag::Types => "Types of secret.",
        Tag::Login => "Where service clients sign in.",
        Tag::Document => "This document.",
    }
}

pub(super) fn all() -> Value {
    ALL.into_iter().map(|tag| json!({ "name": name(tag), "description": about(tag) })).collect()
}
